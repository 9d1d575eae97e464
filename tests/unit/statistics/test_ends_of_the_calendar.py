"""The years 1 to 9999 are dates, in every zone and with every slice."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from pydash_app.statistics.instants import from_us, to_us
from pydash_app.statistics.timeslices import TIMESLICES, Timeslices

ZONES = ("UTC", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12")
BORDERS = (
    ("0001-01-01T00:00Z", "0001-01-01T20:00Z"),
    ("0001-01-01T00:00Z", "0001-01-02T00:00Z"),
    ("9999-12-30T00:00Z", "9999-12-31T00:00Z"),
    ("9999-12-31T00:00Z", "9999-12-31T23:59:59.999999Z"),
)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("timeslice", TIMESLICES)
@pytest.mark.parametrize(("start", "end"), BORDERS)
def test_slices_cover_the_first_and_the_last_day(
    start: str, end: str, timeslice: str, zone: str
) -> None:
    begin, until = map(datetime.fromisoformat, (start, end))
    slices = Timeslices.static(begin, until, timeslice, ZoneInfo(zone))
    edges_us = slices.edges_us.tolist()
    assert (edges_us[0], edges_us[-1]) == (to_us(begin), to_us(until))
    assert edges_us == sorted(set(edges_us))
    assert len(slices.keys) == len(set(slices.keys)) == len(edges_us) - 1 > 0


@pytest.mark.parametrize(
    ("zone", "instant", "timeslice", "key"),
    [
        ("UTC", "9999-12-31T12:00Z", "day", "9999-12-31"),
        ("UTC", "9999-12-31T12:00Z", "week", "9999-W52"),
        ("Asia/Tokyo", "9999-12-31T16:00Z", "year", "10000"),
        ("Asia/Tokyo", "9999-12-31T16:00Z", "hour", "10000-01-01T01+09:00"),
        ("Etc/GMT+12", "0001-01-01T00:00Z", "month", "0000-12"),
        ("UTC", "0001-01-01T00:00Z", "week", "0001-W01"),
        ("UTC", "0987-06-05T00:00Z", "day", "0987-06-05"),
    ],
)
def test_keys_go_on_as_the_calendar_does(
    zone: str, instant: str, timeslice: str, key: str
) -> None:
    start = datetime.fromisoformat(instant)
    end = from_us(to_us(start) + 1)
    assert Timeslices.static(start, end, timeslice, ZoneInfo(zone)).keys == [key]
