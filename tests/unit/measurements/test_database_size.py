"""A packed database is as large as docs/scaling.md reckons."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import ZODB

from benchmarks.database_size import read_contents
from pydash_app.dashboard import repository
from pydash_app.database import Database, Root
from pydash_app.database.file_storage import open_file_storage
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.window import Window
from tests.factories import make_batch, make_dashboard, store_batch
from tests.remotes.stub_calls import StubHistory

DASHBOARDS = 3
COMPACTED_AFTER = 24
HOUR_S = 45


def store_windows(
    database: Database, dashboard_id: UUID, *, window_count: int, per_hour: int, now: datetime
) -> None:
    """Store as many as were asked for, each an hour's calls in less, compacted as PyDash does."""
    begin_s = int(now.timestamp())
    history = StubHistory(str(dashboard_id), begin_s - 60, per_hour * 3600 / HOUR_S)
    for number in range(1, window_count + 1):
        window = Window(begin_s, begin_s := begin_s + HOUR_S)
        calls = history.calls_between(window.after_s * 1_000_000, window.until_s * 1_000_000)
        times_us, durations_ms, endpoints, versions, ips, groups = zip(*calls, strict=True)
        times = [datetime.fromtimestamp(0, UTC) + timedelta(microseconds=us) for us in times_us]
        batch = make_batch(
            times,
            durations_ms=durations_ms,
            endpoints=endpoints,
            versions=versions,
            ips=ips,
            groups=groups,
        )
        store_batch(database, dashboard_id, window, batch)
        is_compacted = number % COMPACTED_AFTER == 0
        database.write(partial(note, dashboard_id, len(batch), is_compacted))


def note(dashboard_id: UUID, stored_count: int, is_compacted: bool, root: Root) -> None:
    state = repository.get(root, str(dashboard_id)).fetching
    state.note_stored(stored_count, now=datetime.now(UTC))
    if is_compacted:
        measurements.get(root, str(dashboard_id)).compact(0)
        state.note_compacted(next_at=None)


@pytest.mark.parametrize(("window_count", "per_hour"), [(12, 20), (30, 20), (24, 200)])
def test_a_packed_database_takes_what_is_reckoned(
    tmp_path: Path, now: datetime, window_count: int, per_hour: int
) -> None:
    path = tmp_path / "pydash.fs"
    database = Database(ZODB.DB(open_file_storage(path)))
    for _ in range(DASHBOARDS):
        dashboard_id = make_dashboard(database, owner_id=uuid4(), now=now)
        store_windows(
            database, dashboard_id, window_count=window_count, per_hour=per_hour, now=now
        )
    database.pack(before=datetime.now(UTC))
    contents = database.read(read_contents)
    database.close()
    assert contents.window_count == DASHBOARDS * (window_count % COMPACTED_AFTER)
    assert contents.fits(path.stat().st_size), (contents.expected_bytes(), path.stat().st_size)
    assert not contents.fits(2 * path.stat().st_size)
