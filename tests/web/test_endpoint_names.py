"""The name of an endpoint may hold any character, wherever it stands in an address."""

from typing import Any
from urllib.parse import quote

import pytest

from pydash_app.database import Database
from pydash_app.measurements.window import Window
from tests.factories import make_batch, store_batch
from tests.web.asking import OF_ENDPOINT, ask, json_of
from tests.web.measured import APRIL_25, THE_DAY
from tests.web.people import Person

NAMES = (
    "shop.cart",
    "",
    " ",
    "a/b",
    "/a",
    "a/",
    "a//b",
    "boxplot",
    "a/boxplot",
    "boxplot/boxplot",
    "a/execution_times_per_version",
    "a/execution_times_per_version_and/ip",
    "execution_times_per_version_and/group_by",
    ".",
    "..",
    "../..",
    "a/../b",
    "名前/ü 😀",
    "u\N{COMBINING DIAERESIS}",
    "a%2Fb",
    "100%",
    "a?b#c&d=e+f",
    "a\\b",
    "a\nb",
    "a\x00b",
    "None",
    "x" * 1_024,
)


@pytest.fixture(autouse=True)
def _calls(database: Database, alice: Person) -> None:
    """One call of each name, and as many more as stand before it."""
    names = [name for index, name in enumerate(NAMES) for _ in range(index + 1)]
    batch = make_batch([APRIL_25] * len(names), endpoints=names)
    start_s = int(APRIL_25.timestamp())
    store_batch(database, alice.dashboard_id, Window(start_s - 1, start_s + 1), batch)


def count(answered: Any) -> int:
    """The visits in an answer of any of the routes."""
    if "total_visits" in answered:
        return int(answered["total_visits"])
    return sum(count(part) for part in answered.values())


@pytest.mark.parametrize("route", OF_ENDPOINT)
@pytest.mark.parametrize("index", range(len(NAMES)), ids=[repr(name)[:40] for name in NAMES])
def test_every_name_is_found(alice: Person, route: str, index: int) -> None:
    name = NAMES[index]
    response = ask(
        alice.client, route, alice.dashboard_id, endpoint_name=name, query_string=THE_DAY
    )
    assert response.status_code == 200
    assert count(json_of(response)) == index + 1


@pytest.mark.parametrize("name", ["a/b", "a//b", "/a", "a/", "a/boxplot", "a/../b", "名前/ü 😀"])
def test_slashes_need_not_be_encoded(alice: Person, name: str) -> None:
    path = f"/api/dashboards/{alice.dashboard_id}/endpoints/{quote(name)}/boxplot"
    assert json_of(alice.client.get(path))["total_visits"] == NAMES.index(name) + 1


@pytest.mark.parametrize("name", ["Shop.cart", "shop.cart/", "a", "\xfc", "boxplot/", "x" * 1_023])
def test_a_name_is_matched_as_it_is(alice: Person, name: str) -> None:
    response = ask(
        alice.client, "statistic.endpoint_boxplot", alice.dashboard_id, endpoint_name=name
    )
    assert response.status_code == 404
    assert json_of(response)["code"] == "no_such_endpoint"


@pytest.mark.parametrize(
    "rest", ["endpoints/a/b", "endpoints/a", "endpoints", "endpoints/boxplot/"]
)
def test_what_is_no_route_is_not_found(alice: Person, rest: str) -> None:
    response = alice.client.get(f"/api/dashboards/{alice.dashboard_id}/{rest}")
    assert response.status_code == 404
    assert json_of(response)["code"] == "not_found"
