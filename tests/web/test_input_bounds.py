"""Every text that comes in has a bound, and is looked at no further where it is longer."""

import time
from http import HTTPStatus
from typing import Any

import pytest

from pydash_app import user as users
from pydash_app.settings import Settings
from pydash_web.api_routes import ROUTES
from pydash_web.app_factory import LARGEST_BODY_BYTES
from pydash_web.openapi import Documentation
from pydash_web.openapi.shapes import PREFIX
from pydash_web.parsing import LONGEST_QUERY_BYTES, MOST_JSON_MARKS, MOST_PARAMETERS
from pydash_web.route import Route
from tests.web.asking import GOOD_QUERIES, ROUTE_OF, ask, json_of
from tests.web.document_texts import Document, Place
from tests.web.filling import MARKS, fill, name_of, send
from tests.web.world import World

DOCUMENT = Document(Documentation(ROUTES, "http://127.0.0.1").document)
TEXTS = [*DOCUMENT.texts()]

WRONG_INSTEAD_OF_TOO_LONG = {
    "user_login body name",
    "user_login body username",
    "user_login body password",
    "user_change_password body current_password",
    "user_delete body password",
    "user_confirm_password body password",
}
"""What is compared with what is stored: too long is as wrong as any other."""

MOST_S = 0.05
TRIES = 3
"""Of which the quickest counts: a thread's clock also runs while it waits for memory."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Nothing is limited: here each request is sent several times."""
    unlimited = {name: 0 for name in Settings.model_fields if name.startswith("limit_")}
    return settings.model_copy(update=unlimited)


def describe(*, body: dict[str, Any], parameters: list[dict[str, Any]]) -> Document:
    operation = {
        "operationId": "made_up",
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "parameters": parameters,
    }
    inner = {"schemas": {"Inner": body}}
    return Document({"paths": {"/": {"post": operation}}, "components": inner})


def test_every_text_has_a_longest_length() -> None:
    assert sorted(DOCUMENT.unbounded()) == []
    assert len(TEXTS) > 100
    assert {place.kind for place in TEXTS} == {"body", "path", "query", "header"}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"name": {"type": "string"}}},
        {"type": "object", "properties": {"name": {"anyOf": [{"type": "string"}]}}},
        {"type": "object", "properties": {"name": {"type": "string", "format": "date-time"}}},
        {"type": "object", "properties": {"anything": {}}},
        {"type": "array", "items": {"type": "integer"}},
        {"type": "array", "maxItems": 3, "items": {"type": "string"}},
        {"type": "array", "maxItems": 3, "items": {"type": "integer"}, "prefixItems": [{}]},
        {"type": "object", "maxProperties": 3, "additionalProperties": {"type": "boolean"}},
        {
            "type": "object",
            "additionalProperties": {"type": "boolean"},
            "propertyNames": {"maxLength": 3},
        },
        {"type": "object", "properties": {"inner": {"allOf": [{"type": "string"}]}}},
    ],
)
def test_the_walk_finds_what_has_no_bound(schema: dict[str, Any]) -> None:
    in_body = [*describe(body=schema, parameters=[]).unbounded()]
    assert in_body
    for kind in ("query", "path", "header", "cookie"):
        parameter = {"name": "x", "in": kind, "schema": {"$ref": f"{PREFIX}Inner"}}
        found = [*describe(body=schema, parameters=[parameter]).unbounded()]
        assert len(found) == 2 * len(in_body)


@pytest.mark.parametrize("place", TEXTS, ids=str)
def test_one_character_more_is_refused_at_once(world: World, place: Place) -> None:
    expected = HTTPStatus.BAD_REQUEST
    if str(place) in WRONG_INSTEAD_OF_TOO_LONG:
        expected = HTTPStatus.UNAUTHORIZED
    text = fill(MARKS, place.longest + 1)
    used_s = []
    for _ in range(TRIES):
        started_s = time.thread_time()
        response = send(world, place, text)
        used_s.append(time.thread_time() - started_s)
        assert response.status_code == expected, response.text[:500]
        assert len(response.data) < 1_000
    assert min(used_s) < MOST_S


@pytest.mark.parametrize("route", [route for route in ROUTES if route.query], ids=name_of)
@pytest.mark.parametrize(
    "query", ["x" * (LONGEST_QUERY_BYTES + 1), "&" * MOST_PARAMETERS, "a=b&" * MOST_PARAMETERS]
)
def test_a_query_that_is_longer_than_any_is_not_read(
    world: World, route: Route, query: str
) -> None:
    users.make_admin(world.database, world.alice.user.name)
    response = ask(world.alice.client, route.name, world.alice.ids, query_string=query)
    assert (response.status_code, json_of(response)["code"]) == (400, "query_too_long")


@pytest.mark.parametrize("route", [route for route in ROUTES if route.body], ids=name_of)
@pytest.mark.parametrize(
    "piece", ["[],", "{},", "[[[[]]]],", '"",', "0,", '{"a":0},', "[[[[[[[[0]]]]]]]],"]
)
def test_a_body_of_more_values_than_any_needs_is_not_read(
    world: World, route: Route, piece: str
) -> None:
    data = f'{{"x":[{piece * ((LARGEST_BODY_BYTES - 50) // len(piece))}0]}}'
    started_s = time.thread_time()
    response = send(world, Place(route.name.replace(".", "_"), "body", (), {}), data=data)
    assert time.thread_time() - started_s < MOST_S
    assert (response.status_code, json_of(response)["code"]) == (400, "too_many_values")
    assert data.count(",") > MOST_JSON_MARKS


def test_as_many_values_of_a_filter_as_allowed_are_answered(world: World) -> None:
    query = {**GOOD_QUERIES["statistic.get"], "ip": [f"192.0.2.{n}" for n in range(1_000)]}
    asked = (world.alice.client, "statistic.get", world.alice.dashboard_id)
    assert ask(*asked, query_string=query).status_code == HTTPStatus.OK
    query["ip"] = [*query["ip"], "192.0.2.9999"]
    response = ask(*asked, query_string=query)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["fields"] == {"ip": "Give at most 1,000 of these."}


def test_every_route_of_the_document_can_be_asked() -> None:
    assert {place.operation for place in TEXTS} <= {name.replace(".", "_") for name in ROUTE_OF}
