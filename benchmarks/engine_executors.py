"""What executors cost: the same tasks in the own pool and on a Dask cluster, in turns.

Both have as many subprocesses. Dask's scheduler and its worker are on the same machine, so that
what differs is the way there, and not the machine.
"""

import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore

from benchmarks.timing import time_once
from periodic_tasks import TaskExecutor, WorkerPool
from periodic_tasks.dask_executor import DaskExecutor
from tests.stack.waiting import wait_until
from tests.unit.periodic_tasks.dask_processes import dask_processes

WORKERS = 2
ROUNDS = 6
TASKS_A_ROUND = 200
SINGLE_TASKS = 100
START_TIMEOUT_S = 120.0


@dataclass
class Contender:
    """An executor, and what was found out about it.

    Attributes:
        tasks_a_s: of each round, with as many tasks on their way as there are workers.
        single_ms: of each task that had the executor for itself.
    """

    name: str
    executor: TaskExecutor
    tasks_a_s: list[float] = field(default_factory=list)
    single_ms: list[float] = field(default_factory=list)


def measure(folder: Path) -> list[Contender]:
    """Start both, and let them do the same."""
    with _contenders(folder) as contenders:
        for _ in range(ROUNDS):
            for contender in contenders:
                contender.tasks_a_s.append(_time_round(contender.executor))
        for _ in range(SINGLE_TASKS):
            for contender in contenders:
                contender.single_ms.append(time_once(partial(_run_one, contender.executor)))
    return contenders


def _run_one(executor: TaskExecutor) -> None:
    executor.submit(nothing).result()


def nothing() -> None:
    """A task that does nothing."""


@contextmanager
def _contenders(folder: Path) -> Iterator[list[Contender]]:
    with ExitStack() as opened:
        pool = opened.enter_context(WorkerPool(WORKERS))
        cluster = opened.enter_context(dask_processes(folder))
        cluster.start_worker(threads=WORKERS)
        dask = opened.enter_context(DaskExecutor(cluster.address))
        wait_until(
            lambda: dask.max_workers == WORKERS, timeout_s=START_TIMEOUT_S, what="Dask's worker"
        )
        yield [Contender("own pool", pool), Contender("Dask", dask)]


def _time_round(executor: TaskExecutor) -> float:
    """How many tasks a second are done, when a new one comes as soon as there is room."""
    room = BoundedSemaphore(WORKERS)
    futures: list[Future[object]] = []
    began_s = time.perf_counter()
    for _ in range(TASKS_A_ROUND):
        room.acquire()
        future = executor.submit(nothing)
        future.add_done_callback(lambda _future: room.release())
        futures.append(future)
    for future in futures:
        future.result()
    return TASKS_A_ROUND / (time.perf_counter() - began_s)
