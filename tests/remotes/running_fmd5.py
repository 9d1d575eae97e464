"""Starts real Flask-MonitoringDashboards 5.1.0 with fmd_export, and stops them for certain."""

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.remotes.export_asker import ExportAsker

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venvs" / "fmd5" / "bin" / "python"
APP = ROOT / "tests" / "remotes" / "fmd5_app.py"
TOKEN = "a security code of 32 bytes or more"


@dataclass(frozen=True)
class Monitored:
    """A running app."""

    url: str
    db_path: Path
    pid: int

    @property
    def asker(self) -> ExportAsker:
        return ExportAsker(self.url, TOKEN)

    def peak_memory_kb(self) -> int:
        """The most memory that its process has ever used."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        return int(next(line for line in status.splitlines() if "VmHWM" in line).split()[1])

    def query(self, sql: str) -> list[Any]:
        with contextlib.closing(sqlite3.connect(self.db_path, timeout=30)) as database, database:
            return list(database.execute(sql))


def set_up() -> None:
    """Build the environment that it runs in, where that is not done yet.

    Raises:
        CalledProcessError: the packages can't be had.
    """
    setup = [sys.executable, str(ROOT / "tools" / "setup_fmd.py"), "fmd5"]
    subprocess.run(setup, check=True)  # noqa: S603


def launch(db_path: Path, *options: str) -> "subprocess.Popen[str]":
    """Start one, with options of `fmd5_app.py`."""
    return subprocess.Popen(  # noqa: S603
        [str(PYTHON), str(APP), f"--db={db_path}", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@contextlib.contextmanager
def running(db_path: Path, *options: str) -> Iterator[Monitored]:
    """One that can be asked, until the block ends."""
    process = launch(db_path, *options)
    try:
        lines = iter(process.stdout or ())
        url = next((line[6:].strip() for line in lines if line.startswith("READY ")), None)
        assert url is not None, process.communicate()[1]
        yield Monitored(url, db_path, process.pid)
    finally:
        process.terminate()
        process.communicate(timeout=20)
