"""That no process of the pool outlives the one that started it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.periodic_tasks.conftest import eventually
from tests.unit.periodic_tasks.sample_tasks import is_alive, words

pytestmark = pytest.mark.processes


def test_workers_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "tests.unit.periodic_tasks.orphan_maker", str(log)]
    with subprocess.Popen(command) as parent:  # noqa: S603 - our own program
        eventually(lambda: len(words(log)) == 2)
        parent.send_signal(signal.SIGKILL)

    eventually(lambda: not any(is_alive(int(pid)) for pid in words(log)))


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_any_child_process_can_die_with_a_parent_that_is_killed(
    tmp_path: Path, platform: str
) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "tests.unit.periodic_tasks.parent_of_one"]
    with subprocess.Popen([*command, str(log), platform]) as parent:  # noqa: S603 - our own program
        eventually(lambda: len(words(log)) == 1)
        parent.send_signal(signal.SIGKILL)

    eventually(lambda: not is_alive(int(words(log)[0])))


def test_a_child_whose_parent_is_dead_already_dies() -> None:
    command = "from periodic_tasks import die_with_parent; die_with_parent(1 << 30)"

    done = subprocess.run([sys.executable, "-c", command], check=False)  # noqa: S603 - our own program

    assert done.returncode == -signal.SIGKILL
