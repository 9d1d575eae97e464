"""The files in which the processes of one machine count: each process has a numbered slot.

prometheus_client keeps one set of files for each process, named by its id. Processes of the pool
and of gunicorn come and go, and their files would pile up; so a file belongs to a slot instead,
such as `worker-1`, and whoever takes a dead process's slot over counts on in its files. Who holds
the lock of a slot is alive; the system drops it with the process, however that ends.
"""

import fcntl
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

FILE_BYTES = {"counter": 128 * 1024, "histogram": 256 * 1024, "gauge_mostrecent": 32 * 1024}
"""Written in full beforehand: a full disk must not kill a process that only wants to count."""


def take_slot(folder: Path, kind: str) -> str:
    """Take the first free slot of a kind for as long as this process lives; its name.

    Raises:
        OSError: the folder can't be written to, or its disk is full.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = next(number for number in count() if _lock(folder / f"{kind}-{number}.lock"))
    slot = f"{kind}-{number}"
    for kind_of_file, size in FILE_BYTES.items():
        path = folder / f"{kind_of_file}_{slot}.db"
        if not path.exists():
            path.write_bytes(bytes(size))
    return slot


def forget_dead(folder: Path, *kinds: str) -> None:
    """Drop what dead processes of these kinds have counted: a new life begins at zero."""
    for lock in list(folder.glob("*.lock")):
        if kind_of(lock.stem) in kinds and not is_alive(folder, lock.stem):
            for path in folder.glob(f"*_{lock.stem}.db"):
                path.unlink(missing_ok=True)
            lock.unlink(missing_ok=True)


def list_slots(folder: Path) -> list[str]:
    """The names of all slots, those of dead processes too."""
    return sorted(lock.stem for lock in folder.glob("*.lock"))


def is_alive(folder: Path, slot: str) -> bool:
    """Whether a process holds a slot."""
    try:
        descriptor = os.open(folder / f"{slot}.lock", os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def list_files(folder: Path) -> Iterator[Path]:
    """The files that count: what was counted counts for ever, but a gauge is of the living."""
    for slot in list_slots(folder):
        alive = is_alive(folder, slot)
        for path in folder.glob(f"*_{slot}.db"):
            if alive or not path.name.startswith("gauge_"):
                yield path


def kind_of(slot: str) -> str:
    """Which processes have such a slot."""
    return slot.rpartition("-")[0]


def _lock(path: Path) -> bool:
    # Left open: the lock is held until the process ends.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return False
    return True
