"""What goes wrong in a pool so rarely that it must be made to."""

import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from periodic_tasks.steady_pool import LOCK_PATIENCE_S, _MonotonicTasks, _SteadyManager


class Channel:
    """The way from the pool to its workers, with a lock that somebody may hold."""

    def __init__(self, *, is_free: bool) -> None:
        self._is_free = is_free

    @contextmanager
    def lock(self, *, block: bool) -> Iterator[bool]:
        assert not block
        yield self._is_free


def manager_after(died_ago_s: float, *, is_free: bool) -> _SteadyManager:
    manager = object.__new__(_SteadyManager)
    channel = Channel(is_free=is_free)
    manager.worker_manager = SimpleNamespace(workers_channel=channel)  # type: ignore[assignment]
    manager._died_at_s = time.monotonic() - died_ago_s
    return manager


def test_a_lock_that_a_dead_worker_holds_breaks_the_pool() -> None:
    with pytest.raises(BrokenProcessPool, match="held the lock"):
        manager_after(LOCK_PATIENCE_S + 1, is_free=False)._check_lock()


def test_a_lock_that_somebody_alive_holds_is_waited_for() -> None:
    manager = manager_after(0, is_free=False)
    manager._check_lock()
    assert manager._died_at_s is not None


def test_a_lock_that_is_free_ends_the_worry() -> None:
    manager = manager_after(LOCK_PATIENCE_S + 1, is_free=True)
    manager._check_lock()
    assert manager._died_at_s is None


def test_a_task_that_was_cancelled_before_it_started_is_no_failure() -> None:
    tasks = _MonotonicTasks(lambda *_: None)
    tasks.task_start(7, 1)
    assert tasks.tasks == {}
