"""Asks for a route of the table: its address, and what it wants to hear."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
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
    "user.undo": {"undo_code": "a-code_that-nobody-has"},
    "user.change_settings": {"theme": "dark"},
    "user.change_password": {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
    "user.confirm_password": {"password": PASSWORD},
    "user.delete": {"password": PASSWORD},
    "token.create": {"name": "nightly report"},
    "dashboard.register": {
        "name": "Shop",
        "url": "https://shop.example.org/dashboard",
        "token": RIGHT_TOKEN,
    },
    "dashboard.try_out": {"url": "https://shop.example.org/dashboard", "token": RIGHT_TOKEN},
    "dashboard.change_settings": {"name": "Another shop"},
    "admin.end_sessions": {"name": "Bob"},
    "admin.disable": {"name": "Bob"},
    "admin.refresh": {"dashboard_id": "11111111-2222-3333-4444-555555555555"},
}

READS = (
    "statistic.get",
    "statistic.get_all",
    "statistic.endpoint_boxplots",
    "statistic.endpoint_boxplot",
    "statistic.execution_times_per_version",
    "statistic.endpoint_execution_times_per_version",
    "statistic.execution_times_per_version_and_ip",
    "statistic.execution_times_per_version_and_group",
    "statistic.visitor_heatmap",
    "statistic.unique_visitor_heatmap",
    "export.get",
)
"""The routes that read measurements."""

HEATMAPS = ("statistic.visitor_heatmap", "statistic.unique_visitor_heatmap")
OF_ENDPOINT = tuple(name for name in READS if "<name:endpoint_name>" in ROUTE_OF[name].path)

GOOD_QUERIES: Mapping[str, Mapping[str, str]] = {
    "statistic.get": {"statistic": "total_visits"},
    "statistic.get_all": {"statistic": "total_visits"},
    **{name: {"start_date": "2026-11-01"} for name in HEATMAPS},
}


def json_of(response: TestResponse) -> Any:
    """What an answer holds, which must be JSON."""
    assert response.mimetype == "application/json"
    return response.get_json()


def ask(
    client: FlaskClient,
    name: str,
    ids: Mapping[str, UUID | str] | UUID | str | None = None,
    *,
    endpoint_name: str = "home",
    **overrides: Any,
) -> TestResponse:
    """Send a well-formed request, unless the overrides make it another.

    Args:
        client: the browser.
        name: of the route.
        ids: for routes about something: by their names, or one that stands for all; nobody's by
            default.
        endpoint_name: for routes about one; the remote has told of `home`.
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
    path = path.replace("<name:endpoint_name>", quote(endpoint_name, safe=""))
    return client.open(path, method=route.method, **(request | overrides))
