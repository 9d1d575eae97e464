"""Probes of a real monitored app: when it was down, and why."""

import time
from datetime import datetime
from typing import Any

import pytest

from tests.remotes.fixtures import StartFmd1
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person
from tests.stack.waiting import find_free_port, wait_until

pytestmark = [pytest.mark.fmd, pytest.mark.processes]

QUICK = {"PROBE_INTERVAL": "1", "FETCH_SPACING": "0"}
PATIENCE_S = 30.0


def downtime_of(person: Person, dashboard_id: str) -> dict[str, Any]:
    found: dict[str, Any] = person.get(f"dashboards/{dashboard_id}/downtime").json()
    return found


def wait_for(person: Person, dashboard_id: str, *, is_up: bool) -> None:
    wait_until(
        lambda: person.get_dashboard(dashboard_id)["is_up"] is is_up,
        timeout_s=PATIENCE_S,
        what=f"the app is seen to be {'up' if is_up else 'down'}",
    )


def test_an_outage_is_seen_with_its_cause_and_probes_are_no_visits(
    start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    port = find_free_port()
    fmd = start_fmd1(port=port)
    alice = Person(start_pydash(**QUICK))
    alice.join()
    dashboard_id = alice.add_dashboard(fmd.url, fmd.token)
    assert alice.get_dashboard(dashboard_id)["is_up"] is None
    assert alice.post(f"dashboards/{dashboard_id}/change_settings", monitor_downtime=True).json()[
        "changed"
    ] == ["monitor_downtime"]

    wait_for(alice, dashboard_id, is_up=True)
    fmd.stop()
    wait_for(alice, dashboard_id, is_up=False)
    wait_until(
        lambda: downtime_of(alice, dashboard_id)["downtime_percentage"] > 0,
        timeout_s=PATIENCE_S,
        what="an outage that goes on counts",
    )
    time.sleep(3)
    back = start_fmd1(fmd.db_path, port=port)
    wait_for(alice, dashboard_id, is_up=True)

    after = downtime_of(alice, dashboard_id)
    outages = [outage for day in after["downtime_intervals"].values() for outage in day]
    assert {cause for _, _, cause in outages} == {"unreachable"}
    down_s = sum(
        (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
        for start, end, _ in outages
    )
    assert down_s == sum(after["total_downtimes"].values()) >= 3
    watched_s = sum(after["watched_seconds"].values())
    assert after["downtime_percentage"] == pytest.approx(100 * down_s / watched_s)
    assert back.read_rows() == []
