"""What a process keeps of the last days must never differ from what it would work out anew."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from pydash_app.dashboard.services.recent import RecentFigures, recent_figures
from pydash_app.dashboard.services.recent_memo import RecentFiguresMemo
from pydash_app.database import Database
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window
from tests.factories import make_batch, make_dashboard, store_batch
from tests.unit.dashboard.instants import seconds

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Watched:
    """A dashboard whose figures are asked of one memo, and worked out anew each time."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.memo = RecentFiguresMemo(work_out=self.work_out)
        self.id = make_dashboard(database, owner_id=uuid4(), now=NOW)
        self.worked_out = 0

    def store(self, after: datetime, until: datetime, *called_at: datetime) -> None:
        window = Window(seconds(after), seconds(until))
        store_batch(self.database, self.id, window, make_batch(list(called_at)))

    def work_out(self, stored: Measurements, now: datetime) -> RecentFigures:
        self.worked_out += 1
        return recent_figures(stored, now)

    def ask(self, now: datetime, dashboard_id: UUID | None = None) -> RecentFigures:
        key = str(dashboard_id or self.id)
        kept, fresh = self.database.read(
            lambda root: (
                self.memo.get(key, measurements.get(root, key), now),
                recent_figures(measurements.get(root, key), now),
            )
        )
        assert kept == fresh
        return kept


@pytest.fixture
def watched(database: Database) -> Watched:
    found = Watched(database)
    found.store(NOW - 20 * 24 * HOUR, NOW - HOUR, NOW - 2 * HOUR, NOW - 200 * HOUR)
    return found


def test_what_nothing_has_changed_is_worked_out_once(watched: Watched) -> None:
    assert watched.ask(NOW).last.visits == 1
    watched.ask(NOW)
    watched.ask(NOW + timedelta(minutes=3))
    assert watched.worked_out == 1


def test_a_new_call_counts_at_once(watched: Watched) -> None:
    watched.ask(NOW)
    watched.store(NOW - HOUR, NOW, NOW - HOUR / 2)
    assert watched.ask(NOW).last.visits == 2


def test_seconds_without_a_call_become_known(watched: Watched) -> None:
    late = NOW + 12 * HOUR
    assert watched.ask(late).sparkline[-1] is None
    watched.store(NOW - HOUR, late)
    assert watched.ask(late).sparkline[-1] == 0


def test_calls_leave_the_week_as_time_goes_on(watched: Watched) -> None:
    watched.store(NOW - HOUR, NOW + 8 * 24 * HOUR)
    visits = [watched.ask(NOW + days * 24 * HOUR).last.visits for days in (0, 6, 7)]
    assert visits == [1, 1, 0]


def test_a_call_of_the_future_counts_when_its_time_has_come(watched: Watched) -> None:
    watched.store(NOW - HOUR, NOW, NOW + timedelta(minutes=2))
    assert watched.ask(NOW).last.visits == 1
    assert watched.ask(NOW + timedelta(minutes=3)).last.visits == 2


def test_only_so_many_dashboards_are_kept(watched: Watched) -> None:
    watched.memo = RecentFiguresMemo(most_dashboards=1, work_out=watched.work_out)
    other = make_dashboard(watched.database, owner_id=uuid4(), now=NOW, url="http://b.example.org")
    store_batch(watched.database, other, Window(0, seconds(NOW)), make_batch([NOW - HOUR]))
    for dashboard_id in (watched.id, other, watched.id):
        watched.ask(NOW, dashboard_id)
    assert watched.worked_out == 3
