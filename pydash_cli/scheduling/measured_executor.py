"""Counts and times the runs of tasks on their way to whatever runs them."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

from periodic_tasks import StoppingExecutor
from pydash_app import metrics


class MeasuredExecutor:
    """An executor that hands everything on to another one."""

    def __init__(self, executor: StoppingExecutor) -> None:
        self._executor = executor

    def submit(self, function: Callable[[], object], /) -> Future[Any]:
        """Run a function elsewhere."""
        return _measured(function, self._executor.submit(function))  # type: ignore[attr-defined]

    def submit_with_timeout(
        self, function: Callable[[], object], /, timeout_s: float
    ) -> Future[Any]:
        """Run a function elsewhere, and stop it when it takes longer."""
        future = self._executor.submit_with_timeout(function, timeout_s=timeout_s)
        return _measured(function, future)


def _measured(function: Callable[[], object], future: Future[Any]) -> Future[Any]:
    kind = function.func.__name__ if isinstance(function, partial) else "other"
    future.add_done_callback(partial(_note_end, kind, time.monotonic()))
    return future


def _note_end(kind: str, started_s: float, future: Future[Any]) -> None:
    catalogue = metrics.current()
    catalogue.tasks.labels(kind, _outcome_of(future)).inc()
    catalogue.task_duration.labels(kind).observe(time.monotonic() - started_s)


def _outcome_of(future: Future[Any]) -> str:
    if future.cancelled():
        return "cancelled"
    error = future.exception()
    if error is None:
        return "succeeded"
    return "timed_out" if isinstance(error, TimeoutError) else "failed"
