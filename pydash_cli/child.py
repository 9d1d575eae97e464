"""A process that the supervisor keeps running."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from pydash_cli.supervision import SUPERVISOR_PID_VARIABLE

log = logging.getLogger(__name__)

RESTART_PAUSES_S = (0.0, 0.5, 1.0, 2.0)
"""Before each restart in a row; the last one goes on. Even after the longest, a process works
again within five seconds."""

STABLE_AFTER_S = 20.0
"""A process that ran so long has recovered, and its next restart is at once again."""


class Child:
    """One of PyDash's own processes, in a session of its own.

    So a Ctrl-C in the terminal reaches the supervisor alone, which stops its children in order,
    and what a dead child leaves behind can be killed as its process group.

    Args:
        name: what the log calls it.
        arguments: the command line after `pydash`.
        stop_within_s: how long it may take to stop.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        stop_within_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._arguments = arguments
        self._stop_within_s = stop_within_s
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._restart_count = 0
        self._start_at: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether it was alive when it was last looked at."""
        return self._process is not None

    def start(self) -> None:
        """Start the process."""
        self._start_at = None
        self._started_at = self._clock()
        self._process = subprocess.Popen(  # noqa: S603 - PyDash itself
            [sys.executable, "-P", *_program(), *self._arguments],
            env=_child_environment(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def start_if_due(self) -> None:
        """Start the process again when its pause is over."""
        if self._start_at is not None and self._clock() >= self._start_at:
            self.start()

    def find_exit_code(self) -> int | None:
        """The exit code of a process that has died since it was last asked; negative: a signal."""
        if self._process is None:
            return None
        exit_code = self._process.poll()
        if exit_code is not None:
            _end_group(self._process.pid)
            self._process = None
        return exit_code

    def plan_restart(self) -> None:
        """Start the process again, after a pause that grows while it dies again and again."""
        if self._clock() - self._started_at > STABLE_AFTER_S:
            self._restart_count = 0
        pause_s = RESTART_PAUSES_S[min(self._restart_count, len(RESTART_PAUSES_S) - 1)]
        self._restart_count += 1
        self._start_at = self._clock() + pause_s

    def stop(self) -> None:
        """Ask the process to stop, and kill it if it does not."""
        self._start_at = None
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(self._stop_within_s)
        except subprocess.TimeoutExpired:
            log.warning("The %s did not stop in time and was killed.", self.name)
            self._process.kill()
            self._process.wait()
        _end_group(self._process.pid)
        self._process = None


def _program() -> list[str]:
    # As this process was started, so that `ps` and `pgrep` show `pydash scheduler`.
    script = Path(sys.argv[0]).absolute()
    return [str(script)] if script.name == "pydash" and script.is_file() else ["-m", "pydash_cli"]


def _end_group(group_id: int) -> None:
    """End what a dead child leaves behind.

    Its workers die with it by themselves. This is for what they may have started, and is no
    SIGKILL, because `multiprocessing` leaves a process that tidies up semaphores and then ends.
    """
    with suppress(ProcessLookupError):
        os.killpg(group_id, signal.SIGTERM)


def _child_environment() -> dict[str, str]:
    # Found where this process found it, however that was started, and never in the folder
    # that somebody happens to stand in (`-P`).
    package_root = str(Path(__file__).parent.parent)
    paths = [package_root, os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        SUPERVISOR_PID_VARIABLE: str(os.getpid()),
    }
