"""A process that counts in the folder of its argument, says so, and waits to be killed."""

import sys
import time
from pathlib import Path

from pydash_app import metrics
from pydash_app.settings import Settings

if __name__ == "__main__":
    metrics.start(Settings(data_dir=Path(sys.argv[1])), "worker")
    metrics.current().calls_stored.inc(7)
    metrics.current().scheduler.users.set(3)
    sys.stdout.write("counted\n")
    sys.stdout.flush()
    time.sleep(600)
