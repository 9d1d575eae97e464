"""Every 400 of the contract, for every route that reads measurements."""

import time
from http import HTTPStatus
from typing import Any

import pytest

from pydash_app.database import Database
from tests.web.asking import GOOD_QUERIES, HEATMAPS, OF_ENDPOINT, READS, ask, json_of
from tests.web.measured import store_day
from tests.web.people import Person

MOST_S = 1.0

BOXES = (
    "statistic.endpoint_boxplots",
    "statistic.endpoint_boxplot",
    "statistic.execution_times_per_version",
    "statistic.endpoint_execution_times_per_version",
)
SINGLE = ("start_date", "end_date", "timezone", "accuracy")
FILTERS = ("endpoint", "version", "ip", "group_by")
SINGLE_OF = {
    "statistic.get": (*SINGLE, "statistic", "timeslice", "timeslice_is_static"),
    "statistic.endpoint_boxplots": (*SINGLE, "include_distribution", "include_disabled"),
    **dict.fromkeys(BOXES[1:], (*SINGLE, "include_distribution")),
    "export.get": (*SINGLE, "format"),
}
LONG = "x" * 60_000
LONGEST = "x" * 1_024

Query = dict[str, Any]

EVERYWHERE: dict[str, tuple[Query, str]] = {
    "no date": ({"start_date": "yesterday"}, "start_date"),
    "not ISO 8601": ({"end_date": "25/04/2018"}, "end_date"),
    "no such day": ({"end_date": "2018-02-30"}, "end_date"),
    "empty date": ({"start_date": ""}, "start_date"),
    "year 10000": ({"end_date": "10000-01-01"}, "end_date"),
    "year 0": ({"start_date": "0000-01-01"}, "start_date"),
    "start after now": ({"start_date": "2026-11-24", "end_date": None}, "start_date"),
    "no zone of a place": ({"timezone": "Factory"}, "timezone"),
    "a zone of this machine": ({"timezone": "localtime"}, "timezone"),
    "a file beside the zones": ({"timezone": "posixrules"}, "timezone"),
    "a zone with leap seconds": ({"timezone": "right/UTC"}, "timezone"),
    "a zone without them": ({"timezone": "posix/UTC"}, "timezone"),
    "a folder of zones": ({"timezone": "Europe"}, "timezone"),
    "a zone by a detour": ({"timezone": "Europe/../Europe/Paris"}, "timezone"),
    "end before start": ({"start_date": "2018-04-25", "end_date": "2018-04-24"}, "end_date"),
    "no such zone": ({"timezone": "Mars/Base"}, "timezone"),
    "zone of another case": ({"timezone": "utc"}, "timezone"),
    "a path": ({"timezone": "../../etc/passwd"}, "timezone"),
    "another accuracy": ({"accuracy": "roughly"}, "accuracy"),
    "empty accuracy": ({"accuracy": ""}, "accuracy"),
    "long filter": ({"ip": LONG}, "ip"),
    "long date": ({"start_date": LONG}, "start_date"),
    "long zone": ({"timezone": LONG}, "timezone"),
}

SLICED = {"timeslice": "day", "timeslice_is_static": "true"}

BEFORE_ALL: Query = {"start_date": None, "end_date": "2018-04-24"}

OF_ONE: tuple[tuple[str, str, Query, str], ...] = (
    ("statistic.get", "missing", {"statistic": None}, "statistic"),
    ("statistic.get", "unknown", {"statistic": "visits"}, "statistic"),
    ("statistic.get", "empty", {"statistic": ""}, "statistic"),
    ("statistic.get", "long", {"statistic": LONG}, "statistic"),
    ("statistic.get", "no such slice", SLICED | {"timeslice": "decade"}, "timeslice"),
    ("statistic.get", "static or not", {"timeslice": "day"}, "timeslice_is_static"),
    ("statistic.get", "maybe", SLICED | {"timeslice_is_static": "maybe"}, "timeslice_is_static"),
    *(
        (
            "statistic.get",
            f"a {timeslice} of no fixed length",
            {"timeslice": timeslice, "timeslice_is_static": "false"},
            "timeslice_is_static",
        )
        for timeslice in ("month", "year")
    ),
    *(
        (
            "statistic.get",
            f"100,001 slices, static {is_static}",
            {
                "timeslice": "minute",
                "timeslice_is_static": is_static,
                "start_date": "2018-01-01T00:00",
                "end_date": "2018-03-11T10:41",
            },
            "timeslice",
        )
        for is_static in ("0", "1")
    ),
    *((name, "missing start", {"start_date": None}, "start_date") for name in HEATMAPS),
    *(
        (name, "100,001 hours", {"start_date": "2000", "end_date": "2011-05-30T17"}, "timeslice")
        for name in HEATMAPS
    ),
    *(
        (name, "no boolean", {"include_distribution": "some"}, "include_distribution")
        for name in BOXES
    ),
    (
        "statistic.endpoint_boxplots",
        "no boolean",
        {"include_disabled": "some"},
        "include_disabled",
    ),
    *((name, "another endpoint", {"endpoint": "admin"}, "endpoint") for name in OF_ENDPOINT),
    ("export.get", "no such format", {"format": "xlsx"}, "format"),
    ("export.get", "empty format", {"format": ""}, "format"),
)

CASES = (
    *(
        pytest.param(name, query, field, id=f"{name}-{what}")
        for name in READS
        for what, (query, field) in EVERYWHERE.items()
    ),
    *(
        pytest.param(name, query, field, id=f"{name}-{what}")
        for name, what, query, field in OF_ONE
    ),
    *(
        pytest.param(name, BEFORE_ALL, "end_date", id=f"{name}-end before the first call")
        for name in READS
        if name not in HEATMAPS  # which want a start
    ),
    *(
        pytest.param(name, {parameter: "a\x00b"}, parameter, id=f"{name}-NUL in {parameter}")
        for name in READS
        for parameter in SINGLE_OF.get(name, SINGLE)
    ),
    *(
        pytest.param(name, {parameter: ["1", "1"]}, parameter, id=f"{name}-twice {parameter}")
        for name in READS
        for parameter in SINGLE_OF.get(name, SINGLE)
    ),
)


@pytest.fixture(autouse=True)
def _day(database: Database, alice: Person) -> None:
    store_day(database, alice)


@pytest.mark.parametrize(("name", "query", "field"), CASES)
def test_what_cannot_be_answered_names_the_parameter(
    alice: Person, name: str, query: Query, field: str
) -> None:
    asked = {**GOOD_QUERIES.get(name, {}), **query}
    given = {key: value for key, value in asked.items() if value is not None}
    started_at = time.thread_time()
    response = ask(alice.client, name, alice.dashboard_id, query_string=given)
    assert time.thread_time() - started_at < MOST_S
    assert response.status_code == HTTPStatus.BAD_REQUEST, response.text[:500]
    error = json_of(response)
    assert (error["code"], set(error["fields"])) == ("invalid_input", {field})
    assert len(response.data) < 2_000
    assert all(reason.endswith(".") for reason in (error["message"], *error["fields"].values()))


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("parameter", FILTERS)
@pytest.mark.parametrize("text", ["\x00", "home\x00", "", LONGEST, "\N{NO-BREAK SPACE}", "�"])
def test_a_filter_takes_any_text(alice: Person, name: str, parameter: str, text: str) -> None:
    is_contradiction = parameter == "endpoint" and name in OF_ENDPOINT
    query = {**GOOD_QUERIES.get(name, {}), parameter: text}
    started_at = time.thread_time()
    response = ask(alice.client, name, alice.dashboard_id, query_string=query)
    assert time.thread_time() - started_at < MOST_S
    assert response.status_code == (400 if is_contradiction else 200)


@pytest.mark.parametrize("name", READS)
def test_a_thousand_filters_are_answered(alice: Person, name: str) -> None:
    query = {**GOOD_QUERIES.get(name, {}), "ip": [f"192.0.2.{n}" for n in range(1_000)]}
    started_at = time.thread_time()
    response = ask(alice.client, name, alice.dashboard_id, query_string=query)
    assert time.thread_time() - started_at < MOST_S
    assert response.status_code == HTTPStatus.OK


@pytest.mark.parametrize("name", READS)
def test_what_no_route_knows_is_ignored(alice: Person, name: str) -> None:
    query = {**GOOD_QUERIES.get(name, {}), "utm_source": "mail", LONG[:1000]: "\x00"}
    response = ask(alice.client, name, alice.dashboard_id, query_string=query)
    assert response.status_code == HTTPStatus.OK


def test_as_many_slices_as_allowed_are_answered(alice: Person) -> None:
    response = ask(
        alice.client,
        "statistic.get",
        alice.dashboard_id,
        query_string={
            "statistic": "total_visits",
            "timeslice": "minute",
            "timeslice_is_static": "0",
            "start_date": "2018-01-01T00:00",
            "end_date": "2018-03-11T10:40",
        },
    )
    assert len(json_of(response)) == 100_000
