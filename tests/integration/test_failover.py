"""Two schedulers of one database: one leads, the other takes over, and no call counts twice."""

import os
import signal
from pathlib import Path

import pytest
import requests

from tests.failover.rounds import KINDS
from tests.failover.stage import stage
from tests.stack.fixtures import StartPydash
from tests.stack.waiting import wait_until

pytestmark = pytest.mark.processes


@pytest.mark.timeout(300)
def test_another_scheduler_takes_over_and_every_call_is_stored_once(tmp_path: Path) -> None:
    with stage(tmp_path) as rounds:
        rounds.await_fetches()
        results = [rounds.play(kind) for kind in KINDS]
        whole = rounds.check_all()
    assert [str(result) for result in results if not result.is_good] == []
    assert (whole.lost, whole.doubled) == (0, 0)
    assert whole.checked > 10_000
    ended = next(result for result in results if result.kind == "ended")
    assert ended.takeover_s < 10  # without waiting for anybody's silence


def test_a_scheduler_that_is_killed_leads_again_at_once(start_pydash: StartPydash) -> None:
    pydash = start_pydash()

    def leader() -> str | None:
        answer = requests.get(f"{pydash.base_url}/api/health", timeout=10).json()
        name: str | None = answer["scheduler"]["leader"]
        return name

    before = leader()
    assert before is not None
    pid = int(before.rpartition(":")[2])
    assert pid in pydash.child_pids("scheduler")

    os.kill(pid, signal.SIGKILL)

    wait_until(lambda: leader() != before, timeout_s=8, what="another leader")
