"""Makes a database of a backup."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from types import SimpleNamespace
from typing import Literal

import ZODB
from ZODB.FileStorage import FileStorage
from ZODB.POSException import POSError
from ZODB.scripts import repozo

from pydash_app.backup.checking import check
from pydash_app.backup.folder import Backup, sync
from pydash_app.backup.own_file import require_own, stopped
from pydash_app.database import Database
from pydash_app.database.address import DATABASE_NAME, get_file_path
from pydash_app.database.walking import walk
from pydash_app.errors import BackupError
from pydash_app.ports import Progress, tell_nobody
from pydash_app.secret_key import FILE_NAME as KEY_NAME
from pydash_app.secret_key import find_secret_key, fingerprint_of, read_key, write_key
from pydash_app.settings import Settings

KeyState = Literal["restored", "in place", "missing", "another"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it.

    Attributes:
        backup: the newest of those that were put together.
        object_count: how many objects it holds, all of which can be read.
        key: whether the secret key is there that belongs to it.
        put_aside: where that is now which was there before.
    """

    backup: Backup
    object_count: int
    key: KeyState
    put_aside: str | None


def try_out(
    folder: Path, *, until: str | None = None, progress: Progress = tell_nobody
) -> tuple[Backup, int]:
    """Put a backup together in a temporary folder and read all of it; the newest, and how much.

    Raises:
        BackupError: it can't be restored.
    """
    chain = check(folder, until=until, progress=progress)
    with tempfile.TemporaryDirectory(prefix="pydash-backup-") as name:
        return chain[-1], _put_together(folder, chain, Path(name) / DATABASE_NAME, progress)


def restore(
    settings: Settings,
    folder: Path,
    *,
    until: str | None = None,
    replaces: bool = False,
    progress: Progress = tell_nobody,
    now: datetime,
) -> Restored:
    """Put a backup together in the data folder.

    The database appears there at once and whole, after every object in it was read.

    Args:
        settings: say which data folder.
        folder: of the backups.
        until: as `check` takes it.
        replaces: whether to put aside what is in the data folder; else it must be empty.
        progress: is told of the bytes that are compared, and then of the objects that are read.
        now: the present instant.

    Raises:
        BackupError: the backup is not whole, the folder is not empty, or a PyDash runs in it.
    """
    require_own(settings)
    target = get_file_path(settings)
    _check_empty(settings.data_dir, replaces=replaces)
    chain = check(folder, until=until, progress=progress)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with stopped(settings), _draft_folder(settings.data_dir) as drafts:
        count = _put_together(folder, chain, drafts / DATABASE_NAME, progress)
        aside = _put_aside(settings.data_dir, now) if replaces else None
        key = _restore_key(settings, folder, chain[-1])
        for name in (f"{DATABASE_NAME}.index", f"{DATABASE_NAME}.old"):
            (settings.data_dir / name).unlink(missing_ok=True)
        (drafts / DATABASE_NAME).replace(target)
        with suppress(FileNotFoundError):
            (drafts / f"{DATABASE_NAME}.index").replace(f"{target}.index")
        sync(settings.data_dir)
    return Restored(chain[-1], count, key, None if aside is None else str(aside))


def _check_empty(folder: Path, *, replaces: bool) -> None:
    if not replaces and folder.exists() and any(folder.iterdir()):
        raise BackupError(
            f"The folder {str(folder)!r} is not empty. Let PYDASH_DATA_DIR name an empty one, or "
            "give --replace, which puts the database aside that is there."
        )


@contextmanager
def _draft_folder(data_dir: Path) -> Iterator[Path]:
    drafts = Path(tempfile.mkdtemp(prefix=".restore-", dir=data_dir))
    try:
        yield drafts
    finally:
        rmtree(drafts)


def _put_together(folder: Path, chain: Sequence[Backup], target: Path, progress: Progress) -> int:
    """Write the database file, and count its objects by reading them all."""
    options = SimpleNamespace(
        repository=str(folder), date=chain[-1].name, output=str(target), withverify=True
    )
    try:
        repozo.do_recover(options)
    except (repozo.RepozoError, OSError, KeyError) as error:
        raise BackupError(f"The backup can't be put together: {error}.") from error
    if target.stat().st_size != chain[-1].database_bytes:
        raise BackupError("The backup can't be put together: files of it are missing.")
    try:
        database = Database(ZODB.DB(FileStorage(str(target), read_only=True)), is_prepared=False)
    except POSError as error:
        raise BackupError(f"The backup holds no database that can be read: {error}.") from error
    try:
        found = walk(database, progress=progress)
    finally:
        database.close()
    if found.damages:
        raise BackupError(
            f"The backup holds a damaged database: {found.damages[0].sentence} "
            "Restore an older one (--until)."
        )
    return found.object_count


def _put_aside(data_dir: Path, now: datetime) -> Path:
    aside = data_dir / f"before-restore-{now:%Y-%m-%d-%H-%M-%S}"
    aside.mkdir(mode=0o700)
    for name in (DATABASE_NAME, KEY_NAME):
        with suppress(FileNotFoundError):
            os.link(data_dir / name, aside / name)
    return aside


def _restore_key(settings: Settings, folder: Path, backup: Backup) -> KeyState:
    present = find_secret_key(settings)
    if present is not None and fingerprint_of(present) == backup.key_fingerprint:
        return "in place"
    if settings.secret_key.get_secret_value():
        return "another"
    if backup.has_key and (folder / backup.key_name).exists():
        write_key(settings.data_dir / KEY_NAME, read_key(folder / backup.key_name))
        return "restored"
    return "missing" if present is None else "another"
