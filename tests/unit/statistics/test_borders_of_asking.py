"""What is not known, not there, or too much to ask for."""

from datetime import UTC, datetime, timedelta

import pytest

from pydash_app.errors import InvalidInputError
from pydash_app.measurements.store import Measurements
from pydash_app.statistics import facts, per_version
from pydash_app.statistics.answering import MOST_VALUES, answer_all
from pydash_app.statistics.query import Selection, StatisticQuery, StatisticsQuery
from pydash_app.statistics.registry import load_statistics
from pydash_app.statistics.timeslices import MOST_SLICES, Timeslices
from tests.unit.statistics.asking import make_measurements
from tests.unit.statistics.asking_by_hand import NOW, UNTIL_NOW, UTC_ZONE, ask, at
from tests.unit.statistics.oracle import Row


def test_not_known_is_not_zero() -> None:
    noon_s = int(at("2020-01-01T12:00Z").timestamp())
    runs = [(0, noon_s), (noon_s + 7200, noon_s + 4 * 3600)]
    measurements = make_measurements([], runs)
    bounds = {"start": "2020-01-01T11:00Z", "end": "2020-01-01T18:00Z", "timeslice": "hour"}
    for statistic, empty in (("total_visits", 0), ("average_execution_time", None)):
        assert ask(measurements, statistic, **bounds) == {  # type: ignore[arg-type]
            "2020-01-01T11": empty,
            "2020-01-01T12": None,
            "2020-01-01T13": None,
            "2020-01-01T14": empty,
            "2020-01-01T15": empty,
            "2020-01-01T16": None,
            "2020-01-01T17": None,
        }


def test_an_end_in_the_future_is_allowed_and_not_known() -> None:
    asked = ask(
        make_measurements([], UNTIL_NOW),
        start="2026-11-22T00:00Z",
        end="2026-11-25T00:00Z",
        timeslice="day",
    )
    assert asked == {"2026-11-22": 0, "2026-11-23": 0, "2026-11-24": None}


def test_bounds_default_to_the_first_call_and_now() -> None:
    measurements = make_measurements([Row(at("2026-11-21T10:00Z"))], UNTIL_NOW)
    assert ask(measurements, timeslice="day") == {
        "2026-11-21": 1,
        "2026-11-22": 0,
        "2026-11-23": 0,
    }


@pytest.mark.parametrize("runs", [[], UNTIL_NOW])
def test_no_calls_answer_what_an_empty_range_answers(runs: list[tuple[int, int]]) -> None:
    measurements = make_measurements([], runs)
    assert ask(measurements) == 0
    assert ask(measurements, "unique_visitors") == 0
    assert ask(measurements, "average_execution_time") is None
    for timeslice in ("year", "week", "hour"):
        assert ask(measurements, timeslice=timeslice) == {}


@pytest.mark.parametrize("timeslice", ["year", "month", "week", "day", "hour", "minute"])
def test_an_empty_range_has_no_slices(shop: Measurements, timeslice: str) -> None:
    start = "2018-04-25T15:30Z"
    assert ask(shop, start=start, end=start, timeslice=timeslice) == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"timeslice": "century", "is_static": True}, "timeslice"),
        ({"timeslice": "day", "is_static": None}, "timeslice_is_static"),
        ({"start_at": NOW, "end_at": NOW - timedelta(microseconds=1)}, "end_date"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(values: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        StatisticQuery(statistic="total_visits", **values)  # type: ignore[arg-type]
    assert list(caught.value.fields) == [field]


@pytest.mark.parametrize("timeslice", ["year", "month"])
def test_years_and_months_are_never_dynamic(shop: Measurements, timeslice: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        ask(shop, timeslice=timeslice, is_static=False)
    assert list(caught.value.fields) == ["timeslice_is_static"]


def test_an_unknown_statistic_is_refused(shop: Measurements) -> None:
    with pytest.raises(InvalidInputError) as caught:
        ask(shop, "totalvisits")
    assert list(caught.value.fields) == ["statistic"]


@pytest.mark.parametrize("is_static", [True, False])
@pytest.mark.parametrize(
    ("timeslice", "length"),
    [
        ("minute", timedelta(minutes=1)),
        ("hour", timedelta(hours=1)),
        ("day", timedelta(days=1)),
        ("week", timedelta(weeks=1)),
    ],
)
def test_a_hundred_thousand_slices_are_the_most(
    timeslice: str, length: timedelta, is_static: bool
) -> None:
    start = (
        datetime(2, 1, 7, tzinfo=UTC) if timeslice == "week" else datetime(1900, 1, 1, tzinfo=UTC)
    )

    def count(end: datetime) -> int:
        if is_static:
            return len(Timeslices.static(start, end, timeslice, UTC_ZONE).keys)
        return len(Timeslices.dynamic(start, end, timeslice).keys)

    assert count(start + MOST_SLICES * length) == MOST_SLICES
    with pytest.raises(InvalidInputError) as caught:
        count(start + MOST_SLICES * length + timedelta(microseconds=1))
    assert list(caught.value.fields) == ["timeslice"]


@pytest.mark.parametrize("timezone", ["Pacific/Kiritimati", "America/New_York"])
@pytest.mark.parametrize("year", ["0002", "9997"])
def test_the_ends_of_the_calendar_are_no_crash(timezone: str, year: str) -> None:
    for timeslice in ("year", "month", "week", "day", "hour"):
        asked = ask(
            make_measurements([], UNTIL_NOW),
            start=f"{year}-01-01T00:00Z",
            end=f"{year}-12-31T23:59Z",
            timeslice=timeslice,
            timezone=timezone,
        )
        assert asked


def ask_by_minute(measurements: Measurements, statistics: tuple[str, ...], minutes: int) -> None:
    query = StatisticsQuery(
        statistics=statistics,
        timeslice="minute",
        is_static=True,
        start_at=at("2026-01-01T00:00Z"),
        end_at=at("2026-01-01T00:00Z") + timedelta(minutes=minutes),
    )
    answer_all(measurements, query, now=NOW)


def test_twelve_statistics_of_a_month_by_minute_are_not_too_many() -> None:
    ask_by_minute(make_measurements([], UNTIL_NOW), tuple(load_statistics())[:12], 43_200)


def test_more_than_a_million_values_are_too_many() -> None:
    measurements = make_measurements([], UNTIL_NOW)
    ask_by_minute(measurements, tuple(load_statistics())[:10], MOST_VALUES // 10)
    with pytest.raises(InvalidInputError, match="Choose less time") as caught:
        ask_by_minute(measurements, tuple(load_statistics())[:11], MOST_VALUES // 10)
    assert caught.value.fields


def test_counts_of_visits_per_ip_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Row(at(f"2020-01-01T{hour:02}:00Z"), ip=f"10.0.0.{hour}") for hour in range(5)]
    measurements = make_measurements(rows, UNTIL_NOW)
    monkeypatch.setattr(facts, "MOST_VISITS_PER_IP", 5)
    assert ask(measurements, "visits_per_ip") == {f"10.0.0.{hour}": 1 for hour in range(5)}
    monkeypatch.setattr(facts, "MOST_VISITS_PER_IP", 4)
    with pytest.raises(InvalidInputError, match="4 counts of visits per IP"):
        ask(measurements, "visits_per_ip")
    assert ask(measurements, "unique_visitors") == 5


def test_averages_per_version_and_ip_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Row(at(f"2020-01-01T{hour:02}:00Z"), ip=f"10.0.0.{hour}") for hour in range(5)]
    measurements = make_measurements(rows, UNTIL_NOW)
    monkeypatch.setattr(per_version, "MOST_AVERAGES", 4)
    with pytest.raises(InvalidInputError, match="4 averages"):
        per_version.averages_per_version_and(measurements, Selection(), "ip", now=NOW)
    monkeypatch.setattr(per_version, "MOST_AVERAGES", 5)
    per_version.averages_per_version_and(measurements, Selection(), "ip", now=NOW)
