"""What the pool of subprocesses does that no thread can."""

import os
import pickle
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pebble import ProcessExpired
from pebble.common.process import stop_process

from periodic_tasks import Outcome, RunAgain, TaskFailedError, TaskScheduler, WorkerPool
from tests.unit.periodic_tasks import sample_tasks
from tests.unit.periodic_tasks.conftest import PATIENCE_S, eventually
from tests.unit.periodic_tasks.sample_tasks import is_alive, words

AN_HOUR_S = 3600


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1) as pool:
        yield pool


def test_only_a_wish_to_run_again_comes_back(pool: WorkerPool, tmp_path: Path) -> None:
    again = pool.submit(partial(sample_tasks.run_again_at_once, tmp_path / "log", 5))
    assert again.result(PATIENCE_S) == RunAgain(0)
    assert pool.submit(sample_tasks.return_unpicklable).result(PATIENCE_S) is None


def test_what_a_task_raises_comes_back_as_text_also_when_it_can_not_be_pickled(
    pool: WorkerPool,
) -> None:
    failure = pool.submit(sample_tasks.raise_unpicklable).exception(PATIENCE_S)

    assert isinstance(failure, TaskFailedError)
    assert "UnpicklableError: what a trap" in str(failure)
    assert "in raise_unpicklable" in str(failure.__cause__)
    assert pool.submit(list).result(PATIENCE_S) is None


def test_a_task_that_can_not_be_pickled_is_refused(pool: WorkerPool) -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pool.submit(lambda: None)


def test_a_task_that_crashes_its_process_fails_alone(pool: WorkerPool) -> None:
    crashed = pool.submit(sample_tasks.crash)
    after = pool.submit(list)

    assert isinstance(crashed.exception(PATIENCE_S), ProcessExpired)
    assert after.result(PATIENCE_S) is None


def test_a_task_that_hangs_is_killed_at_its_timeout(pool: WorkerPool, tmp_path: Path) -> None:
    log = tmp_path / "log"
    hanging = pool.submit_with_timeout(partial(sample_tasks.hang, log), timeout_s=0.3)

    assert isinstance(hanging.exception(PATIENCE_S), TimeoutError)
    assert not is_alive(int(words(log)[0]))
    assert pool.submit(list).result(PATIENCE_S) is None


def test_a_clock_that_jumps_times_nothing_out(
    pool: WorkerPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, gate = tmp_path / "log", tmp_path / "gate"
    task = partial(sample_tasks.note_around_file, log, "task", gate)
    running = pool.submit_with_timeout(task, timeout_s=AN_HOUR_S)
    eventually(lambda: words(log) == ["task-starts"])
    present = time.time
    monkeypatch.setattr(time, "time", lambda: present() + 2 * AN_HOUR_S)
    time.sleep(0.5)  # pebble looks ten times a second
    gate.touch()
    assert running.result(PATIENCE_S) is None


class SuicideNote:
    """Kills the worker that reads it, in the middle of taking a task over."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)",)


def test_a_worker_killed_while_it_takes_a_task_over_holds_nobody_up(pool: WorkerPool) -> None:
    pool.submit(list).result(PATIENCE_S)
    failing: Future[Any] = pool._working_pool().schedule(list, args=(SuicideNote(),))
    assert isinstance(failing.exception(PATIENCE_S), BrokenProcessPool)
    assert pool.submit(list).result(PATIENCE_S) is None


def test_a_task_whose_worker_is_gone_ends(pool: WorkerPool, tmp_path: Path) -> None:
    task = partial(sample_tasks.wait_for_file, tmp_path / "never")
    running = pool.submit_with_timeout(task, timeout_s=AN_HOUR_S)
    manager = pool._working_pool()._pool_manager
    eventually(running.running)
    (worker_id,) = list(manager.worker_manager.workers)
    # As when the word of its death came before its own word that it had begun.
    stop_process(manager.worker_manager.workers.pop(worker_id))
    assert isinstance(running.exception(PATIENCE_S), ProcessExpired)


def test_a_worker_makes_place_for_a_fresh_one_after_some_tasks(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with WorkerPool(1, max_tasks_per_worker=2) as pool:
        for future in [pool.submit(partial(sample_tasks.note_pid, log)) for _ in range(4)]:
            future.result(PATIENCE_S)

    first, second, third, fourth = words(log)
    assert first == second != third == fourth


def test_an_idle_worker_that_is_killed_is_replaced(pool: WorkerPool, tmp_path: Path) -> None:
    log = tmp_path / "log"
    pool.submit(partial(sample_tasks.note_pid, log)).result(PATIENCE_S)
    os.kill(int(words(log)[0]), signal.SIGKILL)

    def runs_again() -> bool:
        future = pool.submit(partial(sample_tasks.note_pid, log))
        return not isinstance(future.exception(PATIENCE_S), BrokenProcessPool)

    eventually(runs_again)
    assert words(log)[1] != words(log)[0]


def test_each_worker_is_initialized(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with WorkerPool(1, initializer=sample_tasks.set_environment) as pool:
        pool.submit(partial(sample_tasks.note_environment, log)).result(PATIENCE_S)

    assert words(log) == ["yes"]


def test_a_pool_that_is_shut_down_takes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    log = tmp_path / "log"
    pool = WorkerPool(1)
    pool.submit(partial(sample_tasks.hang, log))
    eventually(lambda: len(words(log)) == 1)

    pool.shutdown()
    pool.shutdown()

    assert not is_alive(int(words(log)[0]))
    with pytest.raises(RuntimeError, match="shut down"):
        pool.submit(list)


def test_a_scheduler_goes_on_after_crashes_and_timeouts(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with WorkerPool(2) as pool:
        scheduler = TaskScheduler(pool, max_running=2)
        hang = partial(sample_tasks.hang, log)
        scheduler.add_periodic_task("hangs", AN_HOUR_S, hang, True, timeout_s=0.3)
        scheduler.add_periodic_task("crashes", AN_HOUR_S, sample_tasks.crash, True)
        scheduler.start()

        eventually(lambda: scheduler.get_status("hangs").outcome is Outcome.TIMED_OUT)
        eventually(lambda: scheduler.get_status("crashes").outcome is Outcome.FAILED)
        scheduler.add_background_task("a", partial(sample_tasks.note, log, "ran"))
        eventually(lambda: words(log)[1:] == ["ran"])
        scheduler.stop()


def test_stop_kills_what_runs_in_the_pool(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with WorkerPool(1) as pool:
        scheduler = TaskScheduler(pool)
        scheduler.add_background_task("hangs", partial(sample_tasks.hang, log))
        scheduler.start()
        eventually(lambda: len(words(log)) == 1)

        assert not scheduler.stop()

        eventually(lambda: not is_alive(int(words(log)[0])))
