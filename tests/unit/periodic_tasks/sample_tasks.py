"""Functions for tasks to run, in a thread or in a subprocess; they tell of themselves by files."""

import os
import time
from pathlib import Path

from periodic_tasks import RunAgain

PATIENCE_S = 120


def note(log: Path, word: str) -> None:
    """Append a line, whole, whoever else appends."""
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{word}\n".encode())
    finally:
        os.close(descriptor)


def words(log: Path) -> list[str]:
    return log.read_text().split() if log.exists() else []


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_for_file(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not path.exists():
        if time.monotonic() > deadline:
            raise AssertionError(f"{path} did not come")
        time.sleep(0.005)


def note_around_file(log: Path, name: str, gate: Path) -> None:
    note(log, f"{name}-starts")
    wait_for_file(gate)
    note(log, f"{name}-ends")


def meet(mine: Path, other: Path) -> None:
    mine.touch()
    wait_for_file(other)


def run_again_at_once(log: Path, run_count: int) -> RunAgain | None:
    note(log, "run")
    return RunAgain(0) if len(words(log)) < run_count else None


def raise_error(message: str) -> None:
    raise ValueError(message)


class UnpicklableError(Exception):
    """Can be pickled, and can't be unpickled: the trap that breaks process pools."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def raise_unpicklable() -> None:
    raise UnpicklableError("what", "a trap")


def return_unpicklable() -> object:
    return lambda: None


def crash() -> None:
    os._exit(7)


def hang(log: Path) -> None:
    note(log, str(os.getpid()))
    time.sleep(PATIENCE_S)


def note_pid(log: Path) -> None:
    note(log, str(os.getpid()))


def note_environment(log: Path) -> None:
    note(log, os.environ["SET_BY_INITIALIZER"])


def set_environment() -> None:
    os.environ["SET_BY_INITIALIZER"] = "yes"
