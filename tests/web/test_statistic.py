"""The statistic route: reading the query, writing the answer. What is computed, the domain's
own tests show.
"""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from pydash_app.database import Database
from pydash_app.errors import InvalidInputError
from pydash_app.measurements.window import Window
from pydash_app.statistics.registry import load_statistics
from pydash_app.statistics.timeslices import TIMESLICES
from pydash_web.parsing import parse_query
from pydash_web.schemas.statistic import StatisticParameters
from tests.factories import make_batch, store_batch
from tests.web.asking import ask, json_of
from tests.web.people import Person

APRIL_25 = datetime(2018, 4, 25, tzinfo=UTC)


def parse(**parameters: Any) -> StatisticParameters:
    given = MultiDict({"statistic": "total_visits", **parameters})
    return parse_query(StatisticParameters, given)


@pytest.fixture
def day(database: Database, alice: Person) -> dict[str, Any]:
    """Three calls on the 25th of April 2018, at 1, 2 and 3 o'clock; and what asks for that day."""
    start_s = int(APRIL_25.timestamp())
    batch = make_batch(
        [APRIL_25 + timedelta(hours=hour) for hour in (1, 2, 3)],
        durations_ms=[10, 20, 60],
        endpoints=["cart", "cart", "pay/ü"],
        versions=["1.0", "2.0", "None"],
        ips=["192.0.2.1", "192.0.2.2", "192.0.2.1"],
    )
    store_batch(database, alice.dashboard_id, Window(start_s, start_s + 86_400), batch)
    return {"start_date": "2018-04-25", "end_date": "2018-04-26"}


def ask_statistic(person: Person, **query: Any) -> Any:
    response = ask(person.client, "statistic.get", person.dashboard_id, query_string=query)
    assert response.status_code == HTTPStatus.OK, response.text
    return json_of(response)


def test_without_timeslice_the_value_is_bare(alice: Person, day: dict[str, Any]) -> None:
    assert ask_statistic(alice, statistic="total_visits", **day) == 3
    assert ask_statistic(alice, statistic="unique_visitors", **day) == 2
    assert ask_statistic(alice, statistic="average_execution_time", **day) == pytest.approx(30)


def test_counts_are_written_without_a_fraction(alice: Person, day: dict[str, Any]) -> None:
    query = {"statistic": "total_visits", **day}
    response = ask(alice.client, "statistic.get", alice.dashboard_id, query_string=query)
    assert response.text == "3"


def test_nothing_to_average_is_null(alice: Person, day: dict[str, Any]) -> None:
    query = day | {"statistic": "average_execution_time", "ip": "198.51.100.7"}
    assert ask_statistic(alice, **query) is None


def test_slices_come_in_time_order(alice: Person, day: dict[str, Any]) -> None:
    query = day | {"statistic": "total_visits", "timeslice": "hour", "timeslice_is_static": "TRUE"}
    answered = ask_statistic(alice, **query)
    assert list(answered) == sorted(answered)
    assert answered["2018-04-25T02"] == 1
    assert sum(answered.values()) == 3


def test_filters_are_or_within_and_and_between(alice: Person, day: dict[str, Any]) -> None:
    query = day | {"statistic": "total_visits"}
    assert ask_statistic(alice, **query, version=["1.0", "None"]) == 2
    assert ask_statistic(alice, **query, version=["1.0", "None"], endpoint="pay/ü") == 1


def test_header_tells_the_accuracy(alice: Person) -> None:
    response = ask(alice.client, "statistic.get", alice.dashboard_id)
    assert response.headers["X-Pydash-Accuracy"] == "exact"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018", datetime(2018, 1, 1, tzinfo=UTC)),
        ("2018-04", datetime(2018, 4, 1, tzinfo=UTC)),
        ("2018-04-25", APRIL_25),
        ("20180425", APRIL_25),
        ("2018-W17-3", APRIL_25),
        ("2018-04-24T24:00", APRIL_25),
        ("2018-04-25T15:30:00Z", datetime(2018, 4, 25, 15, 30, tzinfo=UTC)),
        ("2018-04-25T15:30:00.000001", datetime(2018, 4, 25, 15, 30, 0, 1, tzinfo=UTC)),
        ("2018-04-25T15:30+02:00", datetime(2018, 4, 25, 13, 30, tzinfo=UTC)),
    ],
)
def test_dates_are_iso_8601_and_utc_without_an_offset(text: str, expected: datetime) -> None:
    start_at = parse(start_date=text).start_date
    assert start_at == expected
    assert start_at is not None
    assert start_at.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "tomorrow",
        "1524614400",
        "10000-01-01",
        "0000-01-01",
        "2018-02-30",
        "2018-04-25T25:00",
        "2018-04-25 15:30",
        "2018-04-25T15:30 02:00",
        "2018-04-25\x00",
        "\x002018-04-25",
        "２０１８-04-25",
        "0001-01-01T00:00+14:00",
        "9999-12-31T24:00",
        "9999-12-31T23:59-14:00",
        "9" * 5000,
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse(end_date=text)
    assert caught.value.fields.keys() == {"end_date"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("1", True),
        ("false", False),
        ("False", False),
        ("0", False),
    ],
)
def test_booleans_are_read_in_any_case(text: str, *, expected: bool) -> None:
    assert parse(timeslice_is_static=text).timeslice_is_static is expected


@pytest.mark.parametrize("text", ["", "yes", "2", "on", "tru", "true ", "\x00", "ﬀalse"])
def test_what_is_no_boolean_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse(timeslice_is_static=text)
    assert caught.value.fields.keys() == {"timeslice_is_static"}


def test_time_zone_is_utc_unless_named() -> None:
    assert parse().timezone.key == "UTC"
    assert parse(timezone="Europe/Amsterdam").timezone.key == "Europe/Amsterdam"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mars/Phobos",
        "Europe",
        "europe/amsterdam",
        "../../etc",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe/../Europe/Amsterdam",
        "Factory",
        "localtime",
        "posixrules",
        "right/UTC",
        "posix/Europe/Amsterdam",
        "UTC\x00",
        "x" * 10_000,
    ],
)
def test_unknown_time_zones_are_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse(timezone=text)
    assert caught.value.fields.keys() == {"timezone"}


@pytest.mark.parametrize(
    "name",
    ["statistic", "start_date", "end_date", "timeslice", "timeslice_is_static", "timezone"],
)
def test_what_counts_once_is_given_once(name: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse(**{name: ["2018", "2018"]})
    assert caught.value.fields == {name: "Give this once."}


@pytest.mark.parametrize("name", ["endpoint", "version", "ip", "group_by"])
def test_filters_may_be_repeated(name: str) -> None:
    assert getattr(parse(**{name: ["a", "b\x00", ""]}), name) == ("a", "b\x00", "")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "statistic"),
        ({"statistic": "visits"}, "statistic"),
        ({"statistic": "total_visits\x00"}, "statistic"),
        ({"timeslice": "decade", "timeslice_is_static": "1"}, "timeslice"),
        ({"timeslice": "day"}, "timeslice_is_static"),
        ({"timeslice": "day", "timeslice_is_static": "maybe"}, "timeslice_is_static"),
        ({"timeslice": "month", "timeslice_is_static": "0"}, "timeslice_is_static"),
        ({"start_date": "2018-04-26", "end_date": "2018-04-25"}, "end_date"),
        (
            {"timeslice": "minute", "timeslice_is_static": "1", "start_date": "1970"},
            "timeslice",
        ),
    ],
)
def test_refusals_name_the_parameter(alice: Person, query: dict[str, str], field: str) -> None:
    complete = query if field == "statistic" else {"statistic": "total_visits", **query}
    response = ask(alice.client, "statistic.get", alice.dashboard_id, query_string=complete)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["code"] == "invalid_input"
    assert json_of(response)["fields"].keys() == {field}


@pytest.mark.parametrize("timeslice", TIMESLICES)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("is_static", ["0", "1"])
def test_the_ends_of_the_calendar_are_answered(
    alice: Person, timeslice: str, zone: str, is_static: str
) -> None:
    if is_static == "0" and timeslice in ("year", "month"):
        pytest.skip("they lie on the calendar")
    query = {
        "statistic": "total_visits",
        "timeslice": timeslice,
        "timeslice_is_static": is_static,
        "timezone": zone,
    }
    for start, end in (("0001-01-01", "0001-01-03"), ("9999-12-30", "9999-12-31")):
        answered = ask_statistic(alice, **query, start_date=start, end_date=end)
        assert len(answered) > 0


@pytest.mark.parametrize("timeslice", ["year", "month"])
def test_a_range_may_reach_to_the_last_day(
    alice: Person, day: dict[str, Any], timeslice: str
) -> None:
    query = day | {"statistic": "total_visits", "end_date": "9999-12-31"}
    assert ask_statistic(alice, **query) == 3
    sliced = {"timeslice": timeslice, "timeslice_is_static": "true"}
    answered = ask_statistic(alice, **query, **sliced)
    assert [value for value in answered.values() if value is not None] == [3]
    assert list(answered)[-1][:4] == "9999"


LATER = {"start_date": "2018-05-01", "end_date": "2018-05-02"}
"""After all that was fetched."""

ALL_OF_LATER = {**LATER, "statistic": ["total_visits", "visits_per_ip"]}


@pytest.mark.parametrize("statistic", load_statistics())
def test_what_was_not_fetched_is_null_without_slices_too(
    alice: Person, day: dict[str, Any], statistic: str
) -> None:
    known = ask_statistic(alice, statistic=statistic, **day)
    assert known is not None or statistic in ("total_errors", "error_rate")
    assert ask_statistic(alice, statistic=statistic, **LATER) is None


@pytest.mark.usefixtures("day")
def test_boxes_of_what_was_not_fetched_are_empty(alice: Person) -> None:
    ids = alice.dashboard_id
    answered = ask(alice.client, "statistic.get_all", ids, query_string=ALL_OF_LATER)
    assert json_of(answered) == {"total_visits": None, "visits_per_ip": None}
    box = ask(alice.client, "statistic.endpoint_boxplot", ids, query_string=LATER)
    assert set(json_of(box).values()) == {None}
    boxes = ask(alice.client, "statistic.endpoint_boxplots", ids, query_string=LATER)
    assert json_of(boxes) == {}


@pytest.mark.usefixtures("day")
def test_an_empty_range_has_no_calls_wherever_it_lies(alice: Person) -> None:
    nothing = {"start_date": "2018-05-01", "end_date": "2018-05-01"}
    assert ask_statistic(alice, statistic="total_visits", **nothing) == 0


def test_a_dashboard_of_which_nothing_was_fetched_has_no_calls(alice: Person) -> None:
    assert ask_statistic(alice, statistic="total_visits") == 0
    assert ask_statistic(alice, statistic="total_visits", **LATER) == 0


@pytest.mark.parametrize("name", load_statistics())
def test_names_may_be_written_with_blanks(alice: Person, day: dict[str, Any], name: str) -> None:
    printed = name.replace("_", " ")
    assert ask_statistic(alice, **day, statistic=printed) == ask_statistic(
        alice, **day, statistic=name
    )
    query = day | {"statistic": [printed, name]}
    answered = json_of(
        ask(alice.client, "statistic.get_all", alice.dashboard_id, query_string=query)
    )
    assert list(answered) == [name]


@pytest.mark.parametrize("name", ["visits", " total_visits", "total  visits", "total-visits", " "])
def test_no_other_names_are_taken(alice: Person, name: str) -> None:
    query = {"statistic": name}
    response = ask(alice.client, "statistic.get", alice.dashboard_id, query_string=query)
    assert response.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("slices", [{}, {"timeslice": "hour", "timeslice_is_static": "true"}])
def test_all_statistics_at_once_are_what_each_is_alone(
    alice: Person, day: dict[str, Any], slices: dict[str, str]
) -> None:
    names = list(load_statistics())
    query = {"statistic": names, "version": ["1.0", "None"], **day, **slices}
    response = ask(alice.client, "statistic.get_all", alice.dashboard_id, query_string=query)
    alone = {name: ask_statistic(alice, **{**query, "statistic": name}) for name in names}
    assert json_of(response) == alone
    assert list(json_of(response)) == names


def test_a_statistic_named_twice_is_answered_once(alice: Person, day: dict[str, Any]) -> None:
    query = {"statistic": ["total_visits", "total_visits"], **day}
    response = ask(alice.client, "statistic.get_all", alice.dashboard_id, query_string=query)
    assert json_of(response) == {"total_visits": 3}


@pytest.mark.parametrize("names", [[], ["mean"], ["total_visits", "mean"], ["total_visits"] * 21])
def test_which_statistics_must_be_said(alice: Person, names: list[str]) -> None:
    query = {"statistic": names}
    response = ask(alice.client, "statistic.get_all", alice.dashboard_id, query_string=query)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["fields"].keys() == {"statistic"}
