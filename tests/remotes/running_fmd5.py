"""Starts real Flask-MonitoringDashboards 5.1.0 with fmd_export, and stops them for certain."""

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import requests

from tests.remotes.export_asker import ExportAsker
from tests.stack.waiting import find_free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venvs" / "fmd5" / "bin" / "python"
APP = ROOT / "tests" / "remotes" / "fmd5_app.py"
TOKEN = "a security code of 32 bytes or more"
READ_CALLS = """
    SELECT r.id, e.name, r.duration, r.time_requested, r.version_requested, r.group_by, r.ip,
           r.status_code
    FROM Request r JOIN Endpoint e ON e.id = r.endpoint_id ORDER BY r.id
"""
"""From SQLite, in the order of what fmd_export sends."""


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


@contextlib.contextmanager
def serving_by_gunicorn(
    options: Sequence[str], *, link: str = "dashboard", workers: int = 4
) -> Iterator[str]:
    """The address of a dashboard that gunicorn serves with several processes.

    Args:
        options: of `fmd5_app.py`; nothing is seeded.
        link: that they name.
        workers: how many processes.
    """
    port = find_free_port()
    call = f"fmd5_app:make_wsgi({', '.join(map(repr, options))})"
    gunicorn = [str(PYTHON), "-m", "gunicorn", "--workers", str(workers), "--threads", "2"]
    with subprocess.Popen(  # noqa: S603
        [*gunicorn, "--bind", f"127.0.0.1:{port}", "--chdir", str(APP.parent), call]
    ) as process:
        url = f"http://127.0.0.1:{port}/{link}"
        try:
            wait_until(lambda: _answers(url, process), timeout_s=120, what="gunicorn answers")
            yield url
        finally:
            process.terminate()


def _answers(url: str, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None, "gunicorn has ended; see above"
    try:
        return requests.get(f"{url}/get_json_details", timeout=30).status_code == HTTPStatus.OK
    except (requests.ConnectionError, requests.Timeout):
        return False
