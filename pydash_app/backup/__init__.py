"""Backups of the own database: made while PyDash runs, checked, restored.

`folder` knows the files of a backup folder, `making` adds to them with ZODB's repozo, `checking`
compares them with what was written down of them, `restoring` makes a database of them. Only a
database that is a file in the data folder can be backed up here. May import
`pydash_app.{database,errors,ports,secret_key,settings}`.
"""

from pydash_app.backup.checking import check
from pydash_app.backup.folder import Backup, find_newest, list_backups
from pydash_app.backup.making import Made, make
from pydash_app.backup.restoring import Restored, restore, try_out

__all__ = [
    "Backup",
    "Made",
    "Restored",
    "check",
    "find_newest",
    "list_backups",
    "make",
    "restore",
    "try_out",
]
