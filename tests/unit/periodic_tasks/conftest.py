import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from periodic_tasks import TaskExecutor, TaskScheduler, WorkerPool
from periodic_tasks.dask_executor import DaskExecutor
from tests.unit.periodic_tasks.dask_processes import DaskProcesses, dask_processes

WORKER_COUNT = 2
PATIENCE_S = 20.0


SLOW_PATIENCE_S = 240.0
"""For processes of Dask's, which take seconds to start."""


def eventually(condition: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
    """Wait for what other threads and processes do."""
    deadline = time.monotonic() + patience_s
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


@pytest.fixture(scope="session")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskProcesses]:
    with dask_processes(tmp_path_factory.mktemp("dask")) as cluster:
        cluster.start_worker(threads=WORKER_COUNT)
        yield cluster


@pytest.fixture(scope="session")
def shared_dask(dask: DaskProcesses) -> Iterator[DaskExecutor]:
    with DaskExecutor(dask.address) as executor:
        eventually(lambda: executor.max_workers == WORKER_COUNT, SLOW_PATIENCE_S)
        yield executor


@pytest.fixture(params=["worker pool", "threads", "dask"])
def executor(request: pytest.FixtureRequest) -> Iterator[TaskExecutor]:
    """Each kind of executor; a test that uses this holds for all of them."""
    shared = {"worker pool": "shared_pool", "dask": "shared_dask"}
    if request.param in shared:
        yield request.getfixturevalue(shared[request.param])
        return
    with ThreadPoolExecutor(WORKER_COUNT) as threads:
        yield threads


@pytest.fixture
def scheduler(executor: TaskExecutor) -> Iterator[TaskScheduler]:
    scheduler = TaskScheduler(executor, max_running=WORKER_COUNT)
    scheduler.start()
    yield scheduler
    scheduler.stop(PATIENCE_S)
