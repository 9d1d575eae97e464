"""Small examples, worked by hand, with keys exactly as the API writes them."""

import pytest

from pydash_app.measurements.store import Measurements
from tests.unit.statistics.asking_by_hand import ask


def test_without_timeslice_the_bare_value(shop: Measurements) -> None:
    assert ask(shop) == 6
    assert ask(shop, "unique_visitors") == 4
    assert ask(shop, "average_execution_time") == 16


def test_months(shop: Measurements) -> None:
    bounds = {"start": "2018-03-15T00:00Z", "end": "2018-06-01T00:00Z", "timeslice": "month"}
    assert ask(shop, **bounds) == {"2018-03": 0, "2018-04": 4, "2018-05": 1}  # type: ignore[arg-type]
    assert ask(shop, "unique_visitors", **bounds) == {  # type: ignore[arg-type]
        "2018-03": 0,
        "2018-04": 2,
        "2018-05": 1,
    }
    assert ask(shop, "average_execution_time", **bounds) == {  # type: ignore[arg-type]
        "2018-03": None,
        "2018-04": 22.75,
        "2018-05": 2,
    }


@pytest.mark.parametrize(
    ("timeslice", "expected"),
    [
        ("year", {"2018": 4}),
        ("month", {"2018-04": 4}),
        ("week", {"2018-W17": 3, "2018-W18": 1}),
        (
            "day",
            {
                f"2018-04-{day}": visits
                for day, visits in zip(range(25, 31), [3, 0, 0, 0, 0, 1], strict=True)
            },
        ),
    ],
)
def test_calendar_keys(shop: Measurements, timeslice: str, expected: dict[str, int]) -> None:
    bounds = {"start": "2018-04-25T15:30Z", "end": "2018-05-01T00:00Z"}
    assert ask(shop, timeslice=timeslice, **bounds) == expected  # type: ignore[arg-type]


def test_hours_and_minutes_in_utc_have_no_offset(shop: Measurements) -> None:
    start, end = "2018-04-25T15:30Z", "2018-04-25T17:00Z"
    assert ask(shop, start=start, end=end, timeslice="hour") == {
        "2018-04-25T15": 3,
        "2018-04-25T16": 0,
    }
    end = "2018-04-25T15:32Z"
    assert ask(shop, start=start, end=end, timeslice="minute") == {
        "2018-04-25T15:30": 2,
        "2018-04-25T15:31": 1,
    }


def test_bounds_cut_slices(shop: Measurements) -> None:
    start, end = "2018-04-25T15:30:00.000001Z", "2018-04-25T15:31:00Z"
    assert ask(shop, start=start, end=end, timeslice="hour") == {"2018-04-25T15": 1}


def test_dynamic_slices_start_where_asked(shop: Measurements) -> None:
    start, end = "2018-04-25T15:29:30Z", "2018-04-25T15:31:15Z"
    assert ask(shop, start=start, end=end, timeslice="minute", is_static=False) == {
        "2018-04-25T15:29:30Z": 1,
        "2018-04-25T15:30:30Z": 2,
    }
    start = "2018-04-25T15:30:00.5Z"
    assert ask(shop, start=start, end=end, timeslice="week", is_static=False) == {
        "2018-04-25T15:30:00.500000Z": 2
    }


def test_dynamic_keys_are_utc_in_any_zone(shop: Measurements) -> None:
    asked = ask(
        shop,
        start="2018-04-25T17:30:00+02:00",
        end="2018-04-25T15:31:00Z",
        timeslice="minute",
        is_static=False,
        timezone="Europe/Amsterdam",
    )
    assert asked == {"2018-04-25T15:30:00Z": 2}


def test_filters_are_ands_of_ors(shop: Measurements) -> None:
    assert ask(shop, version=("1",), group_by=("B",)) == 1
    assert ask(shop, version=("1", "2"), group_by=("A",)) == 3
    assert ask(shop, "unique_visitors", ip=("a", "None")) == 2
    assert ask(shop, ip=("nobody",)) == 0
    assert ask(shop, "average_execution_time", ip=("nobody",)) is None
