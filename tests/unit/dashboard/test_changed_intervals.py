"""A setting that says how often apps are asked counts from the next start on."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from pydash_app.dashboard import repository
from pydash_app.dashboard.services.schedule import list_fetches
from pydash_app.database import Database, Root
from pydash_app.settings import Settings
from tests.factories import make_dashboard

HOUR_S = 3600


@pytest.fixture
def dashboard_id(database: Database, now: datetime) -> UUID:
    """A dashboard that was fetched a moment ago, when each hour was the rule."""
    made = make_dashboard(database, owner_id=uuid4(), now=now)

    def succeed(root: Root) -> None:
        fetching = repository.get(root, str(made)).fetching
        next_fetch_at = now + timedelta(seconds=HOUR_S)
        fetching.succeed(now=now, next_fetch_at=next_fetch_at, is_caught_up=True)

    database.write(succeed)
    return made


@pytest.mark.parametrize(
    ("interval_s", "restarted_after_s", "due_in_s"),
    [
        (HOUR_S, 600, 3000),  # as it was
        (300, 10, 290),  # shorter: counted from the last fetch
        (300, 600, 0),  # shorter, and overdue by it
        (300, 3400, 200),  # the hour is over first
        (2 * HOUR_S, 600, 3000),  # longer: what was promised is kept, and then it counts
    ],
)
def test_another_default_counts_for_dashboards_that_were_there_before(
    database: Database,
    dashboard_id: UUID,
    now: datetime,
    interval_s: int,
    restarted_after_s: int,
    due_in_s: int,
) -> None:
    settings = Settings(fetch_interval=interval_s, min_fetch_interval=60)
    (schedule,) = list_fetches(database, settings=settings)
    assert schedule.dashboard_id == dashboard_id
    assert schedule.interval_s == interval_s
    assert schedule.due_in_s(now + timedelta(seconds=restarted_after_s)) == due_in_s


@pytest.mark.parametrize("default_s", [60, 600, 86_400])
def test_an_interval_of_its_own_stays(
    database: Database, dashboard_id: UUID, now: datetime, default_s: int
) -> None:
    def choose(root: Root) -> None:
        repository.get(root, str(dashboard_id)).fetch_interval_s = HOUR_S

    database.write(choose)
    settings = Settings(fetch_interval=default_s, min_fetch_interval=60)
    (schedule,) = list_fetches(database, settings=settings)
    assert schedule.interval_s == HOUR_S
    assert schedule.due_in_s(now + timedelta(seconds=600)) == HOUR_S - 600
