"""Starts a pool whose workers hang, tells their process ids, and waits to be killed."""

import sys
import time
from functools import partial
from pathlib import Path

from periodic_tasks import WorkerPool
from tests.unit.periodic_tasks import sample_tasks

if __name__ == "__main__":
    pool = WorkerPool(2)
    for _ in range(pool.max_workers):
        pool.submit(partial(sample_tasks.hang, Path(sys.argv[1])))
    time.sleep(60)
