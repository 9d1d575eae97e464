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

GOOD_BODIES: Mapping[str, Mapping[str, Any]] = {
    "user.login": {"name": "Alice", "password": PASSWORD},
    "user.register": {"name": "Dora", "email": "dora@example.org", "password": PASSWORD},
    "user.verify": {"verification_code": "a-code_that-nobody-has"},
    "user.resend_verification": {"email": "alice@example.org"},
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
    dashboard_id: UUID | str | None = None,
    **overrides: Any,
) -> TestResponse:
    """Send a well-formed request, unless the overrides make it another.

    Args:
        client: the browser.
        name: of the route.
        dashboard_id: for routes about one; nobody's by default.
        overrides: `json`, `data`, `query_string`, `headers` as the test client takes them.
    """
    route = ROUTE_OF[name]
    request: dict[str, Any] = {"query_string": GOOD_QUERIES.get(name)}
    if route.body and "data" not in overrides:
        request["json"] = GOOD_BODIES[name]
    path = route.path.replace("<id:dashboard_id>", str(dashboard_id or uuid4()))
    return client.open(path, method=route.method, **(request | overrides))
