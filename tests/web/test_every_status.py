"""A row for every status of every route."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest

from pydash_app import health
from pydash_app import user as users
from pydash_app.errors import WrongTokenError
from pydash_web.api_routes import ROUTES
from pydash_web.app_factory import LARGEST_BODY_BYTES
from tests.factories import PASSWORD
from tests.web.asking import HEATMAPS, OF_ENDPOINT, READS, ROUTE_OF, ask, json_of
from tests.web.people import find_mailed_code, make_user
from tests.web.world import World

PUBLIC_POSTS = ("user.login", "user.register", "user.resend_verification", "user.verify")
OF_DASHBOARD = ("dashboard.get", "dashboard.delete", *READS)
POSTS = (*PUBLIC_POSTS, "user.logout", "dashboard.register", "dashboard.delete")
WITH_BODY = (*PUBLIC_POSTS, "dashboard.register")
PRIVATE = ("user.get", "user.logout", "dashboard.list_all", "dashboard.register", *OF_DASHBOARD)

Arrangement = Callable[[World], Mapping[str, Any]]
"""Brings the world into a state, and tells what to change in the request."""


def leave_as_is(_world: World) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """One request and what it is answered.

    Attributes:
        code: of the error; `None` where it is none.
        who: sends it; see `World.browser_of`.
        whose: dashboard it is about; see `World.dashboard_of`.
        request: what differs from a well-formed request.
    """

    route: str
    status: HTTPStatus
    code: str | None = None
    who: str = "alice"
    whose: str = "alice"
    request: Mapping[str, Any] = field(default_factory=dict)
    arrange: Arrangement = leave_as_is
    media_type: str = "application/json"


def let_scheduler_beat(world: World) -> Mapping[str, Any]:
    health.beat(world.database, now=world.clock())
    return {}


def register_eve(world: World) -> Mapping[str, Any]:
    users.register(
        world.database,
        name="Eve",
        email="eve@example.org",
        password=PASSWORD,
        public_url="http://127.0.0.1:5000",
        now=world.clock(),
    )
    return {"json": {"verification_code": find_mailed_code(world.database)}}


def leave_frank_unverified(world: World) -> Mapping[str, Any]:
    make_user(world.database, "Frank", is_verified=False, now=world.clock())
    return {"json": {"name": "Frank", "password": PASSWORD}}


def change_remote_token(world: World) -> Mapping[str, Any]:
    world.remotes.failure = WrongTokenError("The app refused this security code.")
    return {}


OK, UNAVAILABLE = HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE
BAD, UNAUTHORIZED = HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED
FORBIDDEN, NOT_FOUND = HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND
TOO_LARGE, NOT_JSON = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE

CROSS_SITE = {"headers": {"Sec-Fetch-Site": "cross-site"}}
LARGE = {"data": b" " * (LARGEST_BODY_BYTES + 1), "content_type": "application/json"}
FORM = {"data": "name=Alice", "content_type": "application/x-www-form-urlencoded"}
BROKEN = {"data": "{", "content_type": "application/json"}
WRONG_PASSWORD = {"json": {"name": "Alice", "password": "wrong"}}
NAME_TAKEN = {"json": {"name": "ALICE", "email": "other@example.org", "password": PASSWORD}}

ROWS = (
    *(Row(name, UNAUTHORIZED, "not_logged_in", who="stranger") for name in PRIVATE),
    *(Row(name, BAD, "invalid_id", whose="malformed") for name in OF_DASHBOARD),
    *(Row(name, NOT_FOUND, "not_found", whose="charlie") for name in OF_DASHBOARD),
    *(Row(name, FORBIDDEN, "not_allowed", whose="bob") for name in OF_DASHBOARD),
    *(Row(name, FORBIDDEN, "cross_origin", request=CROSS_SITE) for name in POSTS),
    *(Row(name, TOO_LARGE, "too_large", request=LARGE) for name in POSTS),
    *(Row(name, NOT_JSON, "not_json", request=FORM) for name in WITH_BODY),
    *(Row(name, BAD, "malformed_json", request=BROKEN) for name in WITH_BODY),
    *(Row(name, BAD, "invalid_input", request={"json": {}}) for name in WITH_BODY),
    *(Row(name, UNAVAILABLE, "unavailable", who="away") for name in (*PRIVATE, *PUBLIC_POSTS)),
    Row("health.get", OK, who="stranger", arrange=let_scheduler_beat),
    Row("health.get", UNAVAILABLE, who="stranger"),
    Row("health.get", UNAVAILABLE, who="away"),
    Row("user.login", OK, who="stranger"),
    Row("user.login", UNAUTHORIZED, "wrong_credentials", who="stranger", request=WRONG_PASSWORD),
    Row("user.login", FORBIDDEN, "not_verified", arrange=leave_frank_unverified),
    Row("user.logout", OK),
    Row("user.register", OK, who="stranger"),
    Row("user.register", HTTPStatus.CONFLICT, "name_taken", request=NAME_TAKEN),
    Row("user.verify", OK, who="stranger", arrange=register_eve),
    Row("user.verify", BAD, "invalid_code", who="stranger"),
    Row("user.resend_verification", OK, who="stranger"),
    Row("user.get", OK),
    Row("dashboard.list_all", OK),
    Row("dashboard.get", OK),
    Row("dashboard.register", OK),
    Row("dashboard.register", BAD, "wrong_token", arrange=change_remote_token),
    Row("dashboard.delete", OK),
    *(Row(name, OK) for name in READS if name != "export.get"),
    Row("export.get", OK, media_type="text/csv"),
    Row(
        "export.get",
        OK,
        request={"query_string": "format=jsonl"},
        media_type="application/x-ndjson",
    ),
    *(
        Row(name, BAD, "invalid_input", request={"query_string": "start_date=never"})
        for name in READS
    ),
    *(Row(name, BAD, "invalid_input", request={"query_string": {}}) for name in HEATMAPS),
    *(
        Row(name, HTTPStatus.NOT_FOUND, "no_such_endpoint", request={"endpoint_name": "nowhere"})
        for name in OF_ENDPOINT
    ),
)


def name_of(row: Row) -> str:
    return f"{row.route}-{row.status.value}-{row.code or row.who}"


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_each_status_is_answered_as_the_table_says(world: World, row: Row) -> None:
    changes = row.arrange(world)
    browser, dashboard_id = world.browser_of(row.who), world.dashboard_of(row.whose)
    response = ask(browser, row.route, dashboard_id, **{**row.request, **changes})
    assert (response.status_code, response.mimetype) == (row.status, row.media_type)
    if row.code is not None:
        assert json_of(response)["code"] == row.code
        assert json_of(response)["message"]
        assert json_of(response).keys() <= {"message", "code", "fields"}


def test_every_status_of_every_route_has_a_row() -> None:
    wanted = {(route.name, status) for route in ROUTES for status in route.statuses}
    assert wanted == {(row.route, row.status) for row in ROWS}


def test_route_names_are_unique() -> None:
    assert len(ROUTE_OF) == len(ROUTES)
