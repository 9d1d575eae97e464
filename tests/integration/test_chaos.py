"""A short version of `make chaos`: things break, and not a call is lost or counted twice."""

import random
from pathlib import Path

import pytest

from tests.chaos.stage import stage

pytestmark = [
    pytest.mark.fmd,
    pytest.mark.processes,
    pytest.mark.own_storage(reason="it kills PyDash's own database server, and fills its disk."),
]

SEED = 20180425
ROUNDS = (
    ("scheduler killed", "stub frozen"),
    ("ZEO server killed", "web server killed", "FMD killed"),
    ("disk full", "database being packed", "stub killed"),
    ("PyDash's clock jumps", "ZEO server frozen", "FMD frozen"),
)


@pytest.mark.timeout(300)
def test_whatever_breaks_every_call_is_stored_once(tmp_path: Path) -> None:
    print(f"seed {SEED}")  # noqa: T201 - shown when it fails
    chance = random.Random(SEED)  # noqa: S311
    with stage(tmp_path, chance, stub_hosts=2, remotes_each=2, fmds=1, history_s=7200) as running:
        running.rounds.await_first_fetches()
        results = [
            running.rounds.play(number, names) for number, names in enumerate(ROUNDS, start=1)
        ]
        whole = running.checker.check_all()
    assert [str(result) for result in results if not result.is_good] == []
    assert (whole.lost, whole.doubled) == (0, 0)
    assert whole.checked > 20_000
