"""Starts real Flask-MonitoringDashboards as processes of their own, and stops them for certain."""

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ROOT / ".venvs" / "fmd1" / "bin" / "python"
APP = ROOT / "tests" / "remotes" / "fmd1_app.py"
TOKEN = "a security code of 32 bytes or more"
_STOP_TIMEOUT_S = 5.0
_COLUMNS = "endpoint, execution_time, time, version, group_by, ip"


class StoredCall(NamedTuple):
    """A row of the remote's own table; `time` as its database writes it."""

    endpoint: str
    execution_time: float
    time: str
    version: str
    group_by: str | None
    ip: str


@dataclass(frozen=True)
class RunningFmd:
    """A monitored app that is being served.

    Attributes:
        url: of its dashboard.
        token: its security code.
        db_path: its SQLite database.
    """

    url: str
    token: str
    db_path: Path
    process: "subprocess.Popen[str]"

    @property
    def app_url(self) -> str:
        """Of the app itself, without a slash at its end."""
        return self.url.rpartition("/")[0]

    def read_rows(self) -> list[StoredCall]:
        """What the remote itself holds, oldest first."""
        with contextlib.closing(sqlite3.connect(self.db_path)) as database:
            query = f"SELECT {_COLUMNS} FROM functionCalls ORDER BY time, id"  # noqa: S608
            return [StoredCall(*row) for row in database.execute(query)]

    def add_rows(self, rows: Iterable[StoredCall]) -> None:
        """Put calls into the remote's database, as though it had served them."""
        with contextlib.closing(sqlite3.connect(self.db_path, timeout=30)) as database, database:
            query = f"INSERT INTO functionCalls ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
            database.executemany(query, rows)

    def stop(self) -> None:
        """End it; nothing happens where it has ended before."""
        self.process.terminate()
        try:
            self.process.communicate(timeout=_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()


def start_fmd1(
    db_path: Path,
    *,
    rows: int = 0,
    days: float = 30.0,
    token: str = TOKEN,
    host: str = "127.0.0.1",
    port: int = 0,
    seed: int = 1,
    whole_seconds: bool = False,
) -> RunningFmd:
    """Start one, seeded, and wait until it can be asked.

    Raises:
        RuntimeError: it ended at once; its own words are on the test's standard error.
    """
    options = {"host": host, "port": port, "db": db_path, "token": token, "seed-rows": rows}
    options |= {"days": days, "seed": seed}
    process = subprocess.Popen(  # noqa: S603
        [
            str(PYTHON),
            str(APP),
            "--end-with-stdin",
            *(["--whole-seconds"] if whole_seconds else []),
            *(f"--{name}={value}" for name, value in options.items()),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    if process.stdout is None:
        raise RuntimeError("the process was started without its output")
    for line in process.stdout:
        if line.startswith("READY "):
            url = line.removeprefix("READY ").strip()
            return RunningFmd(url, token, db_path, process)
    process.communicate()
    raise RuntimeError(f"Flask-MonitoringDashboard ended with status {process.returncode}")


def set_up() -> None:
    """Build the environment that it runs in, where that is not done yet.

    Raises:
        CalledProcessError: the packages can't be had.
    """
    subprocess.run([sys.executable, str(ROOT / "tools" / "setup_fmd.py")], check=True)  # noqa: S603
