"""Where the own database is: a file in the data folder, and the Unix socket of its server."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from pydash_app.settings import Settings

LONGEST_SOCKET_PATH_BYTES = 100
"""Linux allows 107 bytes, other systems 103 (`sun_path` in unix(7)); some are left in reserve."""

DATABASE_NAME = "pydash.fs"


def get_file_path(settings: Settings) -> Path:
    """The file that the own database is in."""
    return settings.data_dir / DATABASE_NAME


def get_socket_path(settings: Settings) -> Path:
    """The socket of this installation's own server, the same for each of its processes.

    Where the data folder's name is too long for a socket, it lies in a private folder among the
    temporary files, whose name is made from the data folder's.
    """
    path = settings.data_dir / "zeo.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH_BYTES:
        return path
    digest = sha256(os.fsencode(settings.data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"pydash-{os.getuid()}-{digest}" / "zeo.sock"
