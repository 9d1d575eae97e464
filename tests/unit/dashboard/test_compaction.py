"""When a dashboard's calls are compacted, and how long they are kept."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from pydash_app.dashboard.entity import MOST_FRESH_CALLS, MOST_FRESH_WINDOWS, FetchState
from pydash_app.dashboard.services.compaction import compact
from pydash_app.dashboard.services.schedule import list_fetches
from pydash_app.database import Database
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.window import Window
from pydash_app.settings import Settings
from pydash_app.statistics.instants import EPOCH
from tests.factories import make_batch, make_dashboard, store_batch

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture
def fetching() -> FetchState:
    return FetchState(history_from_s=1, window_s=3600, now=NOW)


def test_a_few_calls_wait_for_the_end_of_their_day(fetching: FetchState) -> None:
    fetching.note_stored(10, now=NOW)
    fetching.note_stored(10, now=NOW + timedelta(hours=1))

    assert fetching.compact_at == MIDNIGHT


def test_nothing_new_needs_no_compaction(fetching: FetchState) -> None:
    fetching.note_stored(0, now=NOW)

    assert fetching.compact_at is None


@pytest.mark.parametrize(
    ("windows", "calls_each"),
    [(MOST_FRESH_WINDOWS, 1), (1, MOST_FRESH_CALLS), (2, MOST_FRESH_CALLS // 2)],
)
def test_many_calls_or_windows_are_due_at_once(
    fetching: FetchState, windows: int, calls_each: int
) -> None:
    for _ in range(windows):
        assert fetching.compact_at in (None, MIDNIGHT)
        fetching.note_stored(calls_each, now=NOW)

    assert fetching.compact_at == NOW


def due_at(database: Database, settings: Settings) -> datetime | None:
    (only,) = list_fetches(database, settings=settings)
    return only.compact_at


def store_days(database: Database, dashboard_id: UUID, days: int) -> None:
    """A call at noon of each of the days before `NOW`, then compacted."""
    first = NOW.replace(hour=12, minute=0) - timedelta(days=days)
    for number in range(days):
        noon = first + timedelta(days=number)
        until_s = int((noon - EPOCH).total_seconds())
        store_batch(database, dashboard_id, Window(until_s - 86_400, until_s), make_batch([noon]))
        compact(database, dashboard_id, settings=Settings(), now=NOW)


def test_without_retention_a_compaction_ends_it(database: Database) -> None:
    dashboard_id = make_dashboard(database, owner_id=uuid4(), now=NOW)
    store_days(database, dashboard_id, 2)

    assert due_at(database, Settings()) is None


def test_retention_comes_again_every_midnight_also_without_new_calls(database: Database) -> None:
    dashboard_id = make_dashboard(database, owner_id=uuid4(), now=NOW)
    settings = Settings(keep_calls_days=30)

    assert due_at(database, settings) == NOW  # it was set after the last compaction
    compact(database, dashboard_id, settings=settings, now=NOW)
    assert due_at(database, settings) == MIDNIGHT


def test_retention_drops_what_is_older_and_keeps_totals(database: Database) -> None:
    dashboard_id = make_dashboard(database, owner_id=uuid4(), now=NOW)
    store_days(database, dashboard_id, 100)

    compact(database, dashboard_id, settings=Settings(keep_calls_days=30), now=NOW)

    def kept(root: object) -> tuple[datetime, int, int]:
        stored = measurements.get(root, str(dashboard_id))  # type: ignore[arg-type]
        from_us = stored.calls_from_us
        assert from_us is not None
        calls = stored.read(from_us, 2**60, ())
        visits = stored.rollups.read("hours", 0, 2**24 - 1)["visits"].sum()
        return EPOCH + timedelta(microseconds=from_us), len(calls), int(visits)

    from_at, call_count, visits = database.read(kept)
    # Segments reach over a month at most, and go when the last of their calls may go.
    assert NOW - timedelta(days=62) < from_at < NOW - timedelta(days=30)
    assert 30 <= call_count < 62
    assert visits == 100


def test_a_deleted_dashboard_is_no_failure(database: Database) -> None:
    compact(database, uuid4(), settings=Settings(), now=NOW)
