"""Starts a task on a Dask cluster, and waits to be killed: address, log."""

import sys
import time
from functools import partial
from pathlib import Path

from periodic_tasks.dask_executor import DaskExecutor
from tests.unit.periodic_tasks import sample_tasks

if __name__ == "__main__":
    executor = DaskExecutor(sys.argv[1])
    executor.submit(partial(sample_tasks.hang, Path(sys.argv[2])))
    time.sleep(600)
