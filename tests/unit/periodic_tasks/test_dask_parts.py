"""The parts of the Dask executor that need no cluster."""

import logging
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any

import pytest
from distributed.core import Status

from periodic_tasks import RunAgain, TaskFailedError
from periodic_tasks.dask_job import Job, WorkerLostError
from periodic_tasks.dask_roster import CHECK_AGAIN_AFTER_S, Roster
from periodic_tasks.dask_worker import Ending, ending_of, is_wanted
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
