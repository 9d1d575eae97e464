"""A row for every status of every route."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest

from pydash_app import health
from pydash_app import user as users
from pydash_app.errors import WrongTokenError
from pydash_web.api_routes import ROUTES
from pydash_web.app_factory import LARGEST_BODY_BYTES
from pydash_web.route import Route
from tests.factories import PASSWORD
from tests.web.asking import (
    HEATMAPS,
    NEW_PASSWORD,
    OF_ENDPOINT,
    READS,
    ROUTE_OF,
    ask,
    json_of,
)
from tests.web.people import find_mailed_code, list_links, make_user
from tests.web.world import World


def names_of(holds: Callable[[Route], object]) -> tuple[str, ...]:
    """The routes of which something holds; a new one is among them by itself."""
    return tuple(route.name for route in ROUTES if holds(route))


PRIVATE = names_of(lambda route: not route.is_public)
PRIVATE_POSTS = names_of(lambda route: route.is_write and not route.is_public)
POSTS = names_of(lambda route: route.is_write)
WITH_BODY = names_of(lambda route: route.body)
WITH_REQUIRED_BODY = names_of(
    lambda route: (
        route.body and any(field.is_required() for field in route.body.model_fields.values())
    )
)
WITH_ID = names_of(lambda route: route.id_names)
IN_SESSION = names_of(lambda route: route.needs_session)
ADMINS = names_of(lambda route: route.is_for_admins)
LIMITED = names_of(
    lambda route: route.limit or not route.is_public or HTTPStatus.TOO_MANY_REQUESTS in route.also
)
PUBLIC_POSTS = names_of(lambda route: route.is_write and route.is_public)
AWAY = names_of(lambda route: not route.is_constant and route.tag != "health")

ACTIVITY = ("activity.list_own", "activity.list_all")

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
        whose: dashboard or token it is about; see `World.ids_of`.
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
    world.database.write(lambda root: health.note_beat(root, now=world.clock()))
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


def forget_password(world: World) -> Mapping[str, Any]:
    ask(world.app.test_client(), "user.request_password_reset")
    code = find_mailed_code(world.database)
    return {"json": {"reset_code": code, "new_password": NEW_PASSWORD}}


def change_remote_token(world: World) -> Mapping[str, Any]:
    world.remotes.failure = WrongTokenError("The app refused this security code.")
    return {}


def refresh_already(world: World) -> Mapping[str, Any]:
    ask(world.alice.client, "dashboard.refresh", world.alice.dashboard_id)
    return {}


def name_bobs_dashboard(world: World) -> Mapping[str, Any]:
    return {"json": {"dashboard_id": world.dashboard_of("bob")}}


def wait_a_while(world: World) -> Mapping[str, Any]:
    world.clock.move(timedelta(minutes=10, seconds=1))
    return {}


def rename(world: World) -> Mapping[str, Any]:
    ask(world.alice.client, "user.change_settings", json={"username": "Alicia"})
    return {"json": {"undo_code": list_links(world.database)[0].rpartition("/")[2]}}


def be_no_admin(world: World) -> Mapping[str, Any]:
    users.make_admin(world.database, "Alice", is_admin=False)
    return {}


OK, UNAVAILABLE = HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE
INTERNAL, TOO_MANY = HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.TOO_MANY_REQUESTS
BAD, UNAUTHORIZED = HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED
FORBIDDEN, NOT_FOUND = HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND
TOO_LARGE, NOT_JSON = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE

CROSS_SITE = {"headers": {"Sec-Fetch-Site": "cross-site"}}
NO_ADDRESS = {"json": {"url": "shop", "token": "a code"}}
LARGE = {"data": b" " * (LARGEST_BODY_BYTES + 1), "content_type": "application/json"}
FORM = {"data": "name=Alice", "content_type": "application/x-www-form-urlencoded"}
BROKEN = {"data": "{", "content_type": "application/json"}
WRONG_PASSWORD = {"json": {"name": "Alice", "password": "wrong"}}
WEAK_PASSWORD = {"json": {"current_password": PASSWORD, "new_password": "password"}}
WRONG_CURRENT = {"json": {"current_password": "wrong", "new_password": NEW_PASSWORD}}
PAST_TOKEN = {"json": {"name": "script", "expires_at": "2001-01-01T00:00:00Z"}}
DRAWN_FOR_ANOTHER = {"headers": {"X-Pydash-Account": "0c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3d"}}
WRONG_CURSOR = {"query_string": {"cursor": "the third page"}}
NAME_TAKEN = {"json": {"name": "ALICE", "email": "other@example.org", "password": PASSWORD}}

WANTS_PASSWORD: Mapping[str, Mapping[str, Any]] = {
    "user.change_settings": {"json": {"email": "new@example.org"}},
    "token.create": {"json": {"name": "script"}},
    "dashboard.change_settings": {"json": {"token": "another"}},
}


def with_password(password: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"json": {**request["json"], "password": password}}


ROWS = (
    *(Row(name, UNAUTHORIZED, "not_logged_in", who="stranger") for name in PRIVATE),
    *(Row(name, BAD, "invalid_id", whose="malformed") for name in WITH_ID),
    *(Row(name, NOT_FOUND, "not_found", whose="charlie") for name in WITH_ID),
    *(Row(name, FORBIDDEN, "not_allowed", whose="bob") for name in WITH_ID),
    *(
        Row(name, FORBIDDEN, "read_only_token", who="reader")
        for name in PRIVATE_POSTS
        if name not in IN_SESSION
    ),
    *(Row(name, FORBIDDEN, "session_required", who="reader") for name in IN_SESSION),
    *(Row(name, FORBIDDEN, "session_required", who="writer") for name in IN_SESSION),
    *(
        Row(name, FORBIDDEN, "password_required", request=request, arrange=wait_a_while)
        for name, request in WANTS_PASSWORD.items()
    ),
    *(
        Row(name, UNAUTHORIZED, "wrong_password", request=with_password("wrong", request))
        for name, request in WANTS_PASSWORD.items()
    ),
    *(Row(name, FORBIDDEN, "cross_origin", request=CROSS_SITE) for name in POSTS),
    *(Row(name, TOO_LARGE, "too_large", request=LARGE) for name in POSTS),
    *(Row(name, NOT_JSON, "not_json", request=FORM) for name in WITH_BODY),
    *(Row(name, BAD, "malformed_json", request=BROKEN) for name in WITH_BODY),
    *(Row(name, BAD, "invalid_input", request={"json": {}}) for name in WITH_REQUIRED_BODY),
    *(Row(name, UNAVAILABLE, "unavailable", who="away") for name in AWAY),
    *(Row(name, TOO_MANY, "too_many_requests", who="hurried") for name in LIMITED),
    *(Row(name, TOO_MANY, "too_many_at_once", who="crowded") for name in PUBLIC_POSTS),
    Row("health.get", OK, who="stranger", arrange=let_scheduler_beat),
    Row("health.get", UNAVAILABLE, who="stranger"),
    Row("health.get", UNAVAILABLE, who="away"),
    Row("health.get_liveness", OK, who="stranger"),
    Row("health.get_readiness", OK, who="stranger"),
    Row("health.get_readiness", UNAVAILABLE, who="away"),
    Row("user.login", OK, who="stranger"),
    Row("user.login", UNAUTHORIZED, "wrong_credentials", who="stranger", request=WRONG_PASSWORD),
    Row("user.login", FORBIDDEN, "not_verified", arrange=leave_frank_unverified),
    Row("user.logout", OK),
    Row("user.register", OK, who="stranger"),
    Row("user.register", HTTPStatus.CONFLICT, "name_taken", request=NAME_TAKEN),
    Row("user.verify", OK, who="stranger", arrange=register_eve),
    Row("user.verify", BAD, "invalid_code", who="stranger"),
    Row("user.resend_verification", OK, who="stranger"),
    Row("user.request_password_reset", OK, who="stranger"),
    Row("user.reset_password", OK, who="stranger", arrange=forget_password),
    Row("user.reset_password", BAD, "invalid_code", who="stranger"),
    Row("user.undo", OK, who="stranger", arrange=rename),
    Row("user.undo", BAD, "invalid_code", who="stranger"),
    Row("user.get", OK),
    *(
        Row(name, HTTPStatus.CONFLICT, "other_account", request=DRAWN_FOR_ANOTHER)
        for name in PRIVATE
    ),
    *(Row(name, OK) for name in ("session.list_all", "session.end", "session.end_others")),
    Row("session.list_all", BAD, "invalid_input", request=WRONG_CURSOR),
    *(Row(name, OK) for name in ACTIVITY),
    *(Row(name, BAD, "invalid_input", request=WRONG_CURSOR) for name in ACTIVITY),
    Row("user.change_settings", OK),
    Row("user.change_settings", BAD, "invalid_input", request={"json": {"theme": "pink"}}),
    Row("user.change_settings", BAD, "name_taken", request={"json": {"username": "BOB"}}),
    Row("user.change_password", OK),
    Row("user.change_password", BAD, "invalid_input", request=WEAK_PASSWORD),
    Row("user.change_password", UNAUTHORIZED, "wrong_password", request=WRONG_CURRENT),
    Row("user.confirm_password", OK),
    Row(
        "user.confirm_password",
        UNAUTHORIZED,
        "wrong_password",
        request={"json": {"password": "wrong"}},
    ),
    Row("user.delete", OK),
    Row("user.delete", UNAUTHORIZED, "wrong_password", request={"json": {"password": "wrong"}}),
    Row("user.delete", INTERNAL, "user_not_found", who="vanishing"),
    Row("token.list_all", OK),
    Row("token.create", OK),
    Row("token.create", BAD, "invalid_input", request=PAST_TOKEN),
    Row("token.delete", OK),
    Row("token.delete_all", OK),
    Row("documentation.get_document", OK, who="stranger"),
    Row("documentation.get_page", OK, who="stranger", media_type="text/html"),
    Row("download.list_all", OK, who="stranger"),
    Row("dashboard.list_all", OK),
    Row("dashboard.get", OK),
    Row("dashboard.register", OK),
    Row("dashboard.register", BAD, "wrong_token", arrange=change_remote_token),
    Row("dashboard.try_out", OK),
    Row("dashboard.try_out", OK, arrange=change_remote_token),
    Row("dashboard.try_out", BAD, "invalid_url", request=NO_ADDRESS),
    Row("dashboard.delete", OK),
    Row("dashboard.change_settings", OK),
    Row("dashboard.change_settings", BAD, "invalid_input", request={"json": {"name": ""}}),
    Row("dashboard.refresh", HTTPStatus.ACCEPTED),
    Row("dashboard.refresh", TOO_MANY, "fetched_a_moment_ago", arrange=refresh_already),
    Row("flaw.list_all", OK),
    Row("flaw.list_all", BAD, "invalid_input", request=WRONG_CURSOR),
    Row("dashboard.get_downtime", OK),
    Row(
        "dashboard.get_downtime",
        BAD,
        "invalid_input",
        request={"query_string": "end_date=2020-01-01&start_date=2020-01-02"},
    ),
    *(Row(name, FORBIDDEN, "administrators_only", arrange=be_no_admin) for name in ADMINS),
    Row("admin.get_overview", OK),
    Row("admin.end_sessions", OK),
    Row("admin.end_sessions", NOT_FOUND, "not_found", request={"json": {"name": "Nobody"}}),
    Row("admin.disable", OK),
    Row("admin.disable", NOT_FOUND, "not_found", request={"json": {"name": "Nobody"}}),
    Row("admin.disable", FORBIDDEN, "own_account", request={"json": {"name": "alice"}}),
    Row("admin.refresh", HTTPStatus.ACCEPTED, arrange=name_bobs_dashboard),
    Row("admin.refresh", NOT_FOUND, "not_found"),
    Row("admin.refresh", BAD, "invalid_input", request={"json": {"dashboard_id": "1"}}),
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
    if row.route in ADMINS:
        users.make_admin(world.database, "Alice")
    changes = row.arrange(world)
    browser, ids = world.browser_of(row.who), world.ids_of(row.whose)
    response = ask(browser, row.route, ids, **{**row.request, **changes})
    assert (response.status_code, response.mimetype) == (row.status, row.media_type)
    if row.status is TOO_MANY:
        assert int(response.headers["Retry-After"]) > 0
    if row.code is not None:
        assert json_of(response)["code"] == row.code
        assert json_of(response)["message"]
        assert json_of(response).keys() <= {"message", "code", "fields"}


def test_every_status_of_every_route_has_a_row() -> None:
    wanted = {(route.name, status) for route in ROUTES for status in route.statuses}
    assert wanted == {(row.route, row.status) for row in ROWS}


def test_route_names_are_unique() -> None:
    assert len(ROUTE_OF) == len(ROUTES)
