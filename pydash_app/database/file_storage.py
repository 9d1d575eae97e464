"""The file that the own database server keeps everything in, made to outlive a full disk."""

import errno
import logging
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from zc.lockfile import LockFile
from ZODB.FileStorage import FileStorage
from ZODB.FileStorage.FileStorage import FileStorageError
from ZODB.POSException import TransactionError

from pydash_app.database.recognition import check_file
from pydash_app.errors import ForeignDatabaseError

FULL_DISK_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""No space left; none left of a quota; larger than a file may become."""

SPACE_IS_BACK_AFTER_S = 30.0
"""Small transactions may still fit where large ones don't; that is one full disk, not many."""

log = logging.getLogger(__name__)


class NoSpaceLeftError(TransactionError):
    """The transaction does not fit on the disk; nothing of it is stored."""


class SteadyFileStorage(FileStorage):
    """A `FileStorage` that goes on as soon as a full disk has space again.

    ZODB's own keeps in a buffer what it could not write, and tries to write that again before
    whatever it does next, ending a transaction too. Then the transaction never ends, and the ZEO
    server refuses every other one of that client until the client connects anew ("Multiple
    simultaneous tpc_begin"). Here what could not be written is thrown away.

    Source:
        ZODB 6.0, FileStorage.py: `tpc_vote`, `_clear_temp`; ZEO 6.0, StorageServer.py: `_vote`.
    """

    _file: Any
    _tfile: Any
    _did_not_fit_at_s: float | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        """Open it; where that fails, nothing is left open or locked."""
        try:
            super().__init__(*args, **options)
        except BaseException:
            for name in ("_files", "_file", "_tfile", "_lock_file"):
                opened = getattr(self, name, None)
                if opened is not None:
                    opened.close()
            raise

    def store(self, *args: Any) -> None:
        """Take a new state of an object.

        Raises:
            NoSpaceLeftError: it does not fit on the disk.
        """
        with self._full_disk_told():
            super().store(*args)

    def tpc_vote(self, transaction: Any) -> Any:
        """Write the transaction, so that nothing is left to do that may fail.

        Raises:
            NoSpaceLeftError: it does not fit on the disk.
        """
        with self._full_disk_told(), self._lock:
            try:
                return super().tpc_vote(transaction)
            except OSError:
                self._drop_unwritten()
                raise

    def tpc_finish(self, transaction: Any, f: Any = None) -> Any:
        """Make the transaction count."""
        tid = super().tpc_finish(transaction, f)
        since_s = self._did_not_fit_at_s
        if since_s is not None and time.monotonic() - since_s > SPACE_IS_BACK_AFTER_S:
            self._did_not_fit_at_s = None
            log.warning("The database's disk has space again, and everything is stored.")
        return tid

    def pack(self, *args: Any, **options: Any) -> None:
        """Write a smaller copy, and go on with that.

        Raises:
            NoSpaceLeftError: it does not fit on the disk beside the original, which stays.
        """
        with self._full_disk_told():
            try:
                super().pack(*args, **options)
            except OSError:
                Path(f"{self._file_name}.pack").unlink(missing_ok=True)
                raise

    def _clear_temp(self) -> None:
        try:
            super()._clear_temp()
        except OSError:
            _close(self._tfile)
            self._tfile = Path(f"{self._file_name}.tmp").open("w+b")  # noqa: SIM115 - kept open

    def _drop_unwritten(self) -> None:
        _close(self._file)
        self._file = Path(self._file_name).open("r+b")  # noqa: SIM115 - kept open
        self._file.truncate(self._pos)
        self._files.flush()

    @contextmanager
    def _full_disk_told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in FULL_DISK_ERRNOS:
                raise
            if self._did_not_fit_at_s is None:
                log.error(  # noqa: TRY400 - where it was noticed tells an operator nothing
                    "The disk is full that holds the database (%s). Nothing new is stored until "
                    "space is freed; what is stored stays, and can be read.",
                    self._file_name,
                )
            self._did_not_fit_at_s = time.monotonic()
            raise NoSpaceLeftError(error.strerror) from error


def open_file_storage(path: Path) -> SteadyFileStorage:
    """Open the database at `path`, made where it is missing; for one process at a time.

    A server that was killed while it packed may have put the original aside, and the smaller copy
    not yet in its place. ZODB would then begin an empty database.

    Raises:
        zc.lockfile.LockError: another process has it open.
        ForeignDatabaseError: it is something else, or damaged.
        OSError: it can't be opened.
    """
    check_file(path)
    original = Path(f"{path}.old")
    lock = LockFile(f"{path}.lock")
    try:
        if original.exists() and not path.exists():
            original.rename(path)
    finally:
        lock.close()
    try:
        storage = SteadyFileStorage(str(path), pack_keep_old=False)
    except (FileStorageError, struct.error, ValueError) as error:
        raise ForeignDatabaseError(
            f"The database {str(path)!r} is damaged from its beginning on. Put a backup in its "
            "place with: pydash db restore --replace"
        ) from error
    for leftover in (original, Path(f"{path}.pack")):
        leftover.unlink(missing_ok=True)
    return storage


def _close(file: Any) -> None:
    with suppress(OSError):  # it tries once more to write what does not fit, and closes anyway
        file.close()
