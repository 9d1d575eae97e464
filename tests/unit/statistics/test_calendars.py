"""Days that are no 24 hours, weeks that begin in another year, clocks that go back."""

from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from pydash_app.statistics.timeslices import Timeslices
from tests.unit.statistics.asking import make_measurements
from tests.unit.statistics.asking_by_hand import UNTIL_NOW, ask, at
from tests.unit.statistics.oracle import Row


def test_the_hour_that_comes_twice_has_two_keys() -> None:
    rows = [
        Row(at("2018-10-28T00:15Z")),
        Row(at("2018-10-28T01:15Z")),
        Row(at("2018-10-28T01:45Z")),
    ]
    asked = ask(
        make_measurements(rows, UNTIL_NOW),
        start="2018-10-27T23:00Z",
        end="2018-10-28T03:00Z",
        timeslice="hour",
        timezone="Europe/Amsterdam",
    )
    assert asked == {
        "2018-10-28T01+02:00": 0,
        "2018-10-28T02+02:00": 1,
        "2018-10-28T02+01:00": 2,
        "2018-10-28T03+01:00": 0,
    }


def test_lord_howe_puts_its_clocks_back_by_half_an_hour() -> None:
    rows = [Row(at("2019-04-06T14:45Z")), Row(at("2019-04-06T15:00Z"))]
    asked = ask(
        make_measurements(rows, UNTIL_NOW),
        start="2019-04-06T14:00Z",
        end="2019-04-06T16:30Z",
        timeslice="hour",
        timezone="Australia/Lord_Howe",
    )
    assert asked == {
        "2019-04-07T01+11:00": 1,
        "2019-04-07T01+10:30": 1,
        "2019-04-07T02+10:30": 0,
    }


@pytest.mark.parametrize(
    ("timezone", "start", "lengths_h"),
    [
        ("Europe/Amsterdam", "2018-03-24T00:00+01:00", [24, 23, 24]),
        ("Europe/Amsterdam", "2018-10-27T00:00+02:00", [24, 25, 24]),
        ("America/Sao_Paulo", "2018-11-03T00:00-03:00", [24, 23, 24]),
        ("Australia/Lord_Howe", "2019-04-06T00:00+11:00", [24, 24.5, 24]),
        ("Asia/Kolkata", "2018-03-24T00:00+05:30", [24, 24, 24]),
    ],
)
def test_days_last_as_long_as_their_clocks_say(
    timezone: str, start: str, lengths_h: list[float]
) -> None:
    begin = at(start)
    end = begin + timedelta(hours=sum(lengths_h))
    slices = Timeslices.static(begin, end, "day", ZoneInfo(timezone))
    edges_h = [(edge - slices.edges_us[0]) / 3_600_000_000 for edge in slices.edges_us.tolist()]
    assert [after - before for before, after in pairwise(edges_h)] == lengths_h


def test_the_day_that_samoa_skipped_has_no_slice() -> None:
    asked = ask(
        make_measurements([], UNTIL_NOW),
        start="2011-12-29T00:00-10:00",
        end="2012-01-01T00:00+14:00",
        timeslice="day",
        timezone="Pacific/Apia",
    )
    assert asked == {"2011-12-29": 0, "2011-12-31": 0}


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2021-01-03", "2020-W53"),
        ("2021-01-04", "2021-W01"),
        ("2018-12-31", "2019-W01"),
        ("2016-01-01", "2015-W53"),
        ("2024-02-29", "2024-W09"),
    ],
)
def test_weeks_are_iso_weeks(day: str, week: str) -> None:
    asked = ask(
        make_measurements([Row(at(f"{day}T12:00Z"))], UNTIL_NOW),
        start=f"{day}T00:00Z",
        end=f"{day}T23:00Z",
        timeslice="week",
    )
    assert asked == {week: 1}


def test_a_month_after_the_31st_is_not_skipped() -> None:
    start, end = "2023-01-31T12:00Z", "2023-04-30T00:00Z"
    asked = ask(make_measurements([], UNTIL_NOW), start=start, end=end, timeslice="month")
    assert list(asked) == ["2023-01", "2023-02", "2023-03", "2023-04"]  # type: ignore[arg-type]
