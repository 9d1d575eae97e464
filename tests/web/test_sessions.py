"""Logging in and out, and the cookie between."""

import logging
import re
from datetime import datetime, timedelta
from http import HTTPStatus
from http.cookies import Morsel, SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from tests.factories import PASSWORD, SECRET_KEY
from tests.web.asking import ask, json_of
from tests.web.people import Person, StoppedClock, make_user

COOKIE = "pydash_session"
THIRTY_DAYS_S = 30 * 24 * 60 * 60


@pytest.fixture
def https_app(database: Database, settings: Settings, clock: StoppedClock) -> Flask:
    behind_tls = settings.model_copy(update={"base_url": "https://pydash.example.org"})
    return create_app(behind_tls, database, secret_key=SECRET_KEY, now=clock)


def log_in(client: FlaskClient, **body: str) -> TestResponse:
    credentials = {"name": "Alice", "password": PASSWORD}
    return client.post("/api/login", json=body or credentials)


def cookie_of(response: TestResponse, name: str = COOKIE) -> Morsel[str]:
    return SimpleCookie(response.headers["Set-Cookie"])[name]


def test_login_says_who_it_is(alice: Person, client: FlaskClient) -> None:
    response = log_in(client)
    assert json_of(response) == {
        "message": "You are logged in.",
        "user": {"id": str(alice.user.id), "username": "Alice"},
    }
    assert json_of(client.get("/api/user")) == {
        "id": str(alice.user.id),
        "username": "Alice",
        "email": "alice@example.org",
        "pending_email": None,
        "theme": "system",
        "play_sounds": False,
        "is_admin": False,
    }


def test_username_is_accepted_for_name(alice: Person, client: FlaskClient) -> None:
    response = log_in(client, username=alice.user.name, password=PASSWORD)
    assert response.status_code == HTTPStatus.OK


def test_unknown_name_and_wrong_password_are_answered_alike(
    alice: Person, client: FlaskClient
) -> None:
    wrong = log_in(client, name=alice.user.name, password="a wrong one")
    unknown = log_in(client, name="Nobody", password="a wrong one")
    assert wrong.status_code == unknown.status_code == HTTPStatus.UNAUTHORIZED
    assert wrong.data == unknown.data
    assert "Set-Cookie" not in wrong.headers


def test_not_verified_is_told_only_after_the_right_password(
    database: Database, client: FlaskClient, now: datetime
) -> None:
    make_user(database, "Frank", is_verified=False, now=now)
    wrong = log_in(client, name="Frank", password="a wrong one")
    right = log_in(client, name="Frank", password=PASSWORD)
    assert wrong.status_code == HTTPStatus.UNAUTHORIZED
    assert (right.status_code, json_of(right)["code"]) == (HTTPStatus.FORBIDDEN, "not_verified")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name", "password"}),
        ({"name": "Alice"}, {"password"}),
        ({"name": "", "password": ""}, {"name", "password"}),
        ({"name": None, "password": PASSWORD}, {"name"}),
        ({"name": ["Alice"], "password": 12345678}, {"name", "password"}),
        ({"username": True, "password": PASSWORD}, {"username"}),
    ],
)
def test_login_says_which_field_is_missing_or_no_text(
    client: FlaskClient, body: dict[str, object], fields: set[str]
) -> None:
    response = client.post("/api/login", json=body)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["fields"].keys() == fields


@pytest.mark.usefixtures("alice")
def test_unknown_keys_are_ignored(client: FlaskClient) -> None:
    assert log_in(client, name="Alice", password=PASSWORD, extra="x").status_code == HTTPStatus.OK


@pytest.mark.usefixtures("alice")
def test_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = cookie_of(log_in(client))
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["secure"] == ""
    assert cookie["domain"] == ""
    assert cookie["expires"]


@pytest.mark.usefixtures("alice")
def test_cookie_is_secure_under_https(https_app: Flask) -> None:
    cookie = cookie_of(log_in(https_app.test_client()), f"__Host-{COOKIE}")
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


@pytest.mark.usefixtures("alice")
def test_cookie_is_set_at_login_only(client: FlaskClient) -> None:
    log_in(client)
    assert "Set-Cookie" not in client.get("/api/user").headers


def test_login_starts_a_new_session_and_ends_the_one_before(
    app: Flask, alice: Person, client: FlaskClient
) -> None:
    log_in(client)
    before = client.get_cookie(COOKIE)
    assert before is not None
    log_in(client)
    after = client.get_cookie(COOKIE)
    assert after is not None
    assert after.value != before.value
    thief = app.test_client()
    thief.set_cookie(COOKIE, before.value)
    assert thief.get("/api/user").status_code == HTTPStatus.UNAUTHORIZED
    assert alice.client.get("/api/user").status_code == HTTPStatus.OK  # her other browser


def test_logout_ends_the_session_on_the_server(app: Flask, alice: Person) -> None:
    cookie = alice.client.get_cookie(COOKIE)
    assert cookie is not None
    response = ask(alice.client, "user.logout")
    assert json_of(response) == {"message": "You are logged out."}
    assert alice.client.get_cookie(COOKIE) is None
    thief = app.test_client()
    thief.set_cookie(COOKIE, cookie.value)
    assert thief.get("/api/user").status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.usefixtures("alice")
def test_the_log_tells_who_came_in_and_who_did_not_but_no_secret(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        log_in(client, name="Alice", password="a wrong one")
        log_in(client)
        client.get("/api/nothing")
        client.post("/api/logout")
    failed, refused, came, left = (record.getMessage() for record in caplog.records)
    assert re.fullmatch(
        r"Activity login_failed: by_kind=stranger from=127\.0\.0\.1 on_kind=account "
        r"on_id=[0-9a-f-]{36} on=Alice",
        failed,
    )
    assert refused == "POST /api/login: wrong_credentials, from 127.0.0.1"
    assert re.match(
        r"Activity login: by_kind=user by_id=[0-9a-f-]{36} by=Alice with=password "
        r"from=127\.0\.0\.1 on_kind=session",
        came,
    )
    assert re.match(r"Activity logout: by_kind=user .* by=Alice with=session ", left)
    assert PASSWORD not in caplog.text
    assert "a wrong one" not in caplog.text


def test_session_lasts_thirty_days(alice: Person, clock: StoppedClock) -> None:
    clock.move(timedelta(days=29))
    assert alice.client.get("/api/user").status_code == HTTPStatus.OK
    clock.move(timedelta(days=2))
    assert alice.client.get("/api/user").status_code == HTTPStatus.UNAUTHORIZED


def test_cookie_lasts_as_long_as_the_session(app: Flask) -> None:
    assert app.permanent_session_lifetime.total_seconds() == THIRTY_DAYS_S


@pytest.mark.parametrize(
    "value", ["", "x", "a.b.c", "eyJfdXNlcl9pZCI6IngifQ.Zx.yy", '"\\303\\251"', "é|é"]
)
@pytest.mark.parametrize("name", [COOKIE, "remember_token"])
def test_forged_cookie_is_nobody(client: FlaskClient, name: str, value: str) -> None:
    response = client.get("/api/user", headers={"Cookie": f"{name}={value}"})
    assert response.status_code == HTTPStatus.UNAUTHORIZED


def test_cookie_is_not_signed_with_the_secret_key_itself(app: Flask) -> None:
    assert app.secret_key != SECRET_KEY


def test_cookie_of_another_installation_is_nobody(
    settings: Settings, database: Database, alice: Person, clock: StoppedClock
) -> None:
    cookie = alice.client.get_cookie(COOKIE)
    assert cookie is not None
    elsewhere = create_app(settings, database, secret_key=b"another key" * 4, now=clock)
    visitor = elsewhere.test_client()
    visitor.set_cookie(COOKIE, cookie.value)
    assert visitor.get("/api/user").status_code == HTTPStatus.UNAUTHORIZED
