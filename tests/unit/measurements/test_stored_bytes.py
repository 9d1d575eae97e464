"""What a dashboard is said to take is what the database holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
import ZODB

from pydash_app.database import Database
from pydash_app.database.file_storage import open_file_storage
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.packed import PackedSegments
from pydash_app.measurements.rollups import Rollup, Rollups
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window
from tests.factories import make_batch, make_dashboard, store_batch

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
FAR_US = 2**60
Texts = Callable[[int], str]


def few(number: int) -> str:
    return f"text {number % 20}"


def long(number: int) -> str:
    return f"{number} {'x' * 8000}"


def make_calls(rng: np.random.Generator, day: int, call_count: int, text: Texts) -> CallBatch:
    seconds = np.sort(rng.uniform(0, 86_400, call_count)).tolist()
    numbers = [day * call_count + place for place in range(call_count)]
    return make_batch(
        [BEGIN + timedelta(days=day, seconds=second) for second in seconds],
        durations_ms=rng.lognormal(3, 1, call_count).tolist(),
        endpoints=[text(number) for number in numbers],
        ips=[f"10.{number >> 8 & 255}.{number & 255}.1" for number in numbers],
        groups=[text(number) for number in numbers],
    )


def seconds(at: datetime) -> int:
    return int(at.timestamp())


@pytest.mark.parametrize(
    ("days", "call_count", "text", "is_packed"),
    [
        (20, 4000, few, True),
        (3, 20_000, few, False),
        (40, 50, few, True),
        (4, 600, long, True),
        (2, 1500, long, False),
    ],
    ids=["busy", "fresh", "quiet", "long texts", "long and fresh"],
)
def test_the_bytes_counted_are_those_of_the_packed_database(
    tmp_path: Path, now: datetime, days: int, call_count: int, text: Texts, is_packed: bool
) -> None:
    path, rng = tmp_path / "pydash.fs", np.random.default_rng(15)
    database = Database(ZODB.DB(open_file_storage(path)))
    dashboard_id = make_dashboard(database, owner_id=uuid4(), now=now)
    database.pack(before=datetime.now(UTC))
    empty_size = path.stat().st_size
    for day in range(days):
        start = BEGIN + timedelta(days=day)
        window = Window(seconds(start) - (day == 0), seconds(start + timedelta(days=1)))
        store_batch(database, dashboard_id, window, make_calls(rng, day, call_count, text))
        if is_packed:
            compact(database, dashboard_id, seconds(start) * 1_000_000)
    database.pack(before=datetime.now(UTC) + timedelta(seconds=1))
    counted = database.read(lambda root: measurements.get(root, str(dashboard_id)).stored_bytes)
    database.close()
    held = path.stat().st_size - empty_size
    assert counted == pytest.approx(held, rel=0.15)


def compact(database: Database, dashboard_id: UUID, closed_before_us: int) -> None:
    database.write(
        lambda root: measurements.get(root, str(dashboard_id)).compact(closed_before_us)
    )


def fill(stored: Measurements, days: int = 60) -> Measurements:
    rng = np.random.default_rng(15)
    for day in range(days):
        until_s = seconds(BEGIN + timedelta(days=day + 1))
        stored.append(Window(until_s - 86_400, until_s), make_calls(rng, day, 100, few))
        stored.compact(until_s * 1_000_000)
    return stored


def test_retention_frees_what_was_counted() -> None:
    stored = fill(Measurements())
    before = stored.stored_bytes
    stored.drop_calls_before(FAR_US)
    assert stored._packed.byte_count == 0
    assert stored.stored_bytes < before


def test_the_running_count_is_that_of_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count(1)
    monkeypatch.setattr(Rollup, "_count_bytes", lambda _: 7 * next(numbers))
    stored = fill(Measurements())
    blocks = [*stored.rollups._days.values(), *stored.rollups._months.values()]
    assert stored.rollups.byte_count == sum(block.byte_count for block in blocks)
    segments = stored._packed._segments.values()
    assert stored._packed.byte_count == sum(segment.byte_count for segment in segments)


def test_what_an_older_pydash_stored_is_counted_and_goes_on_being_counted() -> None:
    stored = fill(Measurements())
    expected = stored.stored_bytes
    forget_counts(stored)
    assert stored.stored_bytes == pytest.approx(expected, rel=0.3)
    stored.compact(FAR_US)
    stored.drop_calls_before(FAR_US)
    assert stored._packed.byte_count == 0


def forget_counts(stored: Measurements) -> None:
    """Leave a store as an older PyDash did, which counted no bytes."""
    packed: PackedSegments = stored._packed
    rollups: Rollups = stored.rollups
    blocks = [*rollups._days.values(), *rollups._months.values()]
    texts = stored._vocabularies.values()
    for part in (packed, rollups, *packed._segments.values(), *blocks, *texts):
        del part._byte_count
