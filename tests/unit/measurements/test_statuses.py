"""Roll-ups count statuses where they are known, also beside those written before they did."""

from datetime import UTC, datetime

from pydash_app.measurements.cells import FAMILIES
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window
from pydash_app.statistics.aggregates import aggregates
from tests.factories import make_batch

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LATER_US = 4_000_000_000_000_000
MORNING = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
NOON = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)


def errors_of(measurements: Measurements) -> tuple[object, object]:
    found = aggregates(measurements, now=NOW)
    return found["total_errors"], found["error_rate"]


def append(measurements: Measurements, at: datetime, status_codes: list[int] | None) -> None:
    after_s = int(at.timestamp()) - 60
    count = 4 if status_codes is None else len(status_codes)
    batch = make_batch([at] * count, status_codes=status_codes)
    measurements.append(Window(after_s, after_s + 120), batch)


def test_calls_without_a_status_are_no_part_of_the_rate() -> None:
    measurements = Measurements()
    append(measurements, MORNING, None)
    assert errors_of(measurements) == (None, None)

    append(measurements, NOON, [200, 404, 500, 0])
    assert errors_of(measurements) == (1, 1 / 3)

    measurements.compact(LATER_US)
    assert errors_of(measurements) == (1, 1 / 3)


def test_a_roll_up_written_before_statuses_were_counted_knows_none_until_calls_come_late() -> None:
    measurements = Measurements()
    append(measurements, MORNING, [200, 500])
    measurements.compact(LATER_US)
    forget_statuses(measurements)
    measurements.drop_calls_before(LATER_US)
    assert errors_of(measurements) == (None, None)
    assert aggregates(measurements, now=NOW)["total_visits"] == 2

    append(measurements, NOON, [200, 200, 200, 502])
    measurements.compact(LATER_US)
    assert errors_of(measurements) == (1, 1 / 4)


def test_where_no_status_is_known_no_room_is_taken_for_them() -> None:
    measurements = Measurements()
    append(measurements, MORNING, None)
    measurements.compact(LATER_US)

    (month,) = measurements.rollups._months.values()
    assert not list(month.records(FAMILIES["hour_statuses"]))
    assert list(month.records(FAMILIES["hours"]))


def forget_statuses(measurements: Measurements) -> None:
    """Make the roll-ups what a PyDash wrote that did not count statuses."""
    for block in measurements.rollups._months.values():
        for name in ("hour_statuses", "call_statuses"):
            del block._records[name]
