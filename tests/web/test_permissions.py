"""Who may call what, by rule: a new route needs an entry here."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest

from pydash_app.user import delete_account, disable, make_admin
from pydash_web.api_routes import ROUTES
from pydash_web.route import Route
from pydash_web.schemas.guarded import GuardedBody
from tests.factories import PASSWORD
from tests.web.asking import GOOD_BODIES, OF_ENDPOINT, READS, ROUTE_OF, ask, json_of
from tests.web.people import Person, make_user
from tests.web.world import World

ANYBODY, LOGGED_IN, OWNER, ADMIN = "anybody", "logged in", "owner", "administrator"

PERMISSIONS = {
    "health.get": ANYBODY,
    "health.get_liveness": ANYBODY,
    "health.get_readiness": ANYBODY,
    "user.login": ANYBODY,
    "user.register": ANYBODY,
    "user.verify": ANYBODY,
    "user.resend_verification": ANYBODY,
    "user.request_password_reset": ANYBODY,
    "user.reset_password": ANYBODY,
    "user.undo": ANYBODY,
    "download.list_all": ANYBODY,
    "documentation.get_document": ANYBODY,
    "documentation.get_page": ANYBODY,
    "user.logout": LOGGED_IN,
    "user.change_settings": LOGGED_IN,
    "user.change_password": LOGGED_IN,
    "user.confirm_password": LOGGED_IN,
    "user.delete": LOGGED_IN,
    "token.list_all": LOGGED_IN,
    "token.create": LOGGED_IN,
    "token.delete_all": LOGGED_IN,
    "token.delete": OWNER,
    "user.get": LOGGED_IN,
    "session.list_all": LOGGED_IN,
    "session.end_others": LOGGED_IN,
    "session.end": OWNER,
    "activity.list_own": LOGGED_IN,
    "activity.list_all": ADMIN,
    "dashboard.list_all": LOGGED_IN,
    "dashboard.register": LOGGED_IN,
    "dashboard.try_out": LOGGED_IN,
    "dashboard.get": OWNER,
    "dashboard.delete": OWNER,
    "dashboard.change_settings": OWNER,
    "dashboard.refresh": OWNER,
    "dashboard.get_downtime": OWNER,
    "flaw.list_all": OWNER,
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
    if route.is_write or route.needs_session:
        assert response.status_code == HTTPStatus.FORBIDDEN
        expected = "session_required" if route.needs_session else "read_only_token"
        assert json_of(response)["code"] == expected
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


IN_SESSION = {
    "user.change_settings",
    "user.change_password",
    "user.confirm_password",
    "user.delete",
    "session.list_all",
    "session.end_others",
    "session.end",
    "activity.list_own",
    "token.list_all",
    "token.create",
    "token.delete",
    "token.delete_all",
    *(name for name, who in PERMISSIONS.items() if who == ADMIN),
}
"""What a token does not open, whatever its scope."""

WANT_PASSWORD: Mapping[str, Mapping[str, Any]] = {
    "user.change_settings": {"email": "alice@new.example"},
    "token.create": {"name": "nightly report"},
    "dashboard.change_settings": {"url": "https://elsewhere.example.org/dashboard"},
}
"""Bodies for which a session is too little once its password is older than ten minutes."""

A_WHILE = timedelta(minutes=10, microseconds=1)


@every_route
def test_table_and_permissions_agree_on_sessions(route: Route) -> None:
    assert route.needs_session == (route.name in IN_SESSION)
    may_want = route.body is not None and issubclass(route.body, GuardedBody)
    assert may_want == (route.name in WANT_PASSWORD)


@not_for_anybody
@pytest.mark.parametrize("who", ["session", "writer"])
def test_a_token_for_writing_opens_what_a_session_opens_but_accounts(
    world: World, name: str, who: str
) -> None:
    make_admin(world.database, "Alice", is_admin=ROUTE_OF[name].is_for_admins)
    bobs = {"dashboard_id": world.dashboard_of("bob")}
    overrides: dict[str, Any] = {"json": bobs} if name == "admin.refresh" else {}
    browser = world.alice.client if who == "session" else world.browser_of(who)
    response = ask(browser, name, world.alice.ids, **overrides)
    if who == "writer" and name in IN_SESSION:
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert json_of(response)["code"] == "session_required"
    else:
        assert response.status_code in (HTTPStatus.OK, HTTPStatus.ACCEPTED)


@not_for_anybody
@pytest.mark.parametrize("who", ["session", "reader", "writer"])
@pytest.mark.parametrize("state", ["disabled", "deleted"])
def test_whom_there_is_no_account_for_is_nobody(
    world: World, name: str, who: str, state: str
) -> None:
    browser = world.alice.client if who == "session" else world.browser_of(who)
    if state == "disabled":
        disable(world.database, "Alice")
    else:
        delete_account(world.database, "Alice")
    assert ask(browser, name, world.bob.ids).status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("state", ["disabled", "unverified"])
def test_who_is_disabled_or_not_verified_gets_no_session(world: World, state: str) -> None:
    if state == "disabled":
        disable(world.database, "Alice")
        name = "Alice"
    else:
        name = make_user(world.database, "Frank", is_verified=False, now=world.clock()).name
    browser = world.app.test_client()
    refused = ask(browser, "user.login", json={"name": name, "password": PASSWORD})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert ask(browser, "user.get").status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("name", WANT_PASSWORD)
def test_a_password_counts_for_ten_minutes(world: World, name: str) -> None:
    body, alice = WANT_PASSWORD[name], world.alice
    world.clock.move(timedelta(minutes=10))
    assert ask(alice.client, name, alice.ids, json=body).status_code == HTTPStatus.OK
    world.clock.move(A_WHILE)
    refused = ask(alice.client, name, alice.ids, json=body)
    assert (refused.status_code, json_of(refused)["code"]) == (403, "password_required")
    wrong = ask(alice.client, name, alice.ids, json={**body, "password": "wrong"})
    assert (wrong.status_code, json_of(wrong)["code"]) == (401, "wrong_password")
    right = ask(alice.client, name, alice.ids, json={**body, "password": PASSWORD})
    assert right.status_code == HTTPStatus.OK
    assert ask(alice.client, name, alice.ids, json=body).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("user.change_settings", {"theme": "dark", "email": "alice@example.org"}),
        ("user.change_settings", {"username": "Alicia"}),
        ("dashboard.change_settings", {"name": "Another shop", "monitor_downtime": True}),
        ("dashboard.register", GOOD_BODIES["dashboard.register"]),
    ],
)
def test_what_hands_nothing_out_wants_no_password(
    world: World, name: str, body: Mapping[str, Any]
) -> None:
    world.clock.move(timedelta(days=1))
    response = ask(world.alice.client, name, world.alice.ids, json=body)
    assert response.status_code == HTTPStatus.OK


def test_a_script_moves_a_dashboard_only_with_the_password(world: World) -> None:
    script, body = world.browser_of("writer"), WANT_PASSWORD["dashboard.change_settings"]
    refused = ask(script, "dashboard.change_settings", world.alice.ids, json=body)
    assert (refused.status_code, json_of(refused)["code"]) == (403, "password_required")
    given = {**body, "password": PASSWORD}
    changed = ask(script, "dashboard.change_settings", world.alice.ids, json=given)
    assert changed.status_code == HTTPStatus.OK
    assert "Set-Cookie" not in changed.headers
