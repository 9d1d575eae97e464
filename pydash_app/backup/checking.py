"""Compares a backup with what was written down of it when it was made."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pydash_app.backup.folder import Backup, chain_of, list_backups
from pydash_app.errors import BackupError
from pydash_app.ports import Progress, tell_nobody

CHUNK_BYTES = 1024 * 1024


def check(
    folder: Path, *, until: str | None = None, progress: Progress = tell_nobody
) -> list[Backup]:
    """The full backup and those after it that restore the newest, or that of a moment.

    Raises:
        BackupError: there is none, or a file of it is missing, truncated or altered.
    """
    chain = chain_of(list_backups(folder), until=until)
    check_files(folder, chain, progress)
    return chain


def check_files(folder: Path, chain: Sequence[Backup], progress: Progress) -> None:
    """Let pass what is as it was written.

    Raises:
        BackupError: a file is missing, truncated or altered.
    """
    total, done = sum(backup.size_bytes for backup in chain), 0
    for position, backup in enumerate(chain):
        path = folder / backup.file_name
        reason = _find_fault(path, backup)
        if reason is not None:
            raise BackupError(
                f"The backup file {str(path)!r} {reason}. {_advise(chain, position)}"
            )
        done += backup.size_bytes
        progress(done, total)


def _find_fault(path: Path, backup: Backup) -> str | None:
    try:
        size_bytes = path.stat().st_size
        if size_bytes != backup.size_bytes:
            return f"has {size_bytes} bytes and should have {backup.size_bytes}"
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"can't be read ({error.strerror})"
    return None if digest == backup.sha256 else "was altered after it was written"


def _advise(chain: Sequence[Backup], position: int) -> str:
    if position == 0:
        return "Restore an older backup (--until), or get this file from another copy."
    return f"What was backed up before it can be restored: --until {chain[position - 1].name}"
