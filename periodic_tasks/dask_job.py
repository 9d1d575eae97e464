"""A task that is handed to a Dask cluster, as the future of whoever handed it over."""

from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import Any

import distributed

from periodic_tasks.dask_cluster import LOST
from periodic_tasks.dask_worker import Ending
from periodic_tasks.worker_pool import TaskFailedError

RESULT_TIMEOUT_S = 10.0
"""A worker that dies with a result in its hands never hands it out."""


class WorkerLostError(Exception):
    """The worker, or the whole cluster, was gone before a task had ended."""


class RemoteTracebackError(Exception):
    """Where a task failed, as text."""


class Job(Future[Any]):
    """A task's future; cancelling it kills the process that runs it.

    Attributes:
        pickled: the function.
        timeout_s: how long it may take.
        worker: the address of who runs it; empty while it waits.
        remote: Dask's own future.
    """

    def __init__(
        self, pickled: bytes, timeout_s: float | None, *, give_up: Callable[["Job"], None]
    ) -> None:
        super().__init__()
        self.pickled = pickled
        self.timeout_s = timeout_s
        self.worker = ""
        self.remote: distributed.Future[Any] | None = None
        self._give_up = give_up

    def cancel(self) -> bool:
        """End the task, wherever it is; whether that came in time."""
        # First, so that whoever is told of the end finds nothing of the task any more.
        self._give_up(self)
        return super().cancel()

    def release(self) -> None:
        """Let Dask know that nobody waits any more."""
        remote, self.remote = self.remote, None
        if remote is not None:
            remote.release()

    def read_ending(self) -> Ending:
        """What became of the task, once Dask is done with it."""
        remote = self.remote
        if remote is None:
            return Ending(failure="it was given up")
        if remote.status == "error":
            return Ending(failure=f"the Dask worker can't run it: {remote.exception()}")
        if remote.status != "finished":
            return Ending(is_lost=True)
        try:
            ending: Ending = remote.result(RESULT_TIMEOUT_S)
        except LOST:
            return Ending(is_lost=True)
        return ending

    def finish(self, ending: Ending) -> None:
        """Hand on how the task ended; nothing happens where that is known already."""
        with suppress(InvalidStateError):  # cancelled, or lost, at the same time
            if ending.is_lost:
                self.set_exception(WorkerLostError(f"the Dask worker {self.worker} is gone"))
            elif ending.has_timed_out:
                self.set_exception(TimeoutError(ending.failure))
            elif ending.failure is not None:
                error = TaskFailedError(ending.failure)
                error.__cause__ = RemoteTracebackError(ending.traceback)
                self.set_exception(error)
            else:
                self.set_result(ending.again)
