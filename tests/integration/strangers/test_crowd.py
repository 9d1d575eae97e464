"""A short `make strangers`: hundreds of hostile connections, and nobody else notices."""

from collections import Counter
from pathlib import Path

import pytest

from tests.strangers.report import KINDS, list_failures, write_report
from tests.strangers.siege import Siege, stage

pytestmark = pytest.mark.processes

CLIENTS = 500
SECONDS = 20.0
SHORT = {"HEAD_TIMEOUT": "2", "BODY_TIMEOUT": "4", "WRITE_TIMEOUT": "8"}


def test_nobody_notices_five_hundred_hostile_connections(tmp_path: Path) -> None:
    siege = Siege()
    with stage(tmp_path, **SHORT) as running:
        running.watch(siege, clients=CLIENTS, seconds=SECONDS)
        settings = running.pydash.settings
    print(write_report(siege, clients=CLIENTS, seconds=SECONDS))  # noqa: T201 - shown when it fails
    assert list_failures(siege, settings, is_timed=False) == []
    assert len(siege.besieged) >= 5
    ended = Counter(one.kind for one in siege.endings)
    assert min(ended[kind] for kind in KINDS) >= CLIENTS // 20
    slow = [one for one in siege.endings if one.kind != "readers that stop"]
    assert {one.status for one in slow} == {408}
    assert siege.loads["during"].files > CLIENTS * 0.8
    assert siege.loads["after"].files - siege.loads["before"].files < 20
    assert siege.loads["during"].threads == siege.loads["before"].threads
