"""Sends a text to wherever the OpenAPI document lets one in."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import quote

from werkzeug.test import TestResponse

from pydash_app import user as users
from pydash_web.route import Route
from tests.web.asking import GOOD_BODIES, GOOD_QUERIES, ROUTE_OF
from tests.web.document_texts import EVERY_KEY, Place
from tests.web.world import World

MARKS = "\u0315\u0300"
"""Combining marks in an order that NFC has to turn round, which it does one by one."""


def fill(piece: str, length: int) -> str:
    """A text of so many characters, made of one letter and of a piece again and again."""
    return ("a" + piece * (length // len(piece) + 1))[:length]


def name_of(route: Route) -> str:
    return route.name


def send(
    world: World, place: Place, text: str = "", *, data: str | None = None, **request: Any
) -> TestResponse:
    """Send a well-formed request that holds a text at one place, by Alice where it takes somebody.

    Args:
        world: to send it into.
        place: where the text stands.
        text: as it is meant, not escaped yet.
        data: a whole body instead.
        request: what else the test client takes.
    """
    route = ROUTE_OF[place.operation.replace("_", ".", 1)]
    if route.is_for_admins:
        users.make_admin(world.database, world.alice.user.name)
    ids: dict[str, str] = {name: str(value) for name, value in world.alice.ids.items()}
    ids["endpoint_name"] = "home"
    query: Any = request.pop("query_string", dict(GOOD_QUERIES.get(route.name, {})))
    if place.kind == "path":
        ids[place.steps[0]] = text
    if place.kind == "query":
        query[place.steps[0]] = text
    if place.kind == "header":
        request["headers"] = {place.steps[0]: _in_header(text)}
    if route.body and data is None:
        data = json.dumps(_body_with(GOOD_BODIES[route.name], place, text))
    path = route.path_template
    for name in route.parameter_names:
        path = path.replace(f"{{{name}}}", quote(ids.get(name, "home"), safe=""))
    browser = world.app.test_client() if route.is_public else world.alice.client
    return browser.open(
        path,
        method=route.method,
        query_string=query,
        data=data,
        content_type="application/json" if data is not None else None,
        **request,
    )


def _in_header(text: str) -> str:
    """As many characters as a header can hold: each is one byte there."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")[: len(text)]


def _body_with(good: Mapping[str, Any], place: Place, text: str) -> Mapping[str, Any]:
    if place.kind != "body" or not place.steps:
        return good
    body: dict[str, Any] = deepcopy(dict(good))
    if place.steps == ("username",) and "name" in body:
        del body["name"]  # two ways to say the same
    key, *rest = place.steps
    body[key] = _nested(rest, text)
    return body


def _nested(steps: list[str], text: str) -> Any:
    if not steps:
        return text
    inner = _nested(steps[1:], text)
    if steps[0] == EVERY_KEY:
        return {text: True}
    return [inner] if steps[0] == "[]" else {steps[0]: inner}
