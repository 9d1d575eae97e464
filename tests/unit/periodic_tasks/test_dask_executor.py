"""What holds over a Dask cluster of real processes, whatever becomes of them."""

import logging
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from periodic_tasks import Outcome, RunAgain, TaskFailedError, TaskScheduler
from periodic_tasks.dask_executor import DaskExecutor
from periodic_tasks.dask_job import WorkerLostError
from periodic_tasks.dask_worker import NO_SUBPROCESSES
from tests.unit.periodic_tasks import sample_tasks
from tests.unit.periodic_tasks.conftest import SLOW_PATIENCE_S, eventually
from tests.unit.periodic_tasks.dask_processes import DaskProcesses, dask_processes
from tests.unit.periodic_tasks.sample_tasks import is_alive, words

AN_HOUR_S = 3600
pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[DaskProcesses]:
    """A cluster of the test's own, without workers."""
    with dask_processes(tmp_path) as cluster:
        yield cluster


@contextmanager
def executor_with(cluster: DaskProcesses, capacity: int) -> Iterator[DaskExecutor]:
    with DaskExecutor(cluster.address) as executor:
        await_capacity(executor, capacity)
        yield executor


def await_capacity(executor: DaskExecutor, capacity: int) -> None:
    eventually(lambda: executor.max_workers == capacity, SLOW_PATIENCE_S)


def test_only_a_wish_to_run_again_comes_back(shared_dask: DaskExecutor, tmp_path: Path) -> None:
    again = shared_dask.submit(partial(sample_tasks.run_again_at_once, tmp_path / "log", 5))
    assert again.result(SLOW_PATIENCE_S) == RunAgain(0)
    assert shared_dask.submit(sample_tasks.return_unpicklable).result(SLOW_PATIENCE_S) is None


def test_what_a_task_raises_comes_back_as_text_also_when_it_can_not_be_pickled(
    shared_dask: DaskExecutor,
) -> None:
    failure = shared_dask.submit(sample_tasks.raise_unpicklable).exception(SLOW_PATIENCE_S)

    assert isinstance(failure, TaskFailedError)
    assert "UnpicklableError: what a trap" in str(failure)
    assert "in raise_unpicklable" in str(failure.__cause__)


def test_a_task_that_can_not_be_pickled_is_refused(shared_dask: DaskExecutor) -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)):
        shared_dask.submit(lambda: None)


def test_a_task_that_crashes_its_process_fails_alone(shared_dask: DaskExecutor) -> None:
    crashed = shared_dask.submit(sample_tasks.crash)
    after = shared_dask.submit(list)

    assert "its process died" in str(crashed.exception(SLOW_PATIENCE_S))
    assert after.result(SLOW_PATIENCE_S) is None


def test_a_task_that_hangs_is_killed_at_its_timeout(
    shared_dask: DaskExecutor, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    hanging = shared_dask.submit_with_timeout(partial(sample_tasks.hang, log), timeout_s=1)

    assert isinstance(hanging.exception(SLOW_PATIENCE_S), TimeoutError)
    assert not is_alive(int(words(log)[0]))


def test_a_task_that_is_cancelled_is_killed(shared_dask: DaskExecutor, tmp_path: Path) -> None:
    log = tmp_path / "log"
    hanging = shared_dask.submit(partial(sample_tasks.hang, log))
    eventually(lambda: len(words(log)) == 1, SLOW_PATIENCE_S)

    assert hanging.cancel()

    eventually(lambda: not is_alive(int(words(log)[0])))
    with pytest.raises(CancelledError):
        hanging.result(0)


def test_a_task_that_waits_can_be_cancelled(shared_dask: DaskExecutor, tmp_path: Path) -> None:
    log, gate = tmp_path / "log", tmp_path / "gate"
    names = [str(number) for number in range(shared_dask.max_workers)]
    busy = [
        shared_dask.submit(partial(sample_tasks.note_around_file, log, name, gate))
        for name in names
    ]
    eventually(lambda: len(words(log)) == len(names), SLOW_PATIENCE_S)
    waiting = shared_dask.submit(partial(sample_tasks.note, log, "waited"))

    assert waiting.cancel()

    gate.touch()
    assert [future.result(SLOW_PATIENCE_S) for future in busy] == [None] * len(names)
    assert shared_dask.submit(list).result(SLOW_PATIENCE_S) is None
    assert "waited" not in words(log)


def test_a_task_fails_with_its_worker_and_others_go_on(
    cluster: DaskProcesses, tmp_path: Path
) -> None:
    first = cluster.start_worker()
    log, gate = tmp_path / "log", tmp_path / "gate"
    with executor_with(cluster, 1) as executor:
        lost = executor.submit(partial(sample_tasks.note_around_file, log, "lost", gate))
        eventually(lambda: words(log) == ["lost-starts"], SLOW_PATIENCE_S)
        cluster.start_worker()
        await_capacity(executor, 2)
        kept = executor.submit(partial(sample_tasks.note_around_file, log, "kept", gate))
        eventually(lambda: "kept-starts" in words(log), SLOW_PATIENCE_S)

        first.kill()

        assert isinstance(lost.exception(SLOW_PATIENCE_S), WorkerLostError)
        gate.touch()
        assert kept.result(SLOW_PATIENCE_S) is None
        assert executor.max_workers == 1
        assert executor.submit(list).result(SLOW_PATIENCE_S) is None
    assert words(log) == ["lost-starts", "kept-starts", "kept-ends"]


def test_a_worker_that_is_frozen_holds_its_tasks_up_for_a_while_only(
    cluster: DaskProcesses, tmp_path: Path
) -> None:
    worker = cluster.start_worker()
    log, gate = tmp_path / "log", tmp_path / "gate"
    with executor_with(cluster, 1) as executor:
        lost = executor.submit(partial(sample_tasks.note_around_file, log, "lost", gate))
        eventually(lambda: words(log) == ["lost-starts"], SLOW_PATIENCE_S)

        worker.send_signal(signal.SIGSTOP)

        assert isinstance(lost.exception(SLOW_PATIENCE_S), WorkerLostError)
        assert executor.max_workers == 0
        worker.send_signal(signal.SIGCONT)
        await_capacity(executor, 1)
        assert executor.submit(list).result(SLOW_PATIENCE_S) is None


def test_a_cluster_may_go_away_and_come_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="periodic_tasks")
    log = tmp_path / "log"
    with dask_processes(tmp_path) as cluster, DaskExecutor(cluster.address) as executor:
        worker = cluster.start_worker()
        waiting = executor.submit(partial(sample_tasks.hang, log))
        eventually(lambda: len(words(log)) == 1, SLOW_PATIENCE_S)
        caplog.clear()  # where Dask takes long to start, it could not be reached at first, either

        cluster.kill_scheduler()

        assert isinstance(waiting.exception(SLOW_PATIENCE_S), WorkerLostError)
        await_capacity(executor, 0)
        eventually(lambda: not is_alive(int(words(log)[0])), SLOW_PATIENCE_S)
        later = executor.submit(partial(sample_tasks.note, log, "back"))
        eventually(lambda: "can't be reached" in caplog.text, SLOW_PATIENCE_S)
        worker.wait(SLOW_PATIENCE_S)
        cluster.start_scheduler()
        cluster.start_worker()
        assert later.result(SLOW_PATIENCE_S) is None
    assert words(log)[1:] == ["back"]
    assert caplog.text.count("can't be reached") == 1


def test_a_worker_that_does_not_pass_gets_no_tasks_and_the_log_says_why(
    cluster: DaskProcesses, caplog: pytest.LogCaptureFixture
) -> None:
    cluster.start_worker()
    check = partial(sample_tasks.raise_error, "no database here")
    with DaskExecutor(cluster.address, check=check) as executor:
        eventually(lambda: "no database here" in caplog.text, SLOW_PATIENCE_S)
        waiting = executor.submit(list)
        assert executor.max_workers == 0
    assert waiting.cancelled()
    assert "gets no tasks: ValueError: no database here" in caplog.text


def test_a_worker_that_may_start_no_subprocesses_says_how_to_start_it(
    cluster: DaskProcesses, caplog: pytest.LogCaptureFixture
) -> None:
    cluster.start_worker("--nanny")
    with DaskExecutor(cluster.address):
        eventually(lambda: NO_SUBPROCESSES in caplog.text, SLOW_PATIENCE_S)


def test_each_subprocess_is_initialized(
    dask: DaskProcesses, shared_dask: DaskExecutor, tmp_path: Path
) -> None:
    capacity = shared_dask.max_workers
    log = tmp_path / "log"
    with DaskExecutor(dask.address, initializer=sample_tasks.set_environment) as executor:
        await_capacity(executor, capacity)
        executor.submit(partial(sample_tasks.note_environment, log)).result(SLOW_PATIENCE_S)

    assert words(log) == ["yes"]


@pytest.mark.usefixtures("shared_dask")
def test_who_is_shut_down_in_the_middle_of_a_check_waits_for_nobody(
    dask: DaskProcesses, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with DaskExecutor(dask.address, check=partial(sample_tasks.hang, log)):
        eventually(lambda: len(words(log)) == 1, SLOW_PATIENCE_S)

    eventually(lambda: not is_alive(int(words(log)[0])), SLOW_PATIENCE_S)


@pytest.mark.usefixtures("shared_dask")
def test_what_a_dead_client_wanted_is_stopped(dask: DaskProcesses, tmp_path: Path) -> None:
    log = tmp_path / "log"
    module = "tests.unit.periodic_tasks.dask_client"
    command = [sys.executable, "-m", module, dask.address, str(log)]
    with subprocess.Popen(command) as client:  # noqa: S603
        eventually(lambda: len(words(log)) == 1, SLOW_PATIENCE_S)
        client.kill()

    eventually(lambda: not is_alive(int(words(log)[0])), SLOW_PATIENCE_S)


def test_an_executor_that_is_shut_down_takes_nothing_and_leaves_nothing(
    dask: DaskProcesses, shared_dask: DaskExecutor, tmp_path: Path
) -> None:
    capacity = shared_dask.max_workers
    log = tmp_path / "log"
    executor = DaskExecutor(dask.address)
    await_capacity(executor, capacity)
    executor.submit(partial(sample_tasks.hang, log))
    eventually(lambda: len(words(log)) == 1, SLOW_PATIENCE_S)

    executor.shutdown()
    executor.shutdown()

    eventually(lambda: not is_alive(int(words(log)[0])), SLOW_PATIENCE_S)
    with pytest.raises(RuntimeError, match="shut down"):
        executor.submit(list)


def test_a_scheduler_goes_on_after_crashes_and_timeouts(
    shared_dask: DaskExecutor, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    scheduler = TaskScheduler(shared_dask, max_running=2)
    hang = partial(sample_tasks.hang, log)
    scheduler.add_periodic_task("hangs", AN_HOUR_S, hang, True, timeout_s=1)
    scheduler.add_periodic_task("crashes", AN_HOUR_S, sample_tasks.crash, True)
    scheduler.start()

    def outcome_is(name: str, outcome: Outcome) -> None:
        eventually(lambda: scheduler.get_status(name).outcome is outcome, SLOW_PATIENCE_S)

    outcome_is("hangs", Outcome.TIMED_OUT)
    outcome_is("crashes", Outcome.FAILED)
    scheduler.add_background_task("a", partial(sample_tasks.note, log, "ran"))
    eventually(lambda: words(log)[1:] == ["ran"], SLOW_PATIENCE_S)
    scheduler.stop()
