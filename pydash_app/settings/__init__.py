"""What an operator can set, read once from the environment.

`model` has the settings themselves, `reading` makes them of the variables and the files that some
name, `base_url` reads the public address, `own_address` finds one where none is set, `names` knows
the variables that there are, `doubts` says what can be read and yet is hardly meant so. May import
`pydash_app.{database_url,errors}`. Changes nothing, and asks nobody.
"""

from pydash_app.settings.doubts import find_doubts
from pydash_app.settings.model import IpNetwork, Settings
from pydash_app.settings.names import list_unknown
from pydash_app.settings.reading import read_settings, source_of

__all__ = [
    "IpNetwork",
    "Settings",
    "find_doubts",
    "list_unknown",
    "read_settings",
    "source_of",
]
