"""Scripts log in with personal API tokens."""

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.asking import NEW_PASSWORD, ask, json_of
from tests.web.people import Person, StoppedClock, use_token
from tests.web.world import World

OK, UNAUTHORIZED = HTTPStatus.OK, HTTPStatus.UNAUTHORIZED


def test_a_token_is_shown_once(app: Flask, alice: Person) -> None:
    body = {"name": "report", "scope": "write", "expires_at": "2027-01-01T00:00:00+01:00"}
    made = json_of(ask(alice.client, "token.create", json=body))
    shown = {key: made[key] for key in ("id", "name", "scope", "created_at", "expires_at")}
    assert shown == {
        "id": str(UUID(made["id"])),
        "name": "report",
        "scope": "write",
        "created_at": "2026-11-23T14:32:00Z",
        "expires_at": "2026-12-31T23:00:00Z",
    }
    assert ask(use_token(app, made["token"]), "user.get").status_code == OK
    listed = ask(alice.client, "token.list_all")
    assert made["token"] not in listed.text
    assert {**shown, "last_used_at": "2026-11-23T14:32:00Z"} in json_of(listed)


def test_without_a_scope_a_token_is_for_reading(app: Flask, alice: Person) -> None:
    made = json_of(ask(alice.client, "token.create", json={"name": "report"}))
    assert (made["scope"], made["expires_at"]) == ("read", None)
    refused = ask(use_token(app, made["token"]), "dashboard.delete", alice.dashboard_id)
    assert refused.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name"}),
        ({"name": "x", "scope": "admin"}, {"scope"}),
        ({"name": "x", "expires_at": "tomorrow"}, {"expires_at"}),
        ({"name": "x", "expires_at": "2027-01-01T00:00:00"}, {"expires_at"}),
        ({"name": "x", "expires_at": "0001-01-01T00:00:00+14:00"}, {"expires_at"}),
        ({"name": "x", "expires_at": 1893456000}, {"expires_at"}),
    ],
)
def test_each_fault_names_its_field(
    alice: Person, body: dict[str, object], fields: set[str]
) -> None:
    response = ask(alice.client, "token.create", json=body)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["fields"].keys() == fields


def test_a_token_ends_with_its_day(app: Flask, alice: Person, clock: StoppedClock) -> None:
    body = {"name": "report", "expires_at": "2026-11-23T15:00:00Z"}
    script = use_token(app, json_of(ask(alice.client, "token.create", json=body))["token"])
    assert ask(script, "user.get").status_code == OK
    clock.move(timedelta(hours=1))
    assert ask(script, "user.get").status_code == UNAUTHORIZED


def test_a_deleted_token_opens_nothing(app: Flask, alice: Person) -> None:
    assert ask(alice.client, "token.delete", alice.token_id).status_code == OK
    refused = ask(use_token(app, alice.token), "user.get")
    assert (refused.status_code, json_of(refused)["code"]) == (UNAUTHORIZED, "wrong_api_token")
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="PyDash"'


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer x", "bearer \x00", "Bearer pydash_é", "BEARER a b"]
)
def test_a_wrong_token_is_nobody_even_with_a_session(alice: Person, header: str) -> None:
    response = ask(alice.client, "user.get", headers={"Authorization": header})
    assert response.status_code == UNAUTHORIZED


@pytest.mark.parametrize("header", ["Basic YWxpY2U6eA==", "Digest x", "nonsense", ""])
def test_what_is_meant_for_a_proxy_is_not_looked_at(alice: Person, header: str) -> None:
    response = ask(alice.client, "user.get", headers={"Authorization": header})
    assert response.status_code == OK


def test_the_word_bearer_may_be_written_in_any_case(client: FlaskClient, alice: Person) -> None:
    headers = {"Authorization": f"bEARER  {alice.token} "}
    assert ask(client, "user.get", headers=headers).status_code == OK


def test_logging_out_with_a_token_ends_neither_token_nor_sessions(
    world: World, alice: Person
) -> None:
    script = world.browser_of("writer")
    assert ask(script, "user.logout").status_code == OK
    assert ask(script, "user.get").status_code == OK
    assert ask(alice.client, "user.get").status_code == OK


def test_changing_the_password_keeps_this_session_and_ends_the_others(
    app: Flask, alice: Person, client: FlaskClient
) -> None:
    ask(client, "user.login")
    assert ask(client, "user.change_password").status_code == OK
    assert ask(client, "user.get").status_code == OK
    assert ask(alice.client, "user.get").status_code == UNAUTHORIZED
    new = {"name": "Alice", "password": NEW_PASSWORD}
    assert ask(app.test_client(), "user.login", json=new).status_code == OK


def test_a_deleted_account_is_nobody(app: Flask, alice: Person) -> None:
    other = use_token(app, alice.token)
    assert ask(alice.client, "user.delete").status_code == OK
    assert alice.client.get_cookie("pydash_session") is None
    assert ask(other, "user.get").status_code == UNAUTHORIZED
    assert ask(app.test_client(), "user.login").status_code == UNAUTHORIZED


def test_settings_that_changed_are_named(alice: Person) -> None:
    body = {"theme": "dark", "play_sounds": True, "email": "new@example.org", "unknown": 1}
    answer = json_of(ask(alice.client, "user.change_settings", json=body))
    assert answer["changed"] == ["email", "theme", "play_sounds"]
    assert "new e-mail address counts once" in answer["message"]
    shown = json_of(ask(alice.client, "user.get"))
    assert (shown["email"], shown["pending_email"]) == ("alice@example.org", "new@example.org")
    assert json_of(ask(alice.client, "user.change_settings", json={})) == {
        "message": "Everything is as it was.",
        "changed": [],
    }


@pytest.mark.parametrize(
    "body",
    [{"theme": "pink"}, {"play_sounds": "yes"}, {"play_sounds": None}, {"username": 5}],
)
def test_settings_of_a_wrong_kind_are_refused(alice: Person, body: dict[str, object]) -> None:
    response = ask(alice.client, "user.change_settings", json=body)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["fields"].keys() == body.keys()
