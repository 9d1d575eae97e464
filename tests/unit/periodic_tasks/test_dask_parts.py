"""The parts of the Dask executor that need no cluster."""

import logging
import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any

import pytest
from distributed.core import Status

from periodic_tasks import RunAgain, TaskFailedError, dask_cluster
from periodic_tasks.dask_cluster import DaskCluster
from periodic_tasks.dask_executor import DaskExecutor
from periodic_tasks.dask_job import Job, WorkerLostError
from periodic_tasks.dask_roster import CHECK_AGAIN_AFTER_S, Roster
from periodic_tasks.dask_worker import Ending, _unpickle_and_call, ending_of, is_wanted
from tests.stack.waiting import find_free_port
from tests.unit.periodic_tasks.conftest import FakeClock


def ended(error: BaseException | None = None, result: object = None) -> Future[Any]:
    future: Future[Any] = Future()
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
    return future


def test_how_a_task_ended_is_told_in_words() -> None:
    cancelled: Future[Any] = Future()
    cancelled.cancel()

    assert ending_of(ended(result=RunAgain(3))) == Ending(again=RunAgain(3))
    assert ending_of(ended(TimeoutError())).has_timed_out
    assert ending_of(ended(TaskFailedError("bad"))).failure == "bad"
    assert ending_of(cancelled).failure == "it was cancelled"
    assert "its process died" in str(ending_of(ended(BrokenProcessPool("x"))).failure)


@dataclass
class TaskOfDask:
    state: str


@dataclass
class StateOfDask:
    tasks: dict[str, TaskOfDask] = field(default_factory=dict)


@dataclass
class WorkerOfDask:
    state: StateOfDask
    status: Status = Status.running


def test_a_task_is_wanted_as_long_as_dask_says_so() -> None:
    worker = WorkerOfDask(StateOfDask({"runs": TaskOfDask("executing")}))
    assert is_wanted(worker, "runs")  # type: ignore[arg-type,unused-ignore]
    assert not is_wanted(worker, "forgotten")  # type: ignore[arg-type,unused-ignore]
    worker.state.tasks["runs"].state = "cancelled"
    assert not is_wanted(worker, "runs")  # type: ignore[arg-type,unused-ignore]
    worker.state.tasks["runs"].state = "executing"
    worker.status = Status.closing
    assert not is_wanted(worker, "runs")  # type: ignore[arg-type,unused-ignore]


@dataclass
class FutureOfDask:
    status: str
    ending: Ending | None = None

    def exception(self) -> Exception:
        return ModuleNotFoundError("No module named 'pydash_cli'")

    def result(self, _timeout_s: float) -> Ending:
        if self.ending is None:
            raise TimeoutError
        return self.ending

    def release(self) -> None:
        self.status = "cancelled"


def job_with(remote: FutureOfDask | None) -> Job:
    job = Job(b"", None, give_up=lambda job: job.release())
    job.worker, job.remote = "tcp://worker", remote
    return job


def test_what_dask_says_becomes_the_ending() -> None:
    assert job_with(FutureOfDask("finished", Ending())).read_ending() == Ending()
    assert job_with(FutureOfDask("finished")).read_ending().is_lost
    assert job_with(FutureOfDask("lost")).read_ending().is_lost
    failure = job_with(FutureOfDask("error")).read_ending().failure
    assert failure == "the Dask worker can't run it: No module named 'pydash_cli'"
    assert job_with(None).read_ending().failure == "it was given up"


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (Ending(is_lost=True), WorkerLostError),
        (Ending(failure="slow", has_timed_out=True), TimeoutError),
        (Ending(failure="bad", traceback="line 1"), TaskFailedError),
    ],
)
def test_a_bad_ending_is_an_exception(ending: Ending, kind: type[Exception]) -> None:
    job = job_with(None)
    job.finish(ending)
    assert isinstance(job.exception(0), kind)


def test_the_first_ending_counts() -> None:
    job = job_with(FutureOfDask("pending"))
    job.finish(Ending(again=RunAgain(1)))
    job.finish(Ending(is_lost=True))
    assert job.result(0) == RunAgain(1)
    assert not job.cancel()


def fit_roster(clock: FakeClock, **threads: int) -> Roster:
    roster = Roster(clock)
    roster.update(threads)
    for address in roster.take_unchecked():
        roster.note_check(address, None)
    return roster


def test_the_worker_with_most_room_is_next() -> None:
    roster = fit_roster(FakeClock(), a=2, b=4)
    assert roster.capacity == 6
    assert roster.find_free({}) == "b"
    assert roster.find_free({"b": 3}) == "a"
    assert roster.find_free({"a": 2, "b": 4}) is None
    assert Roster().find_free({}) is None


def test_workers_that_left_are_forgotten() -> None:
    roster = fit_roster(FakeClock(), a=2, b=4)
    roster.update({"b": 4})
    assert roster.capacity == 4
    roster.note_check("a", None)
    assert roster.capacity == 4


def test_an_unfit_worker_is_checked_again_and_told_of_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    clock = FakeClock()
    roster = Roster(clock)
    roster.update({"a": 1})
    for _ in range(3):
        assert roster.take_unchecked() == ["a"]
        assert roster.take_unchecked() == []
        roster.note_check("a", "no database")
        assert roster.take_unchecked() == []
        clock.now += CHECK_AGAIN_AFTER_S
    assert roster.capacity == 0
    assert roster.take_unchecked() == ["a"]
    roster.note_check("a", None)
    assert roster.capacity == 1
    assert len(caplog.records) == 1


def test_a_task_arrives_as_it_was_sent() -> None:
    assert _unpickle_and_call(pickle.dumps(dict)) == {}


def test_a_cluster_that_is_not_there_has_no_workers_and_is_told_of_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_cluster, "CONNECT_TIMEOUT_S", 0.2)
    cluster = DaskCluster(f"tcp://127.0.0.1:{find_free_port()}")
    for _ in range(2):
        assert cluster.list_workers() is None
    assert cluster.submit(list, worker="tcp://worker") is None
    cluster.close()
    assert caplog.text.count("can't be reached") == 1


class FrozenClient:
    """Dask's client of a scheduler that is connected and answers nothing."""

    status = "running"

    def __init__(self) -> None:
        self.scheduler = self
        self.is_closed = False

    def identity(self) -> None:
        """What the scheduler would be asked."""

    def sync(self, *_arguments: object, **_options: object) -> None:
        raise TimeoutError

    def close(self, _timeout_s: float) -> None:
        self.is_closed = True


def test_a_cluster_whose_scheduler_is_frozen_is_left() -> None:
    cluster, client = DaskCluster("tcp://127.0.0.1:1"), FrozenClient()
    cluster._client = client  # type: ignore[assignment,unused-ignore]
    assert cluster.list_workers() is None
    assert client.is_closed


class DoneFuture(FutureOfDask):
    """Dask's future of what has ended well."""

    def __init__(self) -> None:
        super().__init__("finished", Ending())

    def add_done_callback(self, callback: Callable[[object], None]) -> None:
        callback(self)


class VanishingCluster:
    """A cluster of one worker, which passes its check; when it gets a task all are gone."""

    def __init__(self) -> None:
        self.workers: dict[str, int] = {}
        self.is_asked_in_vain = False

    def list_workers(self) -> Mapping[str, int]:
        return self.workers

    def submit(self, *_arguments: object, worker: str) -> DoneFuture | None:
        if self.workers.pop(worker, None) is None:
            self.is_asked_in_vain = True
            return None
        return DoneFuture()

    def close(self) -> None:
        """Nothing to leave."""


def test_a_task_waits_on_when_the_cluster_vanishes_as_it_is_handed_out() -> None:
    cluster = VanishingCluster()
    with DaskExecutor(f"tcp://127.0.0.1:{find_free_port()}") as executor:
        with executor._lock:
            executor._cluster = cluster  # type: ignore[assignment,unused-ignore]
            executor._roster.update({"tcp://worker": 1})
            cluster.workers["tcp://worker"] = 1
            executor._hand_out_checks()
            assert executor.max_workers == 1
            waiting = executor.submit(list)
            assert cluster.is_asked_in_vain
            assert executor.max_workers == 0
        assert not waiting.done()
    assert waiting.cancelled()
