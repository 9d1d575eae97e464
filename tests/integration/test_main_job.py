"""The main job, end to end: PyDash watches a real Flask-MonitoringDashboard."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.remotes.fixtures import StartFmd1
from tests.remotes.running_fmd import RunningFmd, StoredCall
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person
from tests.stack.waiting import wait_until
from tests.unit.statistics.oracle import RATIOS, Question, Row, expect

pytestmark = [pytest.mark.fmd, pytest.mark.processes]

QUICK = {"FETCH_INTERVAL": "1", "MIN_FETCH_INTERVAL": "0", "FETCH_SPACING": "0", "SETTLE_LAG": "2"}
A_MINUTE_S = 60.0
STATISTICS = (
    "total_visits",
    "visits_per_ip",
    "unique_visitors",
    "total_execution_time",
    "average_execution_time",
    *RATIOS,
)


def visits_by_day(fmd: RunningFmd) -> dict[str, int]:
    return dict(Counter(row.time[:10] for row in fmd.read_rows()))


def known(slices: dict[str, float | None]) -> dict[str, float]:
    return {key: value for key, value in slices.items() if value}


def test_every_call_of_a_real_app_is_counted_once_day_by_day(
    start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    fmd = start_fmd1(rows=5000, days=20)
    alice = Person(start_pydash(**QUICK))
    alice.join()
    dashboard_id = alice.add_dashboard(fmd.url, fmd.token)
    wait_until(
        lambda: alice.get_dashboard(dashboard_id)["state"] == "up_to_date",
        timeout_s=A_MINUTE_S,
        what="the whole history is fetched",
    )
    path = f"dashboards/{dashboard_id}/statistic"
    slices = {"timeslice": "day", "timeslice_is_static": "true"}
    visits = alice.get(path, statistic="total_visits", **slices).json()
    rows = fmd.read_rows()
    assert known(visits) == visits_by_day(fmd)
    assert alice.count_visits(dashboard_id) == len(rows) == 5000
    assert alice.get(path, statistic="unique_visitors").json() == len({row.ip for row in rows})
    for question in questions_about(rows):
        assert_answered(alice, path, question, rows)


def questions_about(rows: list[StoredCall]) -> Iterator[Question]:
    """Each statistic by day, over all calls and over those of one endpoint and two versions."""
    start_at, end_at = read_time(rows[0].time), datetime.now(UTC)
    versions = sorted({row.version for row in rows})[:2]
    for filters in ({}, {"endpoint": [rows[0].endpoint], "version": versions}):
        for statistic in STATISTICS:
            yield Question(statistic, start_at, end_at, "day", filters=filters)


def assert_answered(alice: Person, path: str, question: Question, rows: list[StoredCall]) -> None:
    answer = alice.get(
        path,
        statistic=question.statistic,
        start_date=question.start_at.isoformat(),
        end_date=question.end_at.isoformat(),
        timeslice="day",
        timeslice_is_static="true",
        **question.filters,
    )
    plain = [
        Row(
            called_at=read_time(row.time),
            duration_ms=row.execution_time,
            endpoint=row.endpoint,
            version=row.version,
            ip=row.ip,
        )
        for row in rows
    ]
    expected = expect(question, plain, [(0, int(question.end_at.timestamp()))])
    answered = answer.json()
    assert isinstance(expected, dict)
    assert list(answered) == list(expected)
    for day, value in expected.items():
        close = value if value is None else pytest.approx(value, rel=1e-6)
        assert answered[day] == close, (question, day)


def read_time(text: str) -> datetime:
    """An instant as the remote's database writes it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_live_calls_arrive_by_themselves(start_pydash: StartPydash, start_fmd1: StartFmd1) -> None:
    fmd = start_fmd1(rows=100, days=1)
    alice = Person(start_pydash(**QUICK))
    alice.join()
    dashboard_id = alice.add_dashboard(fmd.url, fmd.token)
    for _ in range(7):
        assert requests.get(f"{fmd.app_url}/items", timeout=10).ok
    wait_until(
        lambda: alice.count_visits(dashboard_id) == 107, timeout_s=30, what="the live calls"
    )


def test_a_remote_that_was_away_is_fetched_again_when_it_answers(
    start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    fmd = start_fmd1(rows=200, days=2)
    alice = Person(start_pydash(**QUICK))
    alice.join()
    dashboard_id = alice.add_dashboard(fmd.url, fmd.token)
    wait_until(lambda: alice.count_visits(dashboard_id) == 200, timeout_s=30, what="the history")
    fmd.stop()
    wait_until(
        lambda: alice.get_dashboard(dashboard_id)["error_code"] == "unreachable",
        timeout_s=30,
        what="the failure is told",
    )
    port = int(fmd.url.split(":")[2].partition("/")[0])
    again = start_fmd1(db_path=fmd.db_path, port=port)
    long_ago = (datetime.now(UTC) - timedelta(seconds=3)).strftime("%Y-%m-%d %H:%M:%S.%f")
    again.add_rows([StoredCall("home", 4.5, long_ago, "2.0", None, "10.9.9.9")])
    wait_until(
        lambda: alice.get_dashboard(dashboard_id)["error"] is None,
        timeout_s=90,
        what="the dashboard recovers",
    )
    wait_until(lambda: alice.count_visits(dashboard_id) == 201, timeout_s=30, what="the new call")


@pytest.mark.timeout(300)
def test_a_scheduler_killed_in_the_middle_of_a_backfill_loses_and_doubles_nothing(
    start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    fmd = start_fmd1(rows=150_000, days=40)
    pydash = start_pydash(**QUICK | {"FETCH_SPACING": "2"})
    alice = Person(pydash)
    alice.join()
    dashboard_id = alice.add_dashboard(fmd.url, fmd.token)
    for stored in (1, 40_000, 80_000):
        wait_until(
            lambda stored=stored: alice.count_visits(dashboard_id) >= stored,  # type: ignore[misc]
            timeout_s=A_MINUTE_S,
            what=f"{stored} calls are stored",
        )
        assert alice.count_visits(dashboard_id) < len(fmd.read_rows())
        before = pydash.child_pids("scheduler")
        os.kill(before[0], signal.SIGKILL)
        wait_until(
            lambda before=before: set(pydash.child_pids("scheduler")) - set(before),  # type: ignore[misc]
            timeout_s=5,
            what="the scheduler is started again",
        )
    wait_until(
        lambda: alice.get_dashboard(dashboard_id)["state"] == "up_to_date",
        timeout_s=A_MINUTE_S,
        what="the backfill ends",
    )
    slices = {"timeslice": "day", "timeslice_is_static": "true"}
    path = f"dashboards/{dashboard_id}/statistic"
    assert alice.count_visits(dashboard_id) == 150_000
    assert known(alice.get(path, statistic="total_visits", **slices).json()) == visits_by_day(fmd)


def test_deleting_a_dashboard_in_the_middle_of_its_backfill_ends_it(
    start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    fmd = start_fmd1(rows=60_000, days=40)
    pydash = start_pydash(**QUICK | {"FETCH_SPACING": "0.5"})
    alice = Person(pydash)
    alice.join()
    dashboard_id = alice.add_dashboard(fmd.url, fmd.token)
    wait_until(lambda: alice.count_visits(dashboard_id) > 0, timeout_s=30, what="the first calls")
    assert alice.post(f"dashboards/{dashboard_id}/delete").status_code == 200
    assert alice.get(f"dashboards/{dashboard_id}").status_code == 404
    assert alice.get("dashboards").json() == []
    other_id = alice.add_dashboard(fmd.url, fmd.token, name="again")
    wait_until(
        lambda: alice.count_visits(other_id) == 60_000, timeout_s=A_MINUTE_S, what="a new backfill"
    )
