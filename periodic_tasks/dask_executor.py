"""An executor over a Dask cluster: as `WorkerPool`, on many hosts. Needs `distributed`.

Which worker runs what is decided here, not by Dask, which would run a task anew elsewhere when its
worker dies: a task that fails with its worker is for the task scheduler to run again.
"""

import pickle
import threading
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, Self

import distributed

from periodic_tasks import dask_worker
from periodic_tasks.dask_cluster import DaskCluster
from periodic_tasks.dask_job import Job
from periodic_tasks.dask_roster import Roster
from periodic_tasks.dask_worker import Ending

LOOK_INTERVAL_S = 1.0
"""Between two looks at the cluster: so long the death of a worker may go unnoticed."""

CHECK_TIMEOUT_S = 60.0


class DaskExecutor:
    """Runs each task in a subprocess of one of a Dask cluster's workers.

    A task that crashes, hangs or is cancelled has its subprocess killed. What can't be killed from
    here is a task on a host that was cut off: it ends by its timeout, or when the worker there
    notices that Dask's scheduler is away. Tasks are pickled, and of what they return only
    `RunAgain` comes back, as with `WorkerPool`.

    Args:
        address: of Dask's scheduler: `tcp://host:port`, or `tls://host:port` with Dask's own
            settings for it.
        initializer: called once in each subprocess; pickled.
        check: run on each worker before it gets tasks; one where it raises gets none for a while,
            and the log says why. Pickled.
    """

    def __init__(
        self,
        address: str,
        *,
        initializer: Callable[[], None] = dask_worker.do_nothing,
        check: Callable[[], None] = dask_worker.do_nothing,
    ) -> None:
        self._cluster = DaskCluster(address)
        self._roster = Roster()
        self._initializer, self._check = pickle.dumps(initializer), pickle.dumps(check)
        self._waiting: deque[Job] = deque()
        self._running: set[Job] = set()
        self._lock = threading.RLock()
        self._is_shut_down = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="dask-cluster", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc_info: object) -> None:
        self.shutdown()

    @property
    def max_workers(self) -> int:
        """How many tasks the cluster takes at a time now; 0 while it is away."""
        with self._lock:
            return self._roster.capacity

    def submit(self, function: Callable[[], object], /) -> Future[Any]:
        """Run a function on the cluster, as soon as it has room.

        Raises:
            RuntimeError: the executor is shut down.
            pickle.PicklingError: the function can't be sent.
        """
        return self._add(function, None)

    def submit_with_timeout(
        self, function: Callable[[], object], /, timeout_s: float
    ) -> Future[Any]:
        """As `submit`; when it takes longer its subprocess is killed, then the future ends.

        Raises:
            RuntimeError: the executor is shut down.
            pickle.PicklingError: the function can't be sent.
        """
        return self._add(function, timeout_s)

    def shutdown(self) -> None:
        """Stop what runs, and leave the cluster. May be called again."""
        with self._lock:
            self._is_shut_down.set()
            unfinished = [*self._waiting, *self._running]
        for job in unfinished:
            job.cancel()
        self._thread.join()

    def _add(self, function: Callable[[], object], timeout_s: float | None) -> Future[Any]:
        job = Job(pickle.dumps(function), timeout_s, give_up=self._take_back)
        with self._lock:
            if self._is_shut_down.is_set():
                raise RuntimeError("the executor is shut down")
            self._waiting.append(job)
            self._hand_out()
        return job

    def _keep(self) -> None:
        while not self._is_shut_down.is_set():
            found = self._cluster.list_workers() or {}
            with self._lock:
                self._roster.update(found)
                lost = [job for job in self._running if job.worker not in found]
                self._hand_out_checks()
                self._hand_out()
            for job in lost:
                self._take_back(job)
                job.finish(Ending(is_lost=True))
            self._is_shut_down.wait(LOOK_INTERVAL_S)
        self._cluster.close()

    def _hand_out_checks(self) -> None:
        for address in self._roster.take_unchecked():
            job = Job(self._check, CHECK_TIMEOUT_S, give_up=self._take_back)
            job.add_done_callback(partial(self._note_check, address))
            self._send(job, address)

    def _note_check(self, address: str, job: Future[Any]) -> None:
        if job.cancelled():
            return
        error = job.exception()
        with self._lock:
            self._roster.note_check(address, None if error is None else str(error))
            self._hand_out()

    def _hand_out(self) -> None:
        loads = Counter(job.worker for job in self._running)
        while self._waiting and (address := self._roster.find_free(loads)) is not None:
            if not self._send(self._waiting[0], address):
                break
            self._waiting.popleft()
            loads[address] += 1

    def _send(self, job: Job, address: str) -> bool:
        """Give a job to a worker; whether that went well."""
        arguments = (job.pickled, job.timeout_s, self._initializer)
        remote = self._cluster.submit(dask_worker.run, *arguments, worker=address)
        if remote is None:
            self._roster.update({})  # the cluster is away, as the next look will tell
            return False
        job.worker, job.remote = address, remote
        self._running.add(job)
        remote.add_done_callback(partial(self._end, job))
        return True

    def _end(self, job: Job, _remote: "distributed.Future[Any]") -> None:
        """Take note that Dask is done with a job; called in a thread of Dask's."""
        ending = job.read_ending()
        self._take_back(job)
        job.finish(ending)

    def _take_back(self, job: Job) -> None:
        """Have a job neither wait nor run any more; a subprocess that runs it is killed."""
        with self._lock:
            if job in self._waiting:
                self._waiting.remove(job)
            self._running.discard(job)
            job.release()
            self._hand_out()
