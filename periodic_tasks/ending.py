"""Reads how a run ended from its future, and logs it."""

import logging
from concurrent.futures import Future
from typing import Any

from periodic_tasks.task import Outcome, RunAgain
from periodic_tasks.timetable import Run

LOST_AFTER_TIMEOUT_S = 10.0
"""An executor that stops what times out has done so by then; one still open was lost by it."""

_log = logging.getLogger(__name__)


def outcome_of(future: Future[Any], run: Run, ended_at: float) -> Outcome:
    """How the run of a future that is done has ended."""
    if future.cancelled():
        return Outcome.CANCELLED
    error = future.exception()
    if error is None:
        return Outcome.SUCCEEDED
    timeout_s = run.task.timeout_s
    # A task may also raise a TimeoutError of its own, from a socket say: that is a failure.
    has_timed_out = timeout_s is not None and ended_at - run.started_at >= timeout_s
    if isinstance(error, TimeoutError) and has_timed_out:
        return Outcome.TIMED_OUT
    return Outcome.FAILED


def wish_of(future: Future[Any], outcome: Outcome) -> float | None:
    """The seconds after which the task wishes to run again, if it says so."""
    if outcome is not Outcome.SUCCEEDED:
        return None
    result = future.result()
    return result.after_s if isinstance(result, RunAgain) else None


def report(future: Future[Any], run: Run, outcome: Outcome, ended_at: float) -> None:
    """Log the end of a run: a failure with its traceback, a success for those who debug."""
    name = run.task.name
    duration_s = ended_at - run.started_at
    if outcome is Outcome.FAILED:
        _log.error("task %r failed after %.3f s", name, duration_s, exc_info=future.exception())
    elif outcome is Outcome.TIMED_OUT:
        _log.warning("task %r was stopped: it took longer than %s s", name, run.task.timeout_s)
    elif outcome is Outcome.CANCELLED:
        _log.info("task %r was cancelled after %.3f s", name, duration_s)
    else:
        _log.debug("task %r succeeded in %.3f s", name, duration_s)
