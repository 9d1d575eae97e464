"""The port to whatever runs the tasks."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, runtime_checkable


class TaskExecutor(Protocol):
    """Runs functions elsewhere. Every `concurrent.futures.Executor` is one."""

    def submit(self, function: Callable[[], object], /) -> Future[Any]:
        """Run a function soon; the future holds what it returns or raises."""
        ...


@runtime_checkable
class StoppingExecutor(Protocol):
    """A `TaskExecutor` that can also stop what runs, as `WorkerPool` does by killing a process.

    With any other executor a run that never ends keeps its place for ever.
    """

    def submit_with_timeout(
        self, function: Callable[[], object], /, timeout_s: float
    ) -> Future[Any]:
        """As `submit`; a run that takes longer is stopped, and its future ends after that."""
        ...


def hand_over(
    executor: TaskExecutor, function: Callable[[], object], timeout_s: float | None
) -> Future[Any]:
    """Have a function run, with its timeout where the executor knows how.

    Returns:
        Its future; that of one which the executor refuses has failed already.
    """
    try:
        if timeout_s is not None and isinstance(executor, StoppingExecutor):
            return executor.submit_with_timeout(function, timeout_s=timeout_s)
        return executor.submit(function)
    except Exception as error:  # noqa: BLE001 - however it refuses, this is that task's failure alone
        refused: Future[Any] = Future()
        refused.set_exception(error)
        return refused
