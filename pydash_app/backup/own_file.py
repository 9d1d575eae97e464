"""The database file, for those who copy it or put another one in its place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from urllib.parse import urlsplit

from zc.lockfile import LockError, SimpleLockFile

from pydash_app.database.address import DATABASE_NAME, get_file_path
from pydash_app.database.recognition import check_file, is_blank
from pydash_app.errors import BackupError
from pydash_app.settings import Settings

LOCK_NAME = "backup.lock"
SNAPSHOT_PREFIX = ".backup-"

_ELSEWHERE = {
    "zeo": (
        "Run this command on the machine that serves the database, with PYDASH_DATA_DIR set and "
        "PYDASH_DATABASE empty, or copy the server's file with repozo."
    ),
    "zconfig": "Copy the file that the configuration names with repozo.",
}
_OF_POSTGRESQL = "Use PostgreSQL's own tools: pg_dump and pg_restore, or a replica."


def require_own(settings: Settings) -> None:
    """Let pass where the database is a file in the data folder.

    Raises:
        BackupError: it is elsewhere; the sentence says what to use there.
    """
    if settings.database:
        scheme = urlsplit(settings.database).scheme
        advice = _ELSEWHERE.get(scheme, _OF_POSTGRESQL)
        raise BackupError(f"PYDASH_DATABASE names a database that PyDash can't copy. {advice}")


@contextmanager
def snapshot(settings: Settings) -> Iterator[Path]:
    """A second name for the database file, whose beginning stays what it is.

    The server only ever adds to the file, and packing puts another one in its place. Under a name
    of its own the file of now stays whole, whatever is packed meanwhile.

    Raises:
        BackupError: there is no database, nothing in it, or another backup is being made.
        ForeignDatabaseError: what is there is no database.
    """
    original = get_file_path(settings)
    if not original.exists():
        raise BackupError(f"There is no database in {str(settings.data_dir)!r} to back up.")
    check_file(original)
    if is_blank(original):
        raise BackupError(f"Nothing is in the database {str(original)!r} yet to back up.")
    with _locked(settings.data_dir / LOCK_NAME):
        for leftover in settings.data_dir.glob(f"{SNAPSHOT_PREFIX}*"):
            rmtree(leftover)
        folder = _make_folder(settings.data_dir)
        try:
            _link(original, folder / DATABASE_NAME)
            with suppress(BackupError):  # it saves time, and is checked before it is believed
                _link(Path(f"{original}.index"), folder / f"{DATABASE_NAME}.index")
            yield folder / DATABASE_NAME
        finally:
            rmtree(folder)


@contextmanager
def stopped(settings: Settings) -> Iterator[None]:
    """Make sure that nobody has the database open.

    Raises:
        BackupError: somebody has.
    """
    try:
        lock = SimpleLockFile(f"{get_file_path(settings)}.lock")
    except LockError as error:
        raise BackupError(
            f"A PyDash runs in {str(settings.data_dir)!r}. Stop it first, everywhere."
        ) from error
    try:
        yield
    finally:
        lock.close()


def _make_folder(data_dir: Path) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=SNAPSHOT_PREFIX, dir=data_dir))
    except OSError as error:
        raise _unwritable(data_dir, error) from error


def _unwritable(data_dir: Path, error: OSError) -> BackupError:
    return BackupError(
        f"Nothing can be written into {str(data_dir)!r} ({error.strerror}), where a backup needs "
        "a second name for the database for a while."
    )


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        lock = SimpleLockFile(str(path))
    except LockError as error:
        raise BackupError("Another backup is just being made. Try again later.") from error
    except OSError as error:
        raise _unwritable(path.parent, error) from error
    try:
        yield
    finally:
        lock.close()


def _link(original: Path, link: Path) -> None:
    try:
        os.link(original, link)
    except PermissionError as error:
        raise BackupError(
            f"{str(original)!r} belongs to another user. Run this as the one that runs PyDash."
        ) from error
    except OSError as error:
        raise BackupError(
            f"{str(original)!r} can't be given a second name ({error.strerror}), which a backup "
            "needs. Put the data folder on a file system that has hard links."
        ) from error
