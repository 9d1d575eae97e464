"""A scheduler of periodic tasks over a pool of subprocesses; a library on its own feet.

Lives here: what a task is, the queue of what is due, the scheduler, the pool.
May import: the standard library, pqdict and pebble; the modules `dask_*`, which only those import
who have a cluster, also `distributed`. Never imports anything of PyDash, knows nothing of what its
tasks do, and does nothing when imported. The README beside this file shows how to use it.
"""

from periodic_tasks.executor import StoppingExecutor, TaskExecutor
from periodic_tasks.parent_watch import die_with_parent
from periodic_tasks.scheduler import TaskScheduler
from periodic_tasks.task import Outcome, RunAgain, TaskStatus
from periodic_tasks.worker_pool import TaskFailedError, WorkerPool

__all__ = [
    "Outcome",
    "RunAgain",
    "StoppingExecutor",
    "TaskExecutor",
    "TaskFailedError",
    "TaskScheduler",
    "TaskStatus",
    "WorkerPool",
    "die_with_parent",
]
