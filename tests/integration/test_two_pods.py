"""A short version of `make two-pods`: two databases answer in turn, and every row is kept once."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import ZODB

from pydash_app.database import Database
from pydash_app.settings import Settings
from tests.compatibility.watching import watch
from tests.pods.history import History
from tests.pods.stage import NGINX, balanced
from tests.remotes.fixtures import StartFmd1
from tests.remotes.running_fmd import RunningFmd, StoredCall
from tests.stack.stored_calls import as_kept
from tests.stack.waiting import find_free_port

pytestmark = [
    pytest.mark.fmd,
    pytest.mark.usefixtures("fmd5_environment"),
    pytest.mark.skipif(NGINX is None, reason="nginx is not here: install Debian's nginx-light"),
]


@pytest.mark.timeout(300)
def test_every_row_of_two_apps_behind_one_address_is_kept_once(tmp_path: Path) -> None:
    outcome = History(tmp_path, duration_s=14, pause_s=0.05).run()
    print(outcome)  # noqa: T201 - shown when it fails
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.row_count > 40
    assert "several_databases" in outcome.warnings


@pytest.mark.timeout(200)
def test_windows_of_two_apps_behind_one_address_are_kept_too(
    tmp_path: Path, start_fmd1: StartFmd1
) -> None:
    """FMD 1.13.1, which gives rows no ids and does not say who answers."""
    apps = [start_fmd1(rows=150, days=3, seed=seed, port=find_free_port()) for seed in (1, 2)]
    settings = Settings(fetch_interval=1, min_fetch_interval=1, fetch_spacing=0, settle_lag=1)
    ports = [int(app.app_url.rpartition(":")[2]) for app in apps]
    with balanced(tmp_path, ports) as address:
        database = Database(ZODB.DB(None))
        watched = watch(database, settings, f"{address}/dashboard", lambda: datetime.now(UTC))
        for number in range(3):
            watched.fetch()
            for app, count in zip(apps, (5, 8), strict=True):
                app.add_rows(_rows(number, count))
        watched.fetch_until(_count(apps), timeout_s=60)
        watched.fetch()
        stored = Counter(tuple(call)[:2] for call in watched.read_calls())
        codes = {warning.code for warning in watched.show().warnings}
        database.close()
    assert stored == Counter(
        (_us(row.time), as_kept(row.execution_time)) for app in apps for row in app.read_rows()
    )
    assert "mixed_answers" in codes


def _rows(number: int, count: int) -> list[StoredCall]:
    at = datetime.now(UTC).replace(tzinfo=None)
    return [
        StoredCall("home", 1 + one + number / 7 + count / 1000, f"{at}", "1.0", "None", "::1")
        for one in range(count)
    ]


def _count(apps: list[RunningFmd]) -> int:
    return sum(len(app.read_rows()) for app in apps)


def _us(text: str) -> int:
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return int(at.timestamp()) * 1_000_000 + at.microsecond
