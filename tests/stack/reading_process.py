"""A process that reads what another one announces: `python -m tests.stack.reading_process`.

For each line that comes in, the name of a room's key, it reads that key once and prints the value.
The database is the one that its environment's settings name.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydash_app.database import Database, Root, reading
from pydash_app.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent.parent


class ReadingProcess:
    """Asks that process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def read(self, key: str) -> str:
        """The value as text, as the other process sees it now."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{key}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def reading_process(environment: Mapping[str, str]) -> Iterator[ReadingProcess]:
    """Start one, and end it."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.stack.reading_process"],
        env=dict(environment),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield ReadingProcess(process)
        process.communicate()


def _answer() -> None:
    database = Database.open(read_settings())
    for line in sys.stdin:
        print(_find(database, line.strip()), flush=True)  # noqa: T201
    database.close()


@reading
def _find(root: Root, key: str) -> object:
    return root.get(key)


if __name__ == "__main__":
    _answer()
