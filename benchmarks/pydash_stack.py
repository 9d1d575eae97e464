"""The real PyDash: a ZEO server and `pydash web`, each a process of its own."""

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Self

from benchmarks.visitor import Visitor
from pydash_app.database import Database
from pydash_app.settings import Settings
from tests.stack.waiting import find_free_port, wait_until

SECRET_KEY = "the key of a database that lives for minutes"
START_TIMEOUT_S = 180
STOP_TIMEOUT_S = 10


class PydashStack:
    """A database server that runs from the beginning, and a web server that is started anew.

    Args:
        folder: of the data.

    Attributes:
        settings: how both are set.
    """

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data_dir=folder, port=find_free_port())
        kept = {name: value for name, value in os.environ.items() if "PYDASH_" not in name}
        self._environment = kept | {
            "PYDASH_DATA_DIR": str(folder),
            "PYDASH_PORT": str(self.settings.port),
            "PYDASH_SECRET_KEY": SECRET_KEY,
            # One worker, so that what was asked before has warmed the one that is asked now.
            "PYDASH_WEB_WORKERS": "1",
            # A benchmark asks more than people may.
            "PYDASH_LIMIT_REQUESTS": "0",
        }
        self._database_server = self._start("db", "serve")
        self._web: subprocess.Popen[bytes] | None = None
        wait_until(self.socket_path.exists, timeout_s=START_TIMEOUT_S, what="the database listens")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_web()
        _stop(self._database_server)

    @property
    def socket_path(self) -> Path:
        """Where the database server listens."""
        return self.settings.data_dir / "zeo.sock"

    @property
    def file_path(self) -> Path:
        """The database."""
        return self.settings.data_dir / "pydash.fs"

    def open_database(self) -> Database:
        """A connection to the database server, as the scheduler's workers have."""
        return Database.open(self.settings)

    def pack(self) -> None:
        """Let the database forget its history, as the README tells operators to."""
        zeopack = Path(sys.executable).with_name("zeopack")
        subprocess.run([str(zeopack), "-d", "0", "-u", str(self.socket_path)], check=True)

    def restart_web(self) -> None:
        """Start the web server, with nothing in its caches, and wait until it answers."""
        self.stop_web()
        self._web = self._start("web")
        with closing(Visitor(self.settings.port)) as visitor:
            wait_until(
                lambda: visitor.is_answered("/favicon.svg"),
                timeout_s=START_TIMEOUT_S,
                what="the web server answers",
            )

    def stop_web(self) -> None:
        """End the web server, where one runs."""
        if self._web is not None:
            _stop(self._web)
            self._web = None

    def web_worker_pid(self) -> int:
        """The process that answers."""
        assert self._web is not None, "no web server runs"  # noqa: S101
        pid = self._web.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        return int(children[0])

    def _start(self, *command: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "pydash_cli", *command], env=self._environment
        )


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def memory_mib(pid: int) -> tuple[float, float]:
    """What a process takes: its resident pages, and those with the shared ones shared out."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return kib["Rss"] / 1024, kib["Pss"] / 1024


def wait_for_quiet() -> None:
    """Let what was just written reach the disk before anything is timed."""
    os.sync()
    time.sleep(1)
