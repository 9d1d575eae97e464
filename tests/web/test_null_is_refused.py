"""`null` is not the same as leaving a field out, except where the document says so."""

from http import HTTPStatus
from typing import Any

import pytest

from pydash_app.user import repository as users
from pydash_web.api_routes import ROUTES
from pydash_web.openapi import Documentation
from tests.web.asking import GOOD_BODIES, ROUTE_OF, ask, json_of
from tests.web.world import World

NULL = {"type": "null"}
SCHEMAS = Documentation(ROUTES, "http://127.0.0.1").document["components"]["schemas"]


def properties_of(name: str) -> dict[str, Any]:
    """What a route's body may hold, by name."""
    body = ROUTE_OF[name].body
    assert body is not None
    properties: dict[str, Any] = SCHEMAS[body.__name__]["properties"]
    return properties


FIELDS = [
    (route.name, field, NULL in schema.get("anyOf", ()))
    for route in ROUTES
    if route.body
    for field, schema in properties_of(route.name).items()
]


@pytest.mark.parametrize(("name", "field"), [case[:2] for case in FIELDS if not case[2]])
def test_null_is_refused_and_changes_nothing(world: World, name: str, field: str) -> None:
    if ROUTE_OF[name].is_for_admins:
        world.database.write(
            lambda root: setattr(users.find_by_name(root, "alice"), "is_admin", 1)
        )
    body = {**GOOD_BODIES[name], field: None}
    if field == "username":
        body.pop("name", None)
    response = ask(world.alice.client, name, world.alice.ids, json=body)
    assert (response.status_code, json_of(response)["code"]) == (400, "invalid_input")
    assert set(json_of(response)["fields"]) <= {field, "name"}
    shown = ask(world.alice.client, "dashboard.get", world.alice.ids)
    assert json_of(shown)["name"] == "Alice's app"


@pytest.mark.parametrize(("name", "field"), [case[:2] for case in FIELDS if case[2]])
def test_null_is_taken_where_the_document_says_what_it_means(
    world: World, name: str, field: str
) -> None:
    assert "null" in properties_of(name)[field]["description"]
    body = {**GOOD_BODIES[name], field: None}
    response = ask(world.alice.client, name, world.alice.ids, json=body)
    assert response.status_code == HTTPStatus.OK


def test_some_fields_are_looked_at() -> None:
    assert len(FIELDS) > 20
    assert {field for _, field, may_be_null in FIELDS if may_be_null} == {"expires_at"}
