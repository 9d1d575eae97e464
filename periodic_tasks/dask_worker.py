"""What happens in a Dask worker: each task runs in a subprocess, which can be killed.

Dask runs tasks in threads of its worker, which nothing can stop. So the thread hands its task to a
`WorkerPool` of that worker and waits, and kills the subprocess when the task takes too long, when
it was cancelled, and when whoever wanted it, or Dask's scheduler, is gone.
"""

import multiprocessing
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass
from functools import partial
from typing import Any

from distributed import Worker, get_worker
from distributed.core import Status

from periodic_tasks.task import RunAgain
from periodic_tasks.worker_pool import TaskFailedError, WorkerPool

LOOK_INTERVAL_S = 0.5
"""Between two looks whether a task is still wanted."""

NO_SUBPROCESSES = (
    "this Dask worker may start no subprocesses: start it with `--no-nanny`, "
    "or with DASK_DISTRIBUTED__WORKER__DAEMON=False in its environment"
)

_lock = threading.Lock()
_pools: dict[bytes, WorkerPool] = {}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a task ended in its subprocess, in words that every client can read.

    Attributes:
        again: its wish to run again.
        failure: what it raised, or what else went wrong; `None` when it succeeded.
        traceback: of what it raised.
        has_timed_out: whether it was killed for that.
        is_lost: whether nobody knows, because the worker is gone.
    """

    again: RunAgain | None = None
    failure: str | None = None
    traceback: str = ""
    has_timed_out: bool = False
    is_lost: bool = False


def run(pickled: bytes, timeout_s: float | None, initializer: bytes) -> Ending:
    """Run a task in a subprocess of this worker.

    Args:
        pickled: the function.
        timeout_s: how long it may take.
        initializer: called first in each subprocess, pickled.
    """
    worker = get_worker()
    if multiprocessing.current_process().daemon:
        return Ending(failure=NO_SUBPROCESSES)
    pool = _open_pool(worker, initializer)
    function = partial(_unpickle_and_call, pickled)
    if timeout_s is None:
        future = pool.submit(function)
    else:
        future = pool.submit_with_timeout(function, timeout_s=timeout_s)
    _wait_while_wanted(future, worker)
    return ending_of(future)


def ending_of(future: Future[Any]) -> Ending:
    """How the future of a `WorkerPool` has ended, once it is done."""
    try:
        return Ending(again=future.result())
    except TimeoutError:
        return Ending(failure="it took too long", has_timed_out=True)
    except TaskFailedError as error:
        return Ending(failure=str(error), traceback=str(error.__cause__))
    except CancelledError:
        return Ending(failure="it was cancelled")
    except (OSError, BrokenExecutor) as error:
        return Ending(failure=f"its process died ({error})")


def is_wanted(worker: Worker, key: Any) -> bool:
    """Whether somebody waits for a task that runs.

    Source:
        distributed 2026.8, worker_state_machine.py: `_transition_executing_released` makes a task
        `cancelled` when the scheduler frees its key, as it does too when its client has gone.
    """
    task = worker.state.tasks.get(key)
    is_connected = worker.status in (Status.running, Status.paused)
    return is_connected and task is not None and task.state == "executing"


def _wait_while_wanted(future: Future[Any], worker: Worker) -> None:
    key = worker.get_current_task()
    while not wait([future], LOOK_INTERVAL_S).done:
        if not is_wanted(worker, key):
            future.cancel()


def _open_pool(worker: Worker, initializer: bytes) -> WorkerPool:
    """The pool of this process, with as many subprocesses as Dask gives it tasks at a time."""
    with _lock:
        if initializer not in _pools:
            function: Callable[[], None] = partial(_unpickle_and_call, initializer)
            _pools[initializer] = WorkerPool(worker.state.nthreads, initializer=function)
        return _pools[initializer]


def _unpickle_and_call(pickled: bytes) -> Any:
    return pickle.loads(pickled)()  # noqa: S301 - made by the scheduler, which this worker obeys


def do_nothing() -> None:
    """What a worker is tried out with, and initialized with, where nothing else is wished."""
