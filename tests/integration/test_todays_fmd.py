"""PyDash watches an app on today's Flask-MonitoringDashboard, 5.1.0 with fmd_export."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import requests

from pydash_app.database import Database
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import TEXT_COLUMNS
from tests.remotes.running_fmd5 import TOKEN, Monitored, running
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person, RunningPydash
from tests.stack.waiting import wait_until

pytestmark = [
    pytest.mark.fmd,
    pytest.mark.processes,
    pytest.mark.usefixtures("fmd5_environment"),
]

QUICK = {"FETCH_INTERVAL": "1", "MIN_FETCH_INTERVAL": "0", "FETCH_SPACING": "0", "SETTLE_LAG": "2"}
A_MINUTE_S = 60.0
ROWS = 25_000
READ = """
    SELECT r.time_requested, r.duration, e.name, r.version_requested, r.ip, r.group_by
    FROM Request r JOIN Endpoint e ON e.id = r.endpoint_id
"""


def instant_us(text: str) -> int:
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return int(at.timestamp()) * 1_000_000 + at.microsecond


def rows_of(app: Monitored) -> "Counter[tuple[Any, ...]]":
    """What the remote's own database holds."""
    return Counter(
        (
            instant_us(at),
            float(np.float32(duration_ms)),
            endpoint,
            version,
            ip,
            "None" if group is None else group,
        )
        for at, duration_ms, endpoint, version, ip, group in app.query(READ)
    )


def calls_of(pydash: RunningPydash, dashboard_id: str) -> "Counter[tuple[Any, ...]]":
    """What PyDash holds."""
    database = Database.open(pydash.settings)

    def read(root: Any) -> "Counter[tuple[Any, ...]]":
        stored = measurements.get(root, str(UUID(dashboard_id)))
        calls = stored.read(-(2**62), 2**62, ("duration_ms", *TEXT_COLUMNS))
        texts = (
            [stored.vocabulary(name).get_text(code) for code in calls[name].tolist()]
            for name in TEXT_COLUMNS
        )
        return Counter(
            zip(calls.called_at_us.tolist(), calls["duration_ms"].tolist(), *texts, strict=True)
        )

    found = database.read(read)
    database.close()
    return found


def test_every_row_of_todays_fmd_is_fetched_once_whatever_happens(
    start_pydash: StartPydash, tmp_path: Path
) -> None:
    pydash = start_pydash(**QUICK)
    alice = Person(pydash)
    alice.join()
    db_path = tmp_path / "fmd.db"
    with running(db_path, f"--seed-rows={ROWS}") as app:
        dashboard_id = alice.add_dashboard(app.url, TOKEN)
        assert alice.get_dashboard(dashboard_id)["fmd_version"] == "5.1.0"
        app_url = app.url.rpartition("/")[0]
        for _ in range(30):
            assert requests.get(f"{app_url}/item", timeout=10).status_code == 200
        wait_until(
            lambda: alice.count_visits(dashboard_id) == ROWS + 30,
            timeout_s=A_MINUTE_S,
            what="all of it is fetched, what is served live too",
        )
        shown = alice.get_dashboard(dashboard_id)
        assert (shown["error"], shown["warnings"]) == (None, [])
        assert calls_of(pydash, dashboard_id) == rows_of(app)
        app.query("DELETE FROM Request")
        for _ in range(5):
            requests.get(f"{app_url}/home", timeout=10)
        wait_until(
            lambda: alice.count_visits(dashboard_id) == ROWS + 35,
            timeout_s=A_MINUTE_S,
            what="the emptied database begins anew",
        )
