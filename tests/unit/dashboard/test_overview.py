from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from pydash_app.dashboard import delete, get, get_statistic, list_of_user
from pydash_app.database import Database
from pydash_app.errors import NotAllowedError, NotFoundError, PydashError
from pydash_app.measurements.window import Window
from pydash_app.statistics.query import StatisticQuery
from tests.factories import make_batch, make_dashboard, store_batch
from tests.unit.dashboard.conftest import MakeWatch
from tests.unit.dashboard.instants import seconds
from tests.unit.dashboard.scripted_remote import ScriptedRemote

ALICE, BOB, CHARLIE = uuid4(), uuid4(), uuid4()
DAY = timedelta(days=1)


def test_everybody_sees_their_own_dashboards_oldest_first(
    database: Database, now: datetime
) -> None:
    for owner_id, name, age in ((ALICE, "b", 1), (ALICE, "a", 0), (BOB, "c", 2)):
        make_dashboard(database, owner_id=owner_id, name=name, now=now - age * DAY)
    names = [
        [view.name for view in list_of_user(database, user_id, now=now)]
        for user_id in (ALICE, BOB, CHARLIE)
    ]
    assert names == [["b", "a"], ["c"], []]


@pytest.mark.parametrize("stranger", [BOB, CHARLIE])
def test_alices_dashboard_is_nobody_elses(
    database: Database, now: datetime, stranger: object
) -> None:
    hers = make_dashboard(database, owner_id=ALICE, now=now)
    make_dashboard(database, owner_id=BOB, now=now)
    for wanted, error in ((hers, NotAllowedError), (uuid4(), NotFoundError)):
        _assert_refused(database, stranger, wanted, now, error)
    assert get(database, ALICE, hers, now=now).id == hers


def _assert_refused(
    database: Database,
    user_id: object,
    dashboard_id: object,
    now: datetime,
    kind: type[PydashError],
) -> None:
    ids = (user_id, dashboard_id)
    with pytest.raises(kind):
        get(database, *ids, now=now)  # type: ignore[arg-type]
    with pytest.raises(kind):
        get_statistic(database, *ids, StatisticQuery(statistic="total_visits"), now=now)  # type: ignore[arg-type]
    with pytest.raises(kind):
        delete(database, *ids)  # type: ignore[arg-type]


def test_deleting_one_dashboard_leaves_the_others(database: Database, now: datetime) -> None:
    first, second = (make_dashboard(database, owner_id=ALICE, now=now) for _ in range(2))
    window = Window(0, seconds(now))
    for dashboard_id in (first, second):
        store_batch(database, dashboard_id, window, make_batch([now - DAY]))
    delete(database, ALICE, first)
    [view] = list_of_user(database, ALICE, now=now)
    assert (view.id, view.visits_last_7_days) == (second, 1)
    assert database.read(lambda root: len(root["measurements"])) == 1


def test_what_was_never_fetched_is_not_known(database: Database, now: datetime) -> None:
    view = get(database, ALICE, make_dashboard(database, owner_id=ALICE, now=now), now=now)
    assert (view.visits_last_7_days, view.visits_previous_7_days) == (None, None)
    assert (view.unique_visitors, view.version, view.first_call_at) == (None, None, None)
    assert view.visits_sparkline == [None] * 28
    assert (view.complete_from, view.complete_until, view.last_fetch_at) == (None, None, None)
    assert view.fetch_progress_ratio == 0


def test_what_was_fetched_and_is_empty_is_zero(database: Database, now: datetime) -> None:
    dashboard_id = make_dashboard(database, owner_id=ALICE, now=now)
    store_batch(database, dashboard_id, Window(0, seconds(now - 9 * DAY)), make_batch([]))
    view = get(database, ALICE, dashboard_id, now=now)
    assert (view.visits_last_7_days, view.visits_previous_7_days) == (None, 0)
    later = Window(seconds(now - 9 * DAY), seconds(now - 6 * DAY))
    store_batch(database, dashboard_id, later, make_batch([]))
    view = get(database, ALICE, dashboard_id, now=now)
    assert (view.visits_last_7_days, view.unique_visitors) == (0, 0)
    assert view.visits_sparkline == [0] * 4 + [None] * 24


def test_the_card_counts_each_call_where_it_belongs(database: Database, now: datetime) -> None:
    hour = timedelta(hours=1)
    times = [
        now - 14 * DAY - hour,  # older than all that the card shows
        now - 14 * DAY,
        now - 7 * DAY - hour,
        now - 7 * DAY,
        now - 7 * hour,
        now - 6 * hour,
        now - hour,
    ]
    dashboard_id = make_dashboard(database, owner_id=ALICE, now=now)
    batch = make_batch(
        times,
        ips=["x", "y", "z", "a", "a", "b", "None"],
        versions=["1", "1", "1", "1", "1", "1", "2"],
        endpoints=["home"] * 6 + ["a/ü"],
    )
    store_batch(database, dashboard_id, Window(0, seconds(now)), batch)
    view = get(database, ALICE, dashboard_id, now=now)
    assert (view.visits_last_7_days, view.visits_previous_7_days) == (4, 2)
    assert view.unique_visitors == 3
    assert view.visits_sparkline == [1, *[0] * 25, 1, 2]
    assert view.version == "2"
    assert view.first_call_at == times[0]
    assert [endpoint.name for endpoint in view.endpoints] == ["a/ü", "home"]
    assert view.complete_from == datetime(1970, 1, 1, tzinfo=UTC)
    assert view.complete_until == now


def test_progress_grows_from_nothing_to_all(make_watch: MakeWatch, now: datetime) -> None:
    watch = make_watch(ScriptedRemote(), history_from_s=seconds(now) - 10 * 86_400)
    ratios = [watch.view().fetch_progress_ratio]
    while ratios[-1] < 1:
        watch.clock.move(watch.fetch())
        ratios.append(watch.view().fetch_progress_ratio)
    assert ratios == sorted(ratios)
    assert (ratios[0], ratios[-1]) == (0, 1)
    assert 0 < ratios[3] < 1
    assert watch.view().state == "up_to_date"


def test_the_card_has_each_weeks_times_and_visitors(database: Database, now: datetime) -> None:
    dashboard_id = make_dashboard(database, owner_id=ALICE, now=now)
    batch = make_batch(
        [now - 10 * DAY] * 3 + [now - 2 * DAY] * 5,
        durations_ms=[10, 20, 90, 1, 2, 3, 4, 100],
        ips=["a", "a", "a", "a", "b", "c", "c", "c"],
    )
    store_batch(database, dashboard_id, Window(0, seconds(now)), batch)
    view = get(database, ALICE, dashboard_id, now=now)
    assert (view.unique_visitors, view.unique_visitors_previous_7_days) == (3, 1)
    assert view.median_execution_time == 3
    assert view.median_execution_time_previous_7_days == 20
    assert view.p95_execution_time == pytest.approx(4 + 0.8 * 96)
    assert view.p95_execution_time_previous_7_days == pytest.approx(20 + 0.9 * 70)


def test_a_week_without_calls_has_no_times(database: Database, now: datetime) -> None:
    dashboard_id = make_dashboard(database, owner_id=ALICE, now=now)
    store_batch(database, dashboard_id, Window(0, seconds(now)), make_batch([now - 10 * DAY]))
    view = get(database, ALICE, dashboard_id, now=now)
    assert (view.median_execution_time, view.p95_execution_time) == (None, None)
    assert view.median_execution_time_previous_7_days == 1
