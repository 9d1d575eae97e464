"""Starts one child that is to die with it, and waits to be killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

from periodic_tasks import die_with_parent
from tests.unit.periodic_tasks import sample_tasks

if __name__ == "__main__":
    log, platform, *parent_pid = sys.argv[1:]
    if parent_pid:
        sys.platform = platform
        die_with_parent(int(parent_pid[0]))
        sample_tasks.hang(Path(log))
    else:
        module = [sys.executable, "-m", "tests.unit.periodic_tasks.parent_of_one"]
        subprocess.Popen([*module, log, platform, str(os.getpid())])  # noqa: S603 - this very file
        time.sleep(60)
