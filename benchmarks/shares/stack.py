"""A PyDash of any commit: its database server, and its web server with the usual settings."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.visitor import Visitor
from tests.stack.running_pydash import children_of
from tests.stack.waiting import find_free_port, wait_until

SEED = Path(__file__).with_name("seed.py")
START_TIMEOUT_S = 120
STOP_TIMEOUT_S = 20
KIB_A_MIB = 1024


@dataclass(frozen=True)
class Tree:
    """A working copy of the code.

    Attributes:
        folder: where it is.
        data_dir: where the database is that this code has written.
        port: of its web server.
    """

    folder: Path
    data_dir: Path
    port: int

    @classmethod
    def in_folder(cls, folder: Path, data_dir: Path) -> "Tree":
        """Choose a port for it."""
        return cls(folder, data_dir, find_free_port())

    @property
    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "PYDASH_" not in name}
        return kept | {
            "PYTHONPATH": str(self.folder),
            "PYDASH_DATA_DIR": str(self.data_dir),
            "PYDASH_PORT": str(self.port),
            "PYDASH_SECRET_KEY": "the key of a database that lives for minutes",
            "PYDASH_ALLOWED_NETWORKS": "127.0.0.0/8",
            # Whoever is greedy may ask as often as they like; it is what they hold that counts.
            "PYDASH_LIMIT_REQUESTS": "0",
        }

    @contextmanager
    def running_database(self) -> Iterator[None]:
        """Run the database server within the block."""
        with self._running("db", "serve"):
            socket_path = self.data_dir / "zeo.sock"
            wait_until(socket_path.exists, timeout_s=START_TIMEOUT_S, what="the database listens")
            yield

    @contextmanager
    def running_web(self) -> Iterator["subprocess.Popen[bytes]"]:
        """Run a web server that was just started within the block."""
        with self._running("web") as process:
            visitor = Visitor(self.port)
            wait_until(
                lambda: visitor.is_answered("/favicon.svg"),
                timeout_s=START_TIMEOUT_S,
                what="the web server answers",
            )
            yield process

    def seed(self, call_count: int) -> Mapping[str, str]:
        """Make the users; the ids of their dashboards by name."""
        done = subprocess.run(
            [sys.executable, str(SEED), str(call_count)],
            env=self._environment,
            cwd=self.folder,
            check=True,
            stdout=subprocess.PIPE,
        )
        found: dict[str, str] = json.loads(done.stdout)
        return found

    @contextmanager
    def _running(self, *command: str) -> Iterator["subprocess.Popen[bytes]"]:
        process = subprocess.Popen(
            [sys.executable, "-m", "pydash_cli", *command],
            env=self._environment,
            cwd=self.folder,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def peak_mib(web: "subprocess.Popen[bytes]") -> float:
    """The most memory that all web processes have held, each at its own peak."""
    return sum(_peak_mib(pid) for pid in children_of(web.pid))


def _peak_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(peak) / KIB_A_MIB
