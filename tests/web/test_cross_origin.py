"""Another site can't make a visitor's browser change anything."""

import logging
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from pydash_web.told_once import MOST_REMEMBERED
from tests.factories import PASSWORD, SECRET_KEY
from tests.web.asking import ask, json_of
from tests.web.people import Person


@pytest.fixture
def proxied(database: Database, settings: Settings) -> Flask:
    """Behind a proxy that sends its own name as `Host`."""
    public = settings.model_copy(update={"base_url": "https://pydash.example.org"})
    return create_app(public, database, secret_key=SECRET_KEY)


def status_of_login(client: FlaskClient, **headers: str) -> int:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(client, "user.login", headers=names).status_code


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "SAME-ORIGIN", "nonsense"])
def test_browsers_that_name_another_site_are_refused(client: FlaskClient, site: str) -> None:
    own = "http://localhost"
    assert status_of_login(client, Sec_Fetch_Site=site, Origin=own) == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("site", ["same-origin", "none"])
@pytest.mark.usefixtures("alice")
def test_the_own_page_is_let_through(client: FlaskClient, site: str) -> None:
    assert status_of_login(client, Sec_Fetch_Site=site) == HTTPStatus.OK


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://evil.example",
        "http://localhost.evil.example",
        "http://localhost:8080",
        "http://evil.example/localhost",
        "http://[",
        "localhost",
        "",
    ],
)
def test_older_browsers_are_judged_by_their_origin(client: FlaskClient, origin: str) -> None:
    assert status_of_login(client, Origin=origin) == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("origin", ["http://localhost", "http://LOCALHOST"])
@pytest.mark.usefixtures("alice")
def test_the_own_origin_is_let_through(client: FlaskClient, origin: str) -> None:
    assert status_of_login(client, Origin=origin) == HTTPStatus.OK


@pytest.mark.usefixtures("alice")
def test_the_public_address_is_the_own_origin_too(proxied: Flask) -> None:
    own = "https://pydash.example.org"
    assert status_of_login(proxied.test_client(), Origin=own) == HTTPStatus.OK


@pytest.mark.usefixtures("alice")
def test_scripts_send_neither_and_are_let_through(client: FlaskClient) -> None:
    assert status_of_login(client) == HTTPStatus.OK


def test_reading_is_let_through_from_anywhere(alice: Person) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert ask(alice.client, "user.get", headers=headers).status_code == HTTPStatus.OK


def test_a_refused_request_changes_nothing(alice: Person) -> None:
    headers = {"Origin": "https://evil.example"}
    refused = ask(alice.client, "dashboard.delete", alice.dashboard_id, headers=headers)
    assert (refused.status_code, json_of(refused)["code"]) == (
        HTTPStatus.FORBIDDEN,
        "cross_origin",
    )
    assert len(json_of(ask(alice.client, "dashboard.list_all"))) == 1


def test_a_proxy_that_does_not_pass_the_host_on_is_told_to_the_operator_once(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    origin = "https://pydash.lan"
    for _ in range(3):
        assert status_of_login(client, Origin=origin) == HTTPStatus.FORBIDDEN
    (record,) = [one for one in caplog.records if one.levelno >= logging.WARNING]
    for word in (repr(origin), "'localhost'", "PYDASH_BASE_URL", "proxy_set_header Host"):
        assert word in record.getMessage()


def test_what_a_browser_itself_calls_another_site_is_no_fault_of_a_proxy(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    status_of_login(client, Sec_Fetch_Site="cross-site", Origin="https://evil.example")
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


def test_nobody_fills_the_log_with_origins(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(MOST_REMEMBERED + 5):
        status_of_login(client, Origin=f"https://evil-{number}.example")
    told = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert len(told) == MOST_REMEMBERED


@pytest.mark.parametrize(
    ("origin", "is_kept"),
    [
        ("http://pydash.example.org", False),
        ("http://pydash.example.org:5000", False),
        ("https://pydash.example.org", True),
        ("http://localhost:5000", True),  # which browsers take for secure
        ("", True),  # a script, which keeps what it likes
    ],
)
def test_a_login_over_http_that_the_browser_would_drop_says_where_to_go(
    proxied: Flask, alice: Person, caplog: pytest.LogCaptureFixture, origin: str, is_kept: bool
) -> None:
    headers = {"Host": origin.partition("//")[2] or "pydash.example.org"}
    if origin:
        headers["Origin"] = origin
    body = {"name": alice.user.name, "password": PASSWORD}
    response = proxied.test_client().post("/api/login", json=body, headers=headers)
    if is_kept:
        assert response.status_code == HTTPStatus.OK
        return
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert json_of(response)["code"] == "https_required"
    assert "Open https://pydash.example.org " in json_of(response)["message"]
    assert "Set-Cookie" not in response.headers
    assert any("PYDASH_BASE_URL" in one.getMessage() for one in caplog.records)
