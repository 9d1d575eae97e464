"""A Dask cluster of real processes, which a test may kill."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.stack.waiting import find_free_port

ROOT = Path(__file__).parents[3]
END_WITHIN_S = 60.0


class DaskProcesses:
    """Dask's scheduler and its workers.

    Attributes:
        address: of the scheduler, the same after a restart.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = find_free_port()
        self.address = f"tcp://127.0.0.1:{self._port}"
        self._processes: list[subprocess.Popen[bytes]] = []
        self._scheduler: subprocess.Popen[bytes] | None = None

    def start_scheduler(self) -> None:
        """Start Dask's scheduler, on the port that it had before."""
        self._scheduler = self._start("scheduler", "--port", str(self._port))

    def kill_scheduler(self) -> None:
        """Kill Dask's scheduler."""
        assert self._scheduler is not None
        self._scheduler.kill()
        self._scheduler.wait()

    def start_worker(
        self, *options: str, threads: int = 1, **environment: str
    ) -> "subprocess.Popen[bytes]":
        """Start a worker, whether the scheduler is there or not."""
        how = options or ("--no-nanny",)
        threads_option = ("--nthreads", str(threads))
        return self._start("worker", self.address, *threads_option, *how, **environment)

    def stop(self) -> None:
        """End all of them, workers first, and wait until they are dead."""
        for process in reversed(self._processes):
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
                try:
                    process.wait(END_WITHIN_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _start(self, command: str, *options: str, **environment: str) -> "subprocess.Popen[bytes]":
        others = {name: value for name, value in os.environ.items() if "PYDASH_" not in name}
        module = f"distributed.cli.dask_{command}"
        with (self._folder / f"dask-{command}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", module, *options, "--host", "127.0.0.1", "--no-dashboard"],
                cwd=ROOT,
                env=others | environment,
                stdout=log,
                stderr=log,
            )
        self._processes.append(process)
        return process


@contextmanager
def dask_processes(folder: Path) -> Iterator[DaskProcesses]:
    """A cluster that begins with a scheduler, and that is stopped at the end."""
    cluster = DaskProcesses(folder)
    try:
        cluster.start_scheduler()
        yield cluster
    finally:
        cluster.stop()
