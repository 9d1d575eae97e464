"""Makes a backup while PyDash runs, and reads it once more before it counts."""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunningError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

from ZODB.POSException import POSError
from ZODB.scripts import repozo

from pydash_app.backup import folder as folders
from pydash_app.backup.folder import Backup
from pydash_app.backup.own_file import require_own, snapshot
from pydash_app.errors import BackupError
from pydash_app.ports import Progress, tell_nobody
from pydash_app.secret_key import find_secret_key, fingerprint_of, write_key
from pydash_app.settings import Settings

CHUNK_BYTES = 1024 * 1024
POLL_S = 0.2
DRAFT_NAME = "tmp.tmp"
"""What repozo writes into until it is done."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it.

    Attributes:
        backup: the newest.
        is_new: whether anything had changed since the one before.
        removed_count: how many old ones were removed.
        needs_key: whether the secret key must be kept elsewhere.
    """

    backup: Backup
    folder: str
    is_new: bool
    removed_count: int
    needs_key: bool


def make(
    settings: Settings,
    folder: Path,
    *,
    is_full: bool = False,
    with_key: bool = True,
    most_chains: int | None = None,
    progress: Progress = tell_nobody,
    now: datetime,
) -> Made:
    """Add a backup to a folder: what came since the one before, or everything.

    Everything, too, where there is none before, and where the database was packed since.

    Args:
        settings: the installation's.
        folder: empty, missing, or one of earlier backups.
        is_full: whether to copy everything in any case.
        with_key: whether to put the secret key beside it, where PyDash keeps that in a file.
        most_chains: how many full ones to keep; `None` keeps all.
        progress: is told how many bytes are copied, and then how many are compared.
        now: the present instant.

    Raises:
        BackupError: it can't be made; what was there before stays as good as it was.
    """
    require_own(settings)
    key = _require_key(settings)
    folders.claim(folder)
    folders.remove_unfinished(folder)
    former = folders.find_newest(folder)
    taken_at = _moment_after(former, now)
    is_kept_here = with_key and not settings.secret_key.get_secret_value()
    with snapshot(settings) as database:
        _copy(database, folder, is_full=is_full, progress=progress, taken_at=taken_at)
        newest = _newest_file(folder)
        if former is not None and newest.stem == former.name:
            return Made(former, str(folder), False, 0, not former.has_key)
        digest, database_bytes = _compare(folder, newest, database, progress)
    backup = Backup(
        name=newest.stem,
        kind="full" if newest.suffix == ".fs" else "incremental",
        taken_at=taken_at,
        size_bytes=newest.stat().st_size,
        sha256=digest,
        database_bytes=database_bytes,
        key_fingerprint=fingerprint_of(key),
        has_key=is_kept_here,
        pydash_version=version("pydash-io"),
    )
    if is_kept_here:
        write_key(folder / backup.key_name, key)
    folders.write(folder, backup)
    removed_count = 0 if most_chains is None else folders.remove_all_but(folder, most_chains)
    return Made(backup, str(folder), True, removed_count, not is_kept_here)


def _require_key(settings: Settings) -> bytes:
    key = find_secret_key(settings)
    if key is None:
        raise BackupError(
            "There is no secret key, without which the apps' security codes in the database "
            "can't be read. Put the file secret_key back, or set PYDASH_SECRET_KEY. In an "
            "installation that was never started there is nothing to back up yet."
        )
    return key


def _moment_after(former: Backup | None, now: datetime) -> datetime:
    """What to name a backup by: never the name, nor before the name, of the one it follows on.

    Clocks are set back, and two backups can be made within a second.
    """
    moment = now.replace(microsecond=0)
    return moment if former is None else max(moment, former.taken_at + timedelta(seconds=1))


def _copy(
    database: Path, folder: Path, *, is_full: bool, progress: Progress, taken_at: datetime
) -> None:
    """Let repozo copy what is to be copied, and watch how far it is."""
    options = SimpleNamespace(
        file=str(database),
        repository=str(folder),
        full=is_full,
        quick=False,
        gzip=False,
        killold=False,
        date=None,
        test_now=taken_at.timetuple()[:6],
    )
    total = database.stat().st_size
    with _failures_told(folder), ThreadPoolExecutor(1) as pool:
        copying = pool.submit(repozo.do_backup, options)
        while True:
            try:
                copying.result(POLL_S)
            except StillRunningError:
                draft = folder / DRAFT_NAME
                progress(draft.stat().st_size if draft.exists() else 0, total)
            else:
                return


@contextmanager
def _failures_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except repozo.WouldOverwriteFiles as error:
        raise BackupError("Another backup is being made in this folder. Try again.") from error
    except OSError as error:
        raise BackupError(
            f"The backup in {str(folder)!r} can't be written ({error.strerror})."
        ) from error
    except POSError as error:
        raise BackupError(f"The database file can't be read: {error}.") from error


def _newest_file(folder: Path) -> Path:
    return max((*folder.glob("*.fs"), *folder.glob("*.deltafs")), key=lambda path: path.stem)


def _compare(folder: Path, newest: Path, database: Path, progress: Progress) -> tuple[str, int]:
    """Read the whole backup from the disk; the newest file's digest, and how much it restores.

    Raises:
        BackupError: it is not what is in the database.
    """
    files = _files_until(folder, newest)
    total = sum(path.stat().st_size for path in files)
    done = 0
    digest = hashlib.sha256()
    with ExitStack() as opened:
        source = opened.enter_context(database.open("rb"))
        for path in files:
            digest = hashlib.sha256()
            copy = opened.enter_context(path.open("rb"))
            while chunk := copy.read(CHUNK_BYTES):
                if chunk != source.read(len(chunk)):
                    raise BackupError(
                        f"{str(path)!r} is not what is in the database. Look after the disk that "
                        "it is on, and make a full backup on another."
                    )
                digest.update(chunk)
                done += len(chunk)
                progress(done, total)
    return digest.hexdigest(), done


def _files_until(folder: Path, newest: Path) -> Sequence[Path]:
    if newest.suffix == ".fs":
        return [newest]
    chain = folders.chain_of(folders.list_backups(folder))
    return [*(folder / backup.file_name for backup in chain), newest]
