"""A pool of subprocesses that runs tasks: pebble's, with its loose ends tied."""

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

from pebble import ProcessPool

from periodic_tasks.parent_watch import die_with_parent
from periodic_tasks.steady_pool import SteadyPool
from periodic_tasks.task import RunAgain

DEFAULT_MAX_TASKS_PER_WORKER = 1000


class TaskFailedError(Exception):
    """A task raised in its worker; the text says what, the cause holds the traceback there."""


class WorkerPool:
    """Runs each task in one of a few subprocesses, which die with this process.

    A task that crashes its process fails alone, and a new process takes that one's place.
    Tasks are pickled: module-level functions, or `functools.partial` of them. Of what they
    return, only `RunAgain` comes back.

    Args:
        max_workers: how many subprocesses.
        max_tasks_per_worker: after so many a process makes place for a fresh one, so that what
            leaks in it stays small.
        initializer: called once in each process; pickled too.
    """

    def __init__(
        self,
        max_workers: int,
        *,
        max_tasks_per_worker: int = DEFAULT_MAX_TASKS_PER_WORKER,
        initializer: Callable[[], None] | None = None,
    ) -> None:
        self.max_workers = max_workers
        self._make_pool = partial(
            SteadyPool,
            max_workers=max_workers,
            max_tasks=max_tasks_per_worker,
            initializer=_start_worker,
            initargs=(os.getpid(), initializer),
            context=multiprocessing.get_context("spawn"),
        )
        self._lock = threading.Lock()
        self._current: _RunningPool | None = None
        self._is_shut_down = False

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(self, *_exc_info: object) -> None:
        self.shutdown()

    def submit(self, function: Callable[[], object], /) -> Future[Any]:
        """Run a function in a subprocess.

        Raises:
            RuntimeError: the pool is shut down.
            pickle.PicklingError: the function can't be sent to a process.
        """
        return self._schedule(function, None)

    def submit_with_timeout(
        self, function: Callable[[], object], /, timeout_s: float
    ) -> Future[Any]:
        """As `submit`; when it takes longer its process is killed, then the future ends.

        Raises:
            RuntimeError: the pool is shut down.
            pickle.PicklingError: the function can't be sent to a process.
        """
        return self._schedule(function, timeout_s)

    def shutdown(self) -> None:
        """Kill the subprocesses, whatever they do. May be called again."""
        with self._lock:
            self._is_shut_down = True
            if self._current is not None:
                self._current.close()
                self._current = None

    def _schedule(self, function: Callable[[], object], timeout_s: float | None) -> Future[Any]:
        pickled = pickle.dumps(function)
        with self._lock:
            if self._is_shut_down:
                raise RuntimeError("the pool is shut down")
            pool = self._working_pool()
            future: Future[Any] = pool.schedule(_run_pickled, args=(pickled,), timeout=timeout_s)
            return future

    def _working_pool(self) -> ProcessPool:
        # pebble gives a pool up when an idle worker is killed or a pipe breaks.
        if self._current is not None and not self._current.pool.active:
            self._current.close()
            self._current = None
        if self._current is None:
            self._current = _RunningPool(self._make_pool())
        return self._current.pool


class _RunningPool:
    """A pool of pebble's, started by a thread that lives as long as the pool.

    Linux sends a worker its parent's death when the thread ends that started it. And what that
    thread starts inherits its blocked SIGINT: a Ctrl-C is for the parent to handle, also while
    a worker is not far enough yet to ignore it.
    """

    def __init__(self, pool: ProcessPool) -> None:
        self.pool = pool
        self._has_started = threading.Event()
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="worker-pool", daemon=True)
        self._thread.start()
        self._has_started.wait()

    def close(self) -> None:
        """Kill the workers."""
        self.pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
        self.pool.join()
        self._is_closed.set()
        self._thread.join()

    def _keep(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            _ = self.pool.active  # what starts the processes
        finally:
            self._has_started.set()
        self._is_closed.wait()


def _start_worker(parent_pid: int, initializer: Callable[[], None] | None) -> None:
    # pebble's own handler for SIGTERM waits for the interpreter, which a task may hold up.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent(parent_pid)
    if initializer is not None:
        initializer()


def _run_pickled(pickled: bytes) -> RunAgain | None:
    """Run in the worker what `submit` was given.

    What a task raises may not survive pickling, and would then break the pool for all others.
    Its text does, and pebble adds the traceback as one.
    """
    try:
        result = pickle.loads(pickled)()  # noqa: S301 - made by this program's parent process
    except Exception as error:
        summary = "".join(traceback.format_exception_only(error)).strip()
        raise TaskFailedError(summary) from error
    return result if isinstance(result, RunAgain) else None
