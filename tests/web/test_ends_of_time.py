"""Every route that takes a date takes the first and the last one there is, in every zone."""

import time
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from itertools import product
from urllib.parse import urlencode

import pytest

from pydash_web.api_routes import ROUTES
from pydash_web.route import Route
from tests.web.asking import GOOD_QUERIES, ask, json_of
from tests.web.people import Person

FIRST, LAST = "0001-01-01", "9999-12-31"

ENDS = (
    FIRST,
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00.000001Z",
    "0001-01-02",
    "9999-12-30",
    LAST,
    "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59.999999-12:00",
)

MOST_S = 0.5
"""Of the processor's time, for an answer about no calls; most take a fiftieth of it."""

ZONES = (
    "UTC",
    "Pacific/Kiritimati",  # furthest ahead
    "Etc/GMT+12",  # furthest behind
    "Asia/Manila",  # of all local times of year 1 the one furthest behind
    "America/Metlakatla",  # and the one furthest ahead
    "Africa/Monrovia",  # offsets with seconds
)


def takes_dates(route: Route) -> bool:
    return (
        route.query is not None and {"start_date", "end_date"} <= route.query.model_fields.keys()
    )


DATED = [route.name for route in ROUTES if takes_dates(route)]


def queries(name: str) -> Iterator[Mapping[str, str]]:
    """Each end as either border, and from the first day to the last, in each zone."""
    usual = GOOD_QUERIES.get(name, {})
    borders: list[dict[str, str]] = [
        *({border: end} for border, end in product(("start_date", "end_date"), ENDS)),
        {"start_date": FIRST, "end_date": LAST},
        {"start_date": FIRST, "end_date": "0001-01-02"},
        {"start_date": "9999-12-30", "end_date": LAST},
    ]
    for border, zone in product(borders, ZONES):
        yield {**usual, **border, "timezone": zone}


def test_the_routes_that_take_dates_are_found() -> None:
    assert {"dashboard.get_downtime", "statistic.get", "export.get"} <= set(DATED)


@pytest.mark.parametrize("name", DATED)
def test_the_ends_of_time_are_answered_or_refused_at_once(alice: Person, name: str) -> None:
    wrong = {}
    for query in queries(name):
        begun_s = time.thread_time()
        answer = ask(alice.client, name, alice.ids, query_string=query)
        taken_s = time.thread_time() - begun_s
        is_refused = answer.status_code == HTTPStatus.BAD_REQUEST and json_of(answer)["message"]
        if (answer.status_code != HTTPStatus.OK and not is_refused) or taken_s > MOST_S:
            wrong[urlencode(query)] = (answer.status_code, taken_s)
    assert wrong == {}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("name", DATED)
def test_a_range_may_end_with_the_last_day(alice: Person, name: str, zone: str) -> None:
    query = {"start_date": "9999-12-30", "end_date": LAST, "timezone": zone}
    answer = ask(
        alice.client, name, alice.ids, query_string={**GOOD_QUERIES.get(name, {}), **query}
    )
    assert answer.status_code == HTTPStatus.OK, answer.get_data(as_text=True)


@pytest.mark.parametrize("end", ENDS)
def test_a_token_may_end_at_either_end_of_time(alice: Person, end: str) -> None:
    answer = ask(alice.client, "token.create", json={"name": "script", "expires_at": end})
    expected = {HTTPStatus.OK} if end.startswith("9999") else {HTTPStatus.BAD_REQUEST}
    assert answer.status_code in expected | {HTTPStatus.BAD_REQUEST}
    assert json_of(ask(alice.client, "token.list_all"))
