"""Names of endpoints: those the app has told, those that are hidden, and what fits where."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from pydash_app.dashboard import DashboardView, get, get_endpoint_boxes, list_of_user, repository
from pydash_app.dashboard.entity import LONGEST_ERROR_CHARACTERS, Dashboard
from pydash_app.dashboard.services.overview import LONGEST_VERSION_CHARACTERS
from pydash_app.database import Database
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.text_limits import cut
from pydash_app.measurements.window import Window
from pydash_app.statistics.query import Selection
from tests.factories import make_batch, make_dashboard, store_batch

OWNER = uuid4()
DAY = timedelta(days=1)


@pytest.fixture
def dashboard_id(database: Database, now: datetime) -> UUID:
    return make_dashboard(database, owner_id=OWNER, now=now)


def change(database: Database, dashboard_id: UUID, by: Callable[[Dashboard], None]) -> None:
    database.write(lambda root: by(repository.get(root, str(dashboard_id))))


def store_calls(
    database: Database, dashboard_id: UUID, now: datetime, endpoints: Sequence[str]
) -> None:
    until_s = int(now.timestamp())
    batch = make_batch([now - DAY] * len(endpoints), endpoints=endpoints)
    store_batch(database, dashboard_id, Window(until_s - 7 * 86_400, until_s), batch)


def overview(database: Database, now: datetime, *, most_bytes: int = 400_000) -> DashboardView:
    [view] = list_of_user(database, OWNER, most_endpoint_bytes=most_bytes, now=now)
    return view


def test_an_overview_names_all_endpoints_where_they_fit(
    database: Database, dashboard_id: UUID, now: datetime
) -> None:
    names = [f"endpoint {number:03}" for number in range(400)]
    store_calls(database, dashboard_id, now, names[::-1])
    view = overview(database, now)
    assert [endpoint.name for endpoint in view.endpoints] == [*names, "home"]
    assert (view.endpoint_count, view.endpoints_are_cut) == (401, False)


def test_where_they_do_not_fit_it_names_those_that_were_called_first(
    database: Database, dashboard_id: UUID, now: datetime
) -> None:
    store_calls(database, dashboard_id, now, ["z", "y", "x", "w"])
    view = overview(database, now, most_bytes=60)
    assert [endpoint.name for endpoint in view.endpoints] == ["y", "z"]
    assert (view.endpoint_count, view.endpoints_are_cut) == (4, True)
    whole = get(database, OWNER, dashboard_id, now=now)
    assert [endpoint.name for endpoint in whole.endpoints] == ["home", "w", "x", "y", "z"]
    assert (whole.endpoint_count, whole.endpoints_are_cut) == (5, False)


def test_all_dashboards_share_the_room_for_names(database: Database, now: datetime) -> None:
    for _ in range(4):
        one = make_dashboard(database, owner_id=OWNER, now=now)
        store_calls(database, one, now, ["a", "b", "c"])
    views = list_of_user(database, OWNER, most_endpoint_bytes=4 * 60, now=now)
    assert [len(view.endpoints) for view in views] == [2, 2, 2, 2]


def test_of_the_endpoints_that_an_app_tells_as_many_are_kept_as_there_may_be(
    database: Database, dashboard_id: UUID, now: datetime
) -> None:
    names = [f"endpoint {number}" for number in range(5000)]
    change(database, dashboard_id, lambda it: setattr(it, "endpoint_names", names))
    assert overview(database, now).endpoint_count == 4096
    store_calls(database, dashboard_id, now, names[-2:])
    shown = {endpoint.name for endpoint in get(database, OWNER, dashboard_id, now=now).endpoints}
    assert len(shown) == 4096
    assert shown >= set(names[-2:])


def test_a_long_version_and_a_long_error_are_short_in_the_overview(
    database: Database, dashboard_id: UUID, now: datetime
) -> None:
    until_s = int(now.timestamp())
    batch = make_batch([now - DAY], versions=["v" * 1000])
    store_batch(database, dashboard_id, Window(until_s - 7 * 86_400, until_s), batch)
    change(
        database,
        dashboard_id,
        lambda it: it.fetching.fail("not_fmd", "x" * 9000, now=now, next_fetch_at=now),
    )
    view = overview(database, now)
    assert view.version == "v" * (LONGEST_VERSION_CHARACTERS - 1) + "…"
    assert len(view.error or "") == LONGEST_ERROR_CHARACTERS
    assert get(database, OWNER, dashboard_id, now=now).version == "v" * 1000


LONG = "x" * 5000


def as_of_old(dashboard: Dashboard) -> None:
    """Keep names as an older PyDash did: in the dashboard itself, and whole."""
    del dashboard._told_names, dashboard._disabled_names
    dashboard.__dict__["endpoint_names"] = ("home", LONG)
    dashboard.__dict__["disabled_endpoint_names"] = (LONG,)
    dashboard._p_changed = True


def enabled(view: DashboardView) -> dict[str, bool]:
    return {endpoint.name: endpoint.enabled for endpoint in view.endpoints}


def test_names_that_an_older_pydash_kept_are_shown_and_stay_hidden(
    database: Database, dashboard_id: UUID, now: datetime
) -> None:
    change(database, dashboard_id, as_of_old)
    assert enabled(overview(database, now)) == {"home": True, LONG: False}


def test_an_endpoint_stays_hidden_when_its_long_name_is_cut(
    database: Database, dashboard_id: UUID, now: datetime
) -> None:
    change(database, dashboard_id, as_of_old)
    store_calls(database, dashboard_id, now, ["home", LONG])
    shown = enabled(overview(database, now))
    assert shown[cut(LONG)] is False
    found = get_endpoint_boxes(
        database,
        OWNER,
        dashboard_id,
        Selection(),
        with_disabled=False,
        with_distribution=False,
        now=now,
    )
    assert list(found.value) == ["home"]


def test_the_first_and_the_last_call_are_known_where_an_older_pydash_kept_none(
    database: Database, dashboard_id: UUID, now: datetime
) -> None:
    store_calls(database, dashboard_id, now, ["home"])

    def forget(root: object) -> None:
        sightings = measurements.get(root, str(dashboard_id)).sightings  # type: ignore[arg-type]
        del sightings._whole, sightings._last_version

    before = get(database, OWNER, dashboard_id, now=now)
    database.write(forget)
    assert get(database, OWNER, dashboard_id, now=now) == before
