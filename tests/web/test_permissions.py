"""Who may call what, by rule: a new route needs an entry here."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest

from pydash_app.user import make_admin
from pydash_web.api_routes import ROUTES
from pydash_web.route import Route
from tests.web.asking import OF_ENDPOINT, READS, ROUTE_OF, ask, json_of
from tests.web.people import Person
from tests.web.world import World

ANYBODY, LOGGED_IN, OWNER, ADMIN = "anybody", "logged in", "owner", "administrator"

PERMISSIONS = {
    "health.get": ANYBODY,
    "user.login": ANYBODY,
    "user.register": ANYBODY,
    "user.verify": ANYBODY,
    "user.resend_verification": ANYBODY,
    "user.request_password_reset": ANYBODY,
    "user.reset_password": ANYBODY,
    "documentation.get_document": ANYBODY,
    "documentation.get_page": ANYBODY,
    "user.logout": LOGGED_IN,
    "user.change_settings": LOGGED_IN,
    "user.change_password": LOGGED_IN,
    "user.confirm_password": LOGGED_IN,
    "user.delete": LOGGED_IN,
    "token.list_all": LOGGED_IN,
    "token.create": LOGGED_IN,
    "token.delete": OWNER,
    "user.get": LOGGED_IN,
    "session.list_all": LOGGED_IN,
    "session.end_others": LOGGED_IN,
    "session.end": OWNER,
    "activity.list_own": LOGGED_IN,
    "activity.list_all": ADMIN,
    "dashboard.list_all": LOGGED_IN,
    "dashboard.register": LOGGED_IN,
    "dashboard.get": OWNER,
    "dashboard.delete": OWNER,
    "dashboard.change_settings": OWNER,
    "dashboard.refresh": OWNER,
    "dashboard.get_downtime": OWNER,
    "admin.get_overview": ADMIN,
    "admin.end_sessions": ADMIN,
    "admin.disable": ADMIN,
    "admin.refresh": ADMIN,
    **dict.fromkeys(READS, OWNER),
}

MALFORMED_IDS = (
    "1",
    "null",
    "%7B11111111-2222-3333-4444-555555555555%7D",
    "urn:uuid:11111111-2222-3333-4444-555555555555",
    "11111111222233334444555555555555",
    "11111111-2222-3333-4444-55555555555%EF%BC%95",  # a full-width five
    "11111111-2222-3333-4444-555555555555%00",
    "..%2f..%2fetc",
)

BROKEN_BODY = {"data": "{", "content_type": "application/json"}

every_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
not_for_anybody = pytest.mark.parametrize(
    "name", [name for name, who in PERMISSIONS.items() if who != ANYBODY]
)
owners_only = pytest.mark.parametrize(
    "name", [name for name, who in PERMISSIONS.items() if who == OWNER]
)


def test_each_route_says_who_may_call_it() -> None:
    assert {route.name for route in ROUTES} == PERMISSIONS.keys()


@every_route
def test_table_and_permissions_agree(route: Route) -> None:
    assert route.is_public == (PERMISSIONS[route.name] == ANYBODY)
    assert bool(route.id_names) == (PERMISSIONS[route.name] == OWNER)
    assert route.is_for_admins == (PERMISSIONS[route.name] == ADMIN)


@not_for_anybody
def test_stranger_learns_nothing_before_logging_in(world: World, name: str) -> None:
    stranger = world.app.test_client()
    for dashboard_id in ("malformed", world.alice.ids, uuid4()):
        response = ask(
            stranger,
            name,
            dashboard_id,
            **BROKEN_BODY,
            query_string={"statistic": "nonsense"},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        assert response.status_code == HTTPStatus.UNAUTHORIZED
        assert json_of(response) == {"message": "Log in first.", "code": "not_logged_in"}


@pytest.mark.parametrize("name", [name for name, who in PERMISSIONS.items() if who == ADMIN])
@pytest.mark.parametrize("request_", [{}, BROKEN_BODY], ids=["well-formed", "broken"])
def test_who_is_no_administrator_learns_nothing(
    world: World, name: str, request_: dict[str, str]
) -> None:
    for client in (world.alice.client, world.browser_of("writer")):
        response = ask(client, name, **request_)
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert json_of(response)["code"] == "administrators_only"


@owners_only
def test_an_administrator_reads_nobody_elses_figures(
    world: World, alice: Person, name: str
) -> None:
    make_admin(world.database, "Bob")
    assert ask(world.bob.client, name, alice.ids).status_code == HTTPStatus.FORBIDDEN


@owners_only
def test_charlie_can_do_nothing_with_what_is_alices(
    alice: Person, charlie: Person, name: str
) -> None:
    response = ask(charlie.client, name, alice.ids)
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert len(json_of(ask(alice.client, "token.list_all"))) == 1
    assert ask(alice.client, "dashboard.get", alice.dashboard_id).status_code == HTTPStatus.OK


@owners_only
@pytest.mark.parametrize("dashboard_id", MALFORMED_IDS)
def test_an_id_is_a_uuid_in_its_usual_form(alice: Person, name: str, dashboard_id: str) -> None:
    response = ask(alice.client, name, dashboard_id)
    expected = HTTPStatus.NOT_FOUND if "%2f" in dashboard_id else HTTPStatus.BAD_REQUEST
    assert response.status_code == expected


BAD_QUERIES = (
    {"statistic": "nonsense", "start_date": "garbage"},
    {"statistic": "nonsense"},
    {"statistic": "total_visits", "start_date": "2018", "end_date": "2017"},
    {"statistic": "total_visits", "start_date": "2018", "endpoint": "another"},
)


@pytest.mark.parametrize("whose", ["bob", "charlie"])
@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("query", BAD_QUERIES, ids="-".join)
def test_ownership_is_checked_before_the_query(
    world: World, name: str, whose: str, query: dict[str, str]
) -> None:
    expected = HTTPStatus.NOT_FOUND if whose == "charlie" else HTTPStatus.FORBIDDEN
    response = ask(world.alice.client, name, world.dashboard_of(whose), query_string=query)
    assert response.status_code == expected


@pytest.mark.parametrize("name", OF_ENDPOINT)
@pytest.mark.parametrize("query", BAD_QUERIES, ids="-".join)
def test_an_endpoint_is_looked_for_before_the_query(
    alice: Person, name: str, query: dict[str, str]
) -> None:
    response = ask(
        alice.client, name, alice.dashboard_id, endpoint_name="nowhere", query_string=query
    )
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert json_of(response)["code"] == "no_such_endpoint"


@pytest.mark.parametrize("name", OF_ENDPOINT)
def test_nobody_learns_which_endpoints_another_has(
    alice: Person, charlie: Person, name: str
) -> None:
    for endpoint_name in ("home", "nowhere"):
        response = ask(charlie.client, name, alice.dashboard_id, endpoint_name=endpoint_name)
        assert response.status_code == HTTPStatus.FORBIDDEN


def test_an_id_may_be_written_in_capitals(alice: Person) -> None:
    response = ask(alice.client, "dashboard.get", str(alice.dashboard_id).upper())
    assert response.status_code == HTTPStatus.OK


@not_for_anybody
def test_a_token_for_reading_opens_what_is_read_and_nothing_else(world: World, name: str) -> None:
    route = ROUTE_OF[name]
    make_admin(world.database, "Alice", is_admin=route.is_for_admins)
    response = ask(world.browser_of("reader"), name, world.alice.ids, **BROKEN_BODY)
    if route.is_write:
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert json_of(response)["code"] == "read_only_token"
    else:
        assert response.status_code == HTTPStatus.OK


@owners_only
def test_a_token_for_reading_is_told_what_it_is_after_what_there_is(
    world: World, name: str
) -> None:
    reader = world.browser_of("reader")
    assert ask(reader, name, "malformed").status_code == HTTPStatus.BAD_REQUEST
    assert ask(reader, name, uuid4()).status_code == HTTPStatus.NOT_FOUND
    assert ask(reader, name, world.bob.ids).status_code == HTTPStatus.FORBIDDEN


@not_for_anybody
def test_a_token_for_writing_opens_what_a_session_opens(world: World, name: str) -> None:
    make_admin(world.database, "Alice", is_admin=ROUTE_OF[name].is_for_admins)
    bobs = {"dashboard_id": world.dashboard_of("bob")}
    overrides: dict[str, Any] = {"json": bobs} if name == "admin.refresh" else {}
    response = ask(world.browser_of("writer"), name, world.alice.ids, **overrides)
    assert response.status_code in (HTTPStatus.OK, HTTPStatus.ACCEPTED)
