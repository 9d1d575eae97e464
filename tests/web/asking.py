"""Asks for a route of the table: its address, and what it wants to hear."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pydash_web.api_routes import ROUTES
from pydash_web.route import Route
from tests.factories import PASSWORD
from tests.web.fake_remotes import RIGHT_TOKEN

ROUTE_OF: Mapping[str, Route] = {route.name: route for route in ROUTES}

NEW_PASSWORD = "another horse battery"

GOOD_BODIES: Mapping[str, Mapping[str, Any]] = {
    "user.login": {"name": "Alice", "password": PASSWORD},
    "user.register": {"name": "Dora", "email": "dora@example.org", "password": PASSWORD},
    "user.verify": {"verification_code": "a-code_that-nobody-has"},
    "user.resend_verification": {"email": "alice@example.org"},
    "user.request_password_reset": {"email": "alice@example.org"},
    "user.reset_password": {"reset_code": "a-code_that-nobody-has", "new_password": NEW_PASSWORD},
    "user.change_settings": {"theme": "dark"},
    "user.change_password": {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
    "user.delete": {"password": PASSWORD},
    "token.create": {"name": "nightly report"},
    "dashboard.register": {
        "name": "Shop",
        "url": "https://shop.example.org/dashboard",
        "token": RIGHT_TOKEN,
    },
}

GOOD_QUERIES: Mapping[str, Mapping[str, str]] = {"statistic.get": {"statistic": "total_visits"}}


def json_of(response: TestResponse) -> Any:
    """What an answer holds, which must be JSON."""
    assert response.mimetype == "application/json"
    return response.get_json()


def ask(
    client: FlaskClient,
    name: str,
    ids: Mapping[str, UUID | str] | UUID | str | None = None,
    **overrides: Any,
) -> TestResponse:
    """Send a well-formed request, unless the overrides make it another.

    Args:
        client: the browser.
        name: of the route.
        ids: for routes about something: by their names, or one that stands for all; nobody's by
            default.
        overrides: `json`, `data`, `query_string`, `headers` as the test client takes them.
    """
    route = ROUTE_OF[name]
    request: dict[str, Any] = {"query_string": GOOD_QUERIES.get(name)}
    if route.body and "data" not in overrides:
        request["json"] = GOOD_BODIES[name]
    path = route.path
    for id_name in route.id_names:
        found = ids.get(id_name) if isinstance(ids, Mapping) else ids
        path = path.replace(f"<id:{id_name}>", str(found or uuid4()))
    return client.open(path, method=route.method, **(request | overrides))
