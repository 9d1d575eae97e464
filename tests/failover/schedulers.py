"""Several schedulers of one database, each a process that can be killed, frozen and ended."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

END_WITHIN_S = 15.0


@dataclass
class SchedulerProcess:
    """A `pydash scheduler` with a data folder of its own, as on a host of its own.

    Attributes:
        process: `None` while it does not run.
    """

    name: str
    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def log(self) -> str:
        """Everything that it has said."""
        path = self.folder / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def is_called(self, leader_name: str | None) -> bool:
        """Whether this is what a lease calls its holder."""
        pid = None if self.process is None else self.process.pid
        return leader_name is not None and leader_name.endswith(f":{pid}")

    def start(self) -> None:
        """Start it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        own = {"PYDASH_DATA_DIR": str(self.folder)}
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pydash_cli", "scheduler"],
                env={**self.environment, **own},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Kill it alone; its workers must end by themselves."""
        self._send(signal.SIGKILL)
        self._wait()

    def freeze(self) -> None:
        """Freeze it together with its workers, in the middle of whatever they do."""
        self._send_to_all(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on after a freeze, together with its workers."""
        self._send_to_all(signal.SIGCONT)

    def end(self) -> int:
        """Ask it to end, as an operator does; its exit code."""
        self._send(signal.SIGTERM)
        return self._wait()

    def stop(self) -> None:
        """End it for certain; nothing happens where it does not run."""
        if self.process is not None:
            self._send_to_all(signal.SIGKILL)
            self._wait()

    def _send(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def _send_to_all(self, number: signal.Signals) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, number)

    def _wait(self) -> int:
        assert self.process is not None
        status = self.process.wait(END_WITHIN_S)
        self.process = None
        return status
