"""What runs in a worker, which is killed and can't be looked into: here in the test's process."""

import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
from functools import partial

import pytest

from periodic_tasks import RunAgain, TaskFailedError, die_with_parent, parent_watch, worker_pool
from tests.unit.periodic_tasks import sample_tasks
from tests.unit.periodic_tasks.conftest import eventually


class KindSystem:
    """Takes the place of the C library; `refusal` is what `prctl` answers."""

    def __init__(self, refusal: int = 0) -> None:
        self.refusal = refusal
        self.asked: list[tuple[int, ...]] = []

    def prctl(self, *arguments: int) -> int:
        self.asked.append(arguments)
        return self.refusal


class Parent:
    """A parent as `multiprocessing` shows it."""

    def __init__(self) -> None:
        self.joined = 0

    def join(self) -> None:
        self.joined += 1


@pytest.fixture
def deaths(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the process would have died."""
    deaths: list[int] = []
    kill = os.kill

    def count(pid: int, number: int) -> None:
        if (pid, number) == (os.getpid(), signal.SIGKILL):
            deaths.append(number)
        else:
            kill(pid, number)

    monkeypatch.setattr(os, "kill", count)
    monkeypatch.setattr(parent_watch, "POLL_S", 0.01)
    return deaths


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> KindSystem:
    system = KindSystem()
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: system)
    return system


def test_linux_is_asked_to_kill(
    system: KindSystem, deaths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    die_with_parent(os.getppid())
    assert system.asked == [(1, signal.SIGKILL, 0, 0, 0)]
    assert deaths == []


def test_a_refusal_is_told(system: KindSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    system.refusal = -1
    with pytest.raises(OSError, match="was refused"):
        die_with_parent(os.getppid())


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_who_comes_too_late_dies_at_once(
    system: KindSystem, deaths: list[int], monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    die_with_parent(os.getppid() + 1)
    eventually(lambda: len(deaths) >= (1 if platform == "linux" else 2))
    assert (system.asked == []) is (platform == "darwin")


def test_elsewhere_a_thread_waits_for_the_parent(
    deaths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    parent_pid = os.getppid()
    die_with_parent(parent_pid)
    assert deaths == []
    monkeypatch.setattr(os, "getppid", lambda: 1)
    eventually(lambda: bool(deaths))


def test_a_worker_also_waits_for_its_parent(
    system: KindSystem, deaths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = Parent()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: parent)
    monkeypatch.setattr(os, "getppid", iter([7, 7, 1, 1, 1]).__next__)
    die_with_parent(7)
    eventually(lambda: bool(deaths))
    assert parent.joined == 1
    assert len(system.asked) == 1


def test_what_a_task_wishes_comes_back_and_nothing_else() -> None:
    assert worker_pool._run_pickled(pickle.dumps(list)) is None
    assert worker_pool._run_pickled(pickle.dumps(partial(RunAgain, 5))) == RunAgain(5)


def test_what_a_task_raises_comes_back_as_text() -> None:
    with pytest.raises(TaskFailedError, match="what a trap"):
        worker_pool._run_pickled(pickle.dumps(sample_tasks.raise_unpicklable))


@pytest.mark.parametrize("has_initializer", [True, False])
def test_a_worker_is_prepared_before_its_first_task(
    monkeypatch: pytest.MonkeyPatch, has_initializer: bool
) -> None:
    done: list[object] = []
    monkeypatch.setattr(signal, "signal", lambda number, handler: done.append((number, handler)))
    monkeypatch.setattr(worker_pool, "die_with_parent", done.append)
    worker_pool._start_worker(7, partial(done.append, "begun") if has_initializer else None)
    prepared = [(signal.SIGTERM, signal.SIG_DFL), 7]
    assert done == [*prepared, "begun"] if has_initializer else prepared
