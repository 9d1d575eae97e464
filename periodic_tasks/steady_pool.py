"""pebble's process pool, made to outlive clocks that jump and workers killed at a bad moment."""

import time
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from pebble import ProcessExpired, ProcessPool
from pebble.common.types import Result, ResultStatus
from pebble.pool.process import PoolManager, TaskManager

LOCK_PATIENCE_S = 5.0
"""Workers hold the lock of their channel for as long as it takes to read one task."""

GONE_PATIENCE_S = 1.0
"""So long the last words of a worker that has ended may be under way."""


class SteadyPool(ProcessPool):
    """A `ProcessPool` whose timeouts don't follow the clock, and that misses no death.

    Source:
        pebble 5.2.3, pool/process.py: `TaskManager.timeout` compares times of day;
        `PoolManager.handle_worker_expiration` forgets a worker whose word that it has begun a
        task was not read yet; the channel's lock stays taken when its holder is killed.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._pool_manager = _SteadyManager(self._context, options["context"])


class _MonotonicTasks(TaskManager):
    def task_start(self, task_id: int, worker_id: int | None) -> None:
        super().task_start(task_id, worker_id)
        task = self.tasks.get(task_id)
        if task is not None:
            task.timestamp = time.monotonic()

    @staticmethod
    def timeout(task: Any) -> bool:
        if not (task.timeout and task.started):
            return False
        return bool(time.monotonic() - task.timestamp > task.timeout)


class _SteadyManager(PoolManager):
    def __init__(self, context: Any, mp_context: Any) -> None:
        super().__init__(context, mp_context)
        self.task_manager: TaskManager = _MonotonicTasks(context.task_queue.task_done)
        self._died_at_s: float | None = None
        self._orphaned_since_s: dict[int, float] = {}

    def handle_worker_expiration(self, expiration: tuple[int, int]) -> None:
        self._died_at_s = self._died_at_s or time.monotonic()
        super().handle_worker_expiration(expiration)

    def update_workers(self) -> None:
        super().update_workers()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
        self._check_lock()
        self._fail_orphans()

    def _check_lock(self) -> None:
        """Give the pool up when the worker that died took the channel's lock with it."""
        channel = self.worker_manager.workers_channel
        if self._died_at_s is None or channel is None:
            return
        with channel.lock(block=False) as is_free:
            if is_free:
                self._died_at_s = None
            elif time.monotonic() - self._died_at_s > LOCK_PATIENCE_S:
                raise BrokenProcessPool("a worker died while it held the lock")

    def _fail_orphans(self) -> None:
        """End the tasks whose worker is gone."""
        now_s = time.monotonic()
        workers = self.worker_manager.workers
        orphans = {
            task.id: task.worker_id
            for task in list(self.task_manager.tasks.values())
            if task.started and task.worker_id and task.worker_id not in workers
        }
        self._orphaned_since_s = {
            task_id: self._orphaned_since_s.get(task_id, now_s) for task_id in orphans
        }
        for task_id, since_s in self._orphaned_since_s.items():
            if now_s - since_s > GONE_PATIENCE_S:
                self._fail(task_id, orphans[task_id])

    def _fail(self, task_id: int, worker_id: int) -> None:
        error = ProcessExpired("Abnormal termination", pid=worker_id)  # type: ignore[no-untyped-call]
        self.task_manager.task_done(task_id, Result(ResultStatus.ERROR, error))
