import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from periodic_tasks import TaskExecutor, TaskScheduler, WorkerPool

WORKER_COUNT = 2
PATIENCE_S = 20.0


def eventually(condition: Callable[[], bool]) -> None:
    """Wait for what other threads and processes do."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.005)


@dataclass
class FakeClock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="session")
def shared_pool() -> Iterator[WorkerPool]:
    with WorkerPool(WORKER_COUNT) as pool:
        yield pool


@pytest.fixture(params=["worker pool", "threads"])
def executor(request: pytest.FixtureRequest) -> Iterator[TaskExecutor]:
    """Each kind of executor; a test that uses this holds for all of them."""
    if request.param == "worker pool":
        yield request.getfixturevalue("shared_pool")
        return
    with ThreadPoolExecutor(WORKER_COUNT) as threads:
        yield threads


@pytest.fixture
def scheduler(executor: TaskExecutor) -> Iterator[TaskScheduler]:
    scheduler = TaskScheduler(executor, max_running=WORKER_COUNT)
    scheduler.start()
    yield scheduler
    scheduler.stop(PATIENCE_S)
