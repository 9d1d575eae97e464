"""What lies in a backup folder, and what was written down of it.

Each backup is a file of repozo's, full or with what came since the one before, and a `.json` with
its size and digest that is written last: a backup without one was never finished.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from pydash_app.errors import BackupError

MARKER_NAME = "ABOUT.txt"
MARKER_TEXT = """\
Backups of PyDash's database, made by `pydash db backup`. Leave the files as they are: they belong
together. `pydash db verify --backup` tries them out, `pydash db restore` makes a database of them.
"""

_OF_BACKUP = re.compile(r"(\d{4}(?:-\d\d){5})\.(?:(?:delta)?fs|index|dat|json)")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was finished.

    Attributes:
        name: when it was taken, in UTC, as repozo writes it: `2026-11-25-22-10-00`.
        kind: an incremental one needs those before it, back to a full one.
        size_bytes, sha256: of its file.
        database_bytes: of the database that it restores.
        key_fingerprint: of the secret key that was in force.
        has_key: whether that key lies beside it.
    """

    name: str
    kind: Literal["full", "incremental"]
    taken_at: datetime
    size_bytes: int
    sha256: str
    database_bytes: int
    key_fingerprint: str
    has_key: bool
    pydash_version: str

    @property
    def file_name(self) -> str:
        """Of repozo's file."""
        return f"{self.name}.{'fs' if self.kind == 'full' else 'deltafs'}"

    @property
    def key_name(self) -> str:
        """Of the file that the secret key is in, where it lies beside the backup."""
        return f"secret_key-{self.key_fingerprint}"


def list_backups(folder: Path) -> list[Backup]:
    """The finished backups in a folder, oldest first; none where it is not there.

    Raises:
        BackupError: a description can't be read.
    """
    return [_read(path) for path in sorted(folder.glob("*.json")) if _is_of_backup(path)]


def find_newest(folder: Path) -> Backup | None:
    """The newest backup in a folder; `None` where there is none, or no such folder."""
    return next(reversed(list_backups(folder)), None)


def chain_of(backups: Sequence[Backup], *, until: str | None = None) -> list[Backup]:
    """The full backup and those after it that restore the newest, or that of a moment.

    Args:
        backups: all of a folder, oldest first.
        until: a moment, or the beginning of one, as backups are named; the last before counts.

    Raises:
        BackupError: there is none.
    """
    wanted = [one for one in backups if until is None or one.name[: len(until)] <= until]
    chain: list[Backup] = []
    for backup in reversed(wanted):
        chain.insert(0, backup)
        if backup.kind == "full":
            return chain
    when = "" if until is None else f" of {until} or earlier"
    raise BackupError(f"There is no whole backup{when} in this folder.")


def write(folder: Path, backup: Backup) -> None:
    """Write down that a backup is finished."""
    draft = folder / f".{backup.name}.draft"
    with draft.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(backup)))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / f"{backup.name}.json")
    sync(folder)


def claim(folder: Path) -> None:
    """Make a folder for backups, or make sure that it is one.

    Raises:
        BackupError: it holds other things, or can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        marker = folder / MARKER_NAME
        if not marker.exists():
            if any(folder.iterdir()):
                raise BackupError(
                    f"The folder {str(folder)!r} holds other files. Name an empty one, or one "
                    "that PyDash has made, for backups."
                )
            marker.write_text(MARKER_TEXT, "utf-8")
    except OSError as error:
        raise BackupError(
            f"The folder {str(folder)!r} can't be used for backups ({error.strerror})."
        ) from error


def remove_unfinished(folder: Path) -> None:
    """Remove what a backup that was interrupted left behind."""
    finished = {backup.name for backup in list_backups(folder)}
    for path in folder.iterdir():
        match = _OF_BACKUP.fullmatch(path.name)
        is_draft = path.name == "tmp.tmp" or path.suffix == ".draft"
        if is_draft or (match and match[1] not in finished):
            path.unlink()


def remove_all_but(folder: Path, most_chains: int) -> int:
    """Keep the newest full backups with what follows on them; how many files went.

    The newest go first: whatever is left at any moment can be restored.
    """
    backups = list_backups(folder)
    full = [backup.name for backup in backups if backup.kind == "full"]
    old = [one for one in backups if len(full) > most_chains and one.name < full[-most_chains]]
    for backup in reversed(old):
        for name in (f"{backup.name}.json", backup.file_name, f"{backup.name}.index"):
            (folder / name).unlink(missing_ok=True)
        (folder / f"{backup.name}.dat").unlink(missing_ok=True)
    needed = {backup.key_name for backup in backups if backup not in old}
    for path in folder.glob("secret_key-*"):
        if path.name not in needed:
            path.unlink()
    return len(old)


def sync(folder: Path) -> None:
    """Make sure that the names in a folder outlive a crash of the machine."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_of_backup(path: Path) -> bool:
    return _OF_BACKUP.fullmatch(path.name) is not None


def _read(path: Path) -> Backup:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Backup)
    except (OSError, msgspec.DecodeError) as error:
        raise BackupError(f"The description of a backup, {str(path)!r}, is damaged.") from error
