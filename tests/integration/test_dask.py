"""Schedulers that have a Dask cluster do their work: what holds for the pool holds there, too."""

from pathlib import Path

import pytest

from tests.failover.stage import stage

pytestmark = pytest.mark.processes


@pytest.mark.timeout(600)
def test_every_call_is_stored_once_also_when_the_leader_is_killed(tmp_path: Path) -> None:
    with stage(tmp_path, is_with_dask=True) as rounds:
        rounds.await_fetches()
        result = rounds.play("killed")
        whole = rounds.check_all()
    assert result.is_good, str(result)
    assert (whole.lost, whole.doubled) == (0, 0)
    assert whole.checked > 10_000
    logs = [(tmp_path / name / "log").read_text() for name in ("first", "second")]
    assert all("takes 2 tasks at a time" in log for log in logs)
