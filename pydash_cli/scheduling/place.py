"""The data folder as a place where one scheduler leads; the system knows when it dies."""

import fcntl
import logging
import os
import platform
from contextlib import suppress
from pathlib import Path

LOCK_NAME = "scheduler.lock"

log = logging.getLogger(__name__)


class Place:
    """A lock on a file in the data folder, held until this process is dead.

    Whoever gets it knows that every scheduler that has led from this folder is dead, and need
    not wait until its silence proves that. So one that was killed and is started again leads at
    once.

    Args:
        folder: where the file is; where none can be written, nobody ever has the lock.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_NAME
        self._descriptor: int | None = None

    def hold(self) -> str | None:
        """Take the lock if it is free.

        Returns:
            the name of the place, the same for all processes on this host that use the folder;
            `None` where another process holds the lock.
        """
        if self._descriptor is None:
            self._descriptor = _lock(self._path)
        if self._descriptor is None:
            return None
        found = os.fstat(self._descriptor)
        return f"{_host_id()} {found.st_dev} {found.st_ino}"

    def leave(self) -> None:
        """Let another process have the lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None


def _lock(path: Path) -> int | None:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        log.debug("%s can't be used (%s).", path, error.strerror)
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # taken, or a file system without locks
        os.close(descriptor)
        return None
    return descriptor


def _host_id() -> str:
    """Of this host since its last start: on a shared folder, other hosts may not see the lock."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    return platform.node()
