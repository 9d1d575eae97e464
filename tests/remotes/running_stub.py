"""Starts the stub server as a process of its own, and stops it for certain."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.remotes.stub_calls import StubHistory

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "a security code of 32 bytes or more"


@dataclass
class RunningStub:
    """A process that plays several remotes.

    Attributes:
        addresses: of loopback, one for each remote.
        commit_lag_s: how long after its time a row becomes visible.
        clock_path: what is written there sets the remotes' clocks ahead, in seconds.
        process: `None` while it does not run.
    """

    addresses: tuple[str, ...]
    port: int
    begin_s: int
    calls_per_hour: float
    commit_lag_s: float = 0.0
    clock_path: Path | None = None
    token: str = TOKEN
    process: "subprocess.Popen[str] | None" = field(default=None, init=False)

    def url_of(self, address: str) -> str:
        """The dashboard of one of the remotes."""
        return f"http://{address}:{self.port}/dashboard"

    def history_of(self, address: str) -> StubHistory:
        """The calls of one of the remotes."""
        return StubHistory(address, self.begin_s, self.calls_per_hour)

    def start(self) -> None:
        """Start it, and wait until it can be asked.

        Raises:
            RuntimeError: it ended at once; its own words are on standard error.
        """
        options = {
            "addresses": ",".join(self.addresses),
            "port": self.port,
            "token": self.token,
            "begin": self.begin_s,
            "calls-per-hour": self.calls_per_hour,
            "commit-lag": self.commit_lag_s,
        }
        if self.clock_path is not None:
            options["clock"] = self.clock_path
        self.process = subprocess.Popen(  # noqa: S603
            [
                sys.executable,
                "-m",
                "tests.remotes.stub_server",
                *(f"--{name}={value}" for name, value in options.items()),
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self.process.stdout is None or "READY" not in self.process.stdout.readline():
            self.stop()
            raise RuntimeError("the stub server ended at once")

    def stop(self) -> None:
        """Kill it; nothing happens where it does not run."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
        self.process = None
