"""PyDash lies below a path of its host, whether a proxy passes that on or takes it away."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from tests.factories import PASSWORD, SECRET_KEY
from tests.web.asking import json_of
from tests.web.people import Person, WholeAnswers
from tests.web.test_page import ASSET, HTML

HOST = "https://example.org"
PROXY = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}

MakeClient = Callable[..., FlaskClient]


@pytest.fixture
def client_at(database: Database, settings: Settings, static_folder: Path) -> MakeClient:
    """Makes a client of a PyDash below a path."""

    def make(path: str = "/pydash", *, host: str = HOST) -> FlaskClient:
        given = {"base_url": f"{host}{path}", "trusted_proxies": "127.0.0.1"}
        below = Settings.model_validate({"data_dir": settings.data_dir} | given)
        app: Flask = create_app(
            below, database, secret_key=SECRET_KEY, static_folder=static_folder
        )
        app.test_client_class = WholeAnswers
        client = app.test_client()
        client.environ_base["HTTP_HOST"] = host.partition("//")[2]
        return client

    return make


def test_the_page_names_its_files_and_its_path(client_at: MakeClient) -> None:
    response = client_at().get("/pydash/dashboards/1/endpoints/a%2Fb", headers=HTML)
    assert response.status_code == HTTPStatus.OK
    assert '<meta name="pydash-base-path" content="/pydash">' in response.text
    assert f'src="/pydash{ASSET}"' in response.text
    assert "./" not in response.text


def test_on_a_host_of_its_own_the_page_has_no_path(client: FlaskClient) -> None:
    text = client.get("/dashboards/1", headers=HTML).text
    assert '<meta name="pydash-base-path" content="">' in text
    assert f'src="{ASSET}"' in text


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/pydash", {}),  # passed on by nobody in particular
        ("/pydash", PROXY),  # passed on by the proxy
        ("", PROXY),  # taken away
        ("", PROXY | {"X-Forwarded-Prefix": "/pydash"}),  # taken away, and said so
    ],
)
def test_both_kinds_of_proxies_reach_everything(
    client_at: MakeClient, path: str, headers: dict[str, str]
) -> None:
    client = client_at()
    for below in ("/", "/login", "/sw.js", ASSET, "/api/health", "/api/docs"):
        response = client.get(f"{path}{below}", headers=headers)
        assert response.status_code in (HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE), below
    assert client.get(f"{path}/api/user", headers=headers).status_code == HTTPStatus.UNAUTHORIZED
    assert client.get(f"{path}/api/nothing", headers=headers).status_code == HTTPStatus.NOT_FOUND
    health = json_of(client.get(f"{path}/api/health", headers=headers))
    assert "database" in health


@pytest.mark.parametrize(
    ("base_path", "asked", "location"),
    [
        ("/pydash", "/pydash", "/pydash/"),
        ("/pydash", "/pydash?next=%2Fhelp", "/pydash/?next=%2Fhelp"),
        ("/tools/py%20dash", "/tools/py%20dash", "/tools/py%20dash/"),
        ("/b%C3%BCro", "/b%c3%bcro", "/b%C3%BCro/"),
    ],
)
def test_without_its_slash_the_path_leads_to_itself_with_one(
    client_at: MakeClient, base_path: str, asked: str, location: str
) -> None:
    client = client_at(base_path)
    response = client.get(asked, headers=HTML)
    assert response.status_code == HTTPStatus.PERMANENT_REDIRECT
    assert response.headers["Location"] == location
    assert client.get(location, headers=HTML).status_code == HTTPStatus.OK


@pytest.mark.parametrize("path", ["/", "/login", "/pydash2/", "/pydashlogin", "/PyDash/", ASSET])
def test_outside_the_path_a_hint_says_where_it_is(client_at: MakeClient, path: str) -> None:
    response = client_at().get(path, headers=HTML)
    assert (response.status_code, response.mimetype) == (HTTPStatus.NOT_FOUND, "text/plain")
    assert "/pydash/" in response.text
    assert "PYDASH_BASE_URL" in response.text
    assert "Content-Security-Policy" in response.headers


def test_outside_the_path_the_api_says_so_in_json(client_at: MakeClient) -> None:
    response = client_at().post("/api/login", json={"name": "a", "password": "b"})
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert json_of(response)["code"] == "outside_base_path"


@pytest.mark.parametrize("path", ["/metrics", "/api/health"])
def test_who_looks_after_this_machine_needs_no_path(client_at: MakeClient, path: str) -> None:
    client = client_at()
    client.environ_base["HTTP_HOST"] = "127.0.0.1:5000"
    assert client.get(path).status_code != HTTPStatus.NOT_FOUND
    assert client.get(f"/pydash{path}").status_code != HTTPStatus.NOT_FOUND


def test_a_stranger_can_not_say_that_the_path_was_taken_away(client_at: MakeClient) -> None:
    client = client_at()
    stranger = {"REMOTE_ADDR": "203.0.113.7"}
    headers = PROXY | {"X-Forwarded-Prefix": "/pydash"}
    response = client.get("/login", headers=headers, environ_base=stranger)
    assert response.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("host", "name"),
    [(HOST, "__Secure-pydash_session"), ("http://example.org", "pydash_session")],
)
def test_the_cookie_stays_below_the_path(
    client_at: MakeClient, alice: Person, host: str, name: str
) -> None:
    client = client_at(host=host)
    headers = PROXY | {"X-Forwarded-Proto": host.partition(":")[0]}
    body = {"name": alice.user.name, "password": PASSWORD}
    response = client.post("/pydash/api/login", json=body, headers=headers)
    cookie = SimpleCookie(response.headers["Set-Cookie"])[name]
    assert cookie["path"] == "/pydash"
    assert bool(cookie["secure"]) == host.startswith("https")
    out = client.post("/pydash/api/logout", headers=headers | {"Cookie": f"{name}={cookie.value}"})
    assert out.status_code == HTTPStatus.OK
    assert SimpleCookie(out.headers["Set-Cookie"])[name]["path"] == "/pydash"


def test_a_shared_host_is_not_told_to_have_tls_everywhere(client_at: MakeClient) -> None:
    response = client_at().get("/pydash/", headers=HTML)
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_links_in_mails_and_the_description_of_the_api_have_the_path(
    client_at: MakeClient, database: Database
) -> None:
    client = client_at("/tools/pydash")
    body = {"username": "dora", "email": "dora@example.org", "password": PASSWORD}
    assert client.post("/tools/pydash/api/user/register", json=body).status_code == HTTPStatus.OK
    (text,) = database.read(lambda root: [mail.text for mail in root["mails"].values()])
    assert f"{HOST}/tools/pydash/verify/" in text
    document = json_of(client.get("/tools/pydash/api/openapi.json"))
    assert document["servers"] == [{"url": "/tools/pydash"}]
    assert 'href="../favicon.svg"' in client.get("/tools/pydash/api/docs").text


def test_a_proxy_that_speaks_of_another_path_is_named_once(
    client_at: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_at()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            client.get("/login", headers=PROXY | {"X-Forwarded-Prefix": "/other"})
    (record,) = caplog.records
    assert "PYDASH_BASE_URL" in record.getMessage()
    assert "'/other'" in record.getMessage()
