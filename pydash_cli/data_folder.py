"""Makes the folders that PyDash keeps its data in, for nobody else to read."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from pydash_app.errors import SettingsError

SYSTEM_FOLDER = Path("/var")
"""Where the default, `./var`, leads when PyDash is started in the root folder."""


def make_data_folder(path: Path) -> None:
    """Make the data folder unless it is there, with mode 0700.

    Raises:
        SettingsError: it can't be made, or not be written to, or is the system's own.
    """
    if path == SYSTEM_FOLDER:
        raise SettingsError(
            f"PYDASH_DATA_DIR: started in /, PyDash would keep its data in {str(path)!r}, which "
            "belongs to the system; name a folder of its own, such as '/var/lib/pydash'."
        )
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(
            f"PYDASH_DATA_DIR: the folder {str(path)!r} can't be made ({error.strerror})."
        ) from error
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(
            f"PYDASH_DATA_DIR: the folder {str(path)!r} can't be written to; "
            "make it writable for the user that runs PyDash."
        )


def make_private_folder(path: Path) -> None:
    """Make a folder in a place where others may write, or make sure that it is only ours.

    Raises:
        SettingsError: somebody else has made it, or may look into it.
    """
    with suppress(FileExistsError):  # a folder of ours, or what somebody else has put there
        path.mkdir(mode=0o700)
    found = path.lstat()
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if not is_ours or found.st_mode & 0o077:
        raise SettingsError(
            f"PYDASH_DATA_DIR has a long name, so its socket would lie in {str(path)!r}, "
            "but others can get in there; remove that folder, or choose a shorter name."
        )
