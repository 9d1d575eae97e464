"""The scheduler itself, with a clock and an executor that the test holds in its hand."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from periodic_tasks import Outcome, RunAgain, StoppingExecutor, TaskScheduler, WorkerPool
from tests.unit.periodic_tasks import sample_tasks
from tests.unit.periodic_tasks.conftest import FakeClock, eventually


class ExecutorByHand:
    """Runs nothing; the test ends each future as it likes."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []
        self.timeouts_s: list[float | None] = []

    def submit(self, function: Callable[[], object], /) -> Future[Any]:
        return self._remember(function, None)

    def submit_with_timeout(
        self, function: Callable[[], object], /, timeout_s: float
    ) -> Future[Any]:
        return self._remember(function, timeout_s)

    def _remember(self, _function: object, timeout_s: float | None) -> Future[Any]:
        self.timeouts_s.append(timeout_s)
        self.futures.append(Future())
        return self.futures[-1]


class ExecutorAtOnce:
    """Runs what it is given before it returns, in the scheduler's own thread."""

    def submit(self, function: Callable[[], object], /) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function())
        return future


class RefusingExecutor:
    def submit(self, function: Callable[[], object], /) -> Future[Any]:
        raise OSError(f"no place for {function}")


def wake(scheduler: TaskScheduler) -> None:
    """Have the loop look at the clock, which it does not know to be moved by hand."""
    scheduler.add_periodic_task("waker", 1e9, list)


def test_the_loop_starts_what_the_clock_says_is_due() -> None:
    clock, executor = FakeClock(), ExecutorByHand()
    scheduler = TaskScheduler(executor, clock=clock)
    scheduler.add_periodic_task("a", 60, list, start_after_s=30)
    scheduler.start()
    assert scheduler.get_status("a").next_run_at == 1030

    clock.now = 1029.9
    wake(scheduler)
    clock.now = 1031
    wake(scheduler)
    eventually(lambda: len(executor.futures) == 1)
    assert scheduler.get_status("a").is_running

    clock.now = 1040
    executor.futures[0].set_result(None)
    status = scheduler.get_status("a")
    assert (status.last_run_at, status.duration_s, status.next_run_at) == (1031, 9, 1090)
    scheduler.stop()


def test_no_more_run_at_once_than_allowed_and_what_waits_can_be_removed() -> None:
    executor = ExecutorByHand()
    scheduler = TaskScheduler(executor, max_running=2)
    for name in "abcd":
        scheduler.add_background_task(name, list)
    scheduler.start()
    eventually(lambda: len(executor.futures) == 2)
    assert scheduler.list_running() == ["a", "b"]

    scheduler.remove_task("c")
    executor.futures[0].set_result(None)

    eventually(lambda: len(executor.futures) == 3)
    assert scheduler.list_names() == ["b", "d"]
    for future in executor.futures[1:]:
        future.set_result(None)
    assert scheduler.stop()


def test_more_run_as_soon_as_the_executor_has_grown() -> None:
    executor = ExecutorByHand()
    scheduler = TaskScheduler(executor, max_running=0)
    for name in "ab":
        scheduler.add_background_task(name, list)
    scheduler.start()
    assert scheduler.list_running() == []

    scheduler.set_max_running(1)

    eventually(lambda: scheduler.list_running() == ["a"])
    scheduler.set_max_running(2)
    eventually(lambda: scheduler.list_running() == ["a", "b"])
    scheduler.stop()


def test_an_executor_may_run_what_it_is_given_at_once() -> None:
    scheduler = TaskScheduler(ExecutorAtOnce())
    counts: list[int] = []

    def count_to_five() -> RunAgain | None:
        counts.append(len(counts))
        return RunAgain(0) if len(counts) < 5 else None

    scheduler.add_periodic_task("a", 1e6, count_to_five, run_at_start=True)
    scheduler.start()

    eventually(lambda: len(counts) == 5)
    assert scheduler.stop(10)


def test_a_task_that_its_executor_refuses_fails_and_is_tried_again_at_its_interval(
    caplog: pytest.LogCaptureFixture,
) -> None:
    scheduler = TaskScheduler(RefusingExecutor())
    scheduler.add_periodic_task("a", 3600, list, run_at_start=True)
    scheduler.start()

    eventually(lambda: scheduler.get_status("a").outcome is Outcome.FAILED)
    assert "no place for" in caplog.text
    assert scheduler.get_status("a").next_run_at is not None
    assert scheduler.is_running
    scheduler.stop()


def test_the_timeout_is_the_executors_to_keep_where_it_can() -> None:
    executor = ExecutorByHand()
    scheduler = TaskScheduler(executor)
    scheduler.add_background_task("a", list, timeout_s=30)
    scheduler.add_background_task("b", list)
    scheduler.start()

    eventually(lambda: executor.timeouts_s == [30, None])
    scheduler.stop()


def test_what_times_out_is_told_from_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    clock, executor = FakeClock(), ExecutorByHand()
    scheduler = TaskScheduler(executor, clock=clock)
    for name in ("slow", "a socket's own"):
        scheduler.add_periodic_task(name, 3600, list, True, timeout_s=30)
    scheduler.start()
    eventually(lambda: len(executor.futures) == 2)

    clock.now += 5
    executor.futures[1].set_exception(TimeoutError("the remote did not answer"))
    clock.now += 25
    executor.futures[0].set_exception(TimeoutError())

    assert scheduler.get_status("a socket's own").outcome is Outcome.FAILED
    assert scheduler.get_status("slow").outcome is Outcome.TIMED_OUT
    assert "task 'slow' was stopped: it took longer than 30 s" in caplog.text
    scheduler.stop()


def test_a_run_that_its_executor_lost_is_given_up_some_time_after_its_timeout(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, executor = FakeClock(), ExecutorByHand()
    scheduler = TaskScheduler(executor, clock=clock)
    scheduler.add_periodic_task("a", 3600, list, True, timeout_s=30)
    scheduler.start()
    eventually(lambda: len(executor.futures) == 1)

    clock.now += 39
    wake(scheduler)
    assert scheduler.get_status("a").is_running
    clock.now += 2
    wake(scheduler)

    eventually(lambda: scheduler.get_status("a").outcome is Outcome.CANCELLED)
    assert "task 'a' has not ended long after its timeout" in caplog.text
    scheduler.stop()


def test_a_run_that_ends_in_time_is_not_given_up(caplog: pytest.LogCaptureFixture) -> None:
    clock, executor = FakeClock(), ExecutorByHand()
    scheduler = TaskScheduler(executor, clock=clock, max_running=1)
    scheduler.add_periodic_task("a", 3600, list, True, timeout_s=30)
    scheduler.start()
    eventually(lambda: len(executor.futures) == 1)
    executor.futures[0].set_result(None)

    clock.now += 3601
    wake(scheduler)

    eventually(lambda: len(executor.futures) == 2)
    assert "long after" not in caplog.text
    scheduler.stop()


def test_stop_cancels_what_has_not_ended(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    executor = ExecutorByHand()
    scheduler = TaskScheduler(executor)
    scheduler.add_background_task("a", list)
    scheduler.start()
    eventually(lambda: len(executor.futures) == 1)

    assert not scheduler.stop(0.01)

    assert executor.futures[0].cancelled()
    assert "task 'a' was cancelled" in caplog.text


def test_a_scheduler_starts_once_and_may_start_again_after_a_stop() -> None:
    executor = ExecutorByHand()
    scheduler = TaskScheduler(executor)
    assert scheduler.stop()
    scheduler.start()
    with pytest.raises(RuntimeError, match="runs already"):
        scheduler.start()
    scheduler.stop()

    scheduler.add_background_task("a", list)
    scheduler.start()

    eventually(lambda: len(executor.futures) == 1)
    scheduler.stop()


def test_the_status_of_all_tasks_can_be_asked_for() -> None:
    clock = FakeClock()
    scheduler = TaskScheduler(ExecutorByHand(), clock=clock)
    scheduler.add_periodic_task("a", 60, list, start_after_s=30)
    scheduler.add_background_task("b", list)

    statuses = scheduler.list_statuses()

    assert {name: status.next_run_at for name, status in statuses.items()} == {
        "a": clock.now + 30,
        "b": clock.now,
    }


@pytest.mark.parametrize("seconds", [-1, float("inf"), float("nan")])
def test_a_start_is_some_finite_time_away(seconds: float) -> None:
    scheduler = TaskScheduler(ExecutorByHand())

    with pytest.raises(ValueError, match="start_after_s"):
        scheduler.add_background_task("a", list, start_after_s=seconds)
    with pytest.raises(ValueError, match="start_after_s"):
        scheduler.add_periodic_task("a", 1, list, start_after_s=seconds)


def test_the_pool_can_stop_what_runs_and_threads_can_not(shared_pool: WorkerPool) -> None:
    assert isinstance(shared_pool, StoppingExecutor)
    with ThreadPoolExecutor(1) as threads:
        assert not isinstance(threads, StoppingExecutor)


def test_a_timeout_on_threads_is_told_but_can_not_be_kept(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as threads:
        scheduler = TaskScheduler(threads)
        gate = tmp_path / "gate"
        scheduler.add_periodic_task(
            "a", 3600, partial(sample_tasks.wait_for_file, gate), True, timeout_s=0.01
        )
        scheduler.start()
        eventually(lambda: scheduler.get_status("a").is_running)
        gate.touch()

        eventually(lambda: scheduler.get_status("a").outcome is Outcome.SUCCEEDED)
        scheduler.stop()
