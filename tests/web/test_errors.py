"""Every failure is answered in its form, and gives nothing away."""

import logging
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pydash_app import errors
from pydash_web.errors import STATUS_OF, status_of
from tests.web.asking import json_of

SECRET = "postgres://root:hunter2@/var/lib"


def kinds_below(kind: type[errors.PydashError]) -> Iterator[type[errors.PydashError]]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds_below(below)


@pytest.mark.parametrize("kind", list(kinds_below(errors.PydashError)))
def test_every_domain_error_has_a_status(kind: type[errors.PydashError]) -> None:
    assert any(above in STATUS_OF for above in kind.__mro__)
    assert status_of(kind("A sentence.")) in STATUS_OF.values()


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/nothing", "/api/login/", "/api//login", "/api/user/x/y", "/api/%00"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "HEAD", "OPTIONS"])
def test_unknown_paths_under_api_are_json(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method, headers={"Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (404, "application/json")
    if method != "HEAD":
        assert json_of(response) == {
            "message": "There is nothing at this address.",
            "code": "not_found",
        }


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/login", {"POST"}),
        ("OPTIONS", "/api/login", {"POST"}),
        ("DELETE", "/api/login", {"POST"}),
        ("POST", "/api/user", {"GET", "HEAD"}),
        ("TRACE", "/api/dashboards", {"GET", "HEAD"}),
        ("GET", "/api/dashboards/register", {"POST"}),
        ("NONSENSE", "/api/health", {"GET", "HEAD"}),
    ],
)
def test_wrong_methods_name_the_right_ones(
    client: FlaskClient, method: str, path: str, allowed: set[str]
) -> None:
    response = client.open(path, method=method)
    assert (response.status_code, response.mimetype) == (405, "application/json")
    assert set(response.headers["Allow"].split(", ")) == allowed
    assert json_of(response)["code"] == "method_not_allowed"


@pytest.mark.parametrize("body", ["", "{", "nonsense", "{'name': 1}", "\x00", "\ufeff{}", "\xff"])
def test_malformed_json_is_told_so(client: FlaskClient, body: str) -> None:
    response = client.post(
        "/api/login", data=body.encode("latin-1", "replace"), content_type="application/json"
    )
    assert (response.status_code, json_of(response)["code"]) == (400, "malformed_json")


def test_a_body_nested_too_deep_is_malformed(client: FlaskClient) -> None:
    body = '{"name":' + "[" * 100_000
    response = client.post("/api/login", data=body, content_type="application/json")
    assert response.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("body", ["[]", "null", "5", '"text"', "[{}]"])
def test_a_body_that_is_no_object_is_told_so(client: FlaskClient, body: str) -> None:
    response = client.post("/api/login", data=body, content_type="application/json")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response) == {
        "message": "The body must be a JSON object.",
        "code": "invalid_input",
    }


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "text/json", "application/x-www-form-urlencoded"]
)
def test_a_body_must_say_that_it_is_json(client: FlaskClient, content_type: str | None) -> None:
    response = client.post("/api/login", data="{}", content_type=content_type)
    assert (response.status_code, json_of(response)["code"]) == (415, "not_json")


def test_a_body_of_unknown_length_is_cut_off(client: FlaskClient) -> None:
    response = client.post(
        "/api/login",
        data=b" " * (1024 * 1024 + 1),
        content_type="application/json",
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"CONTENT_LENGTH": "", "wsgi.input_terminated": True},
    )
    assert (response.status_code, json_of(response)["code"]) == (413, "too_large")


@pytest.mark.parametrize("failure", [RuntimeError(SECRET), errors.SettingsError(SECRET)])
@pytest.mark.parametrize("path", ["/api/broken", "/broken.d/page"])
def test_the_unexpected_is_logged_and_not_told(
    app: Flask, caplog: pytest.LogCaptureFixture, failure: Exception, path: str
) -> None:
    def break_down() -> str:
        raise failure

    app.add_url_rule(path, "broken", break_down)
    with caplog.at_level(logging.ERROR):
        response = app.test_client().get(path)
    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Something went wrong in PyDash." in response.text
    assert SECRET not in response.text
    assert "Traceback" not in response.text
    assert response.is_json == path.startswith("/api")
    (record,) = [record for record in caplog.records if record.exc_info]
    assert SECRET in caplog.text
    assert record.levelno == logging.ERROR


def test_unavailable_tells_when_to_come_back(app: Flask) -> None:
    def be_away() -> str:
        raise errors.UnavailableError("The database can't be reached. Try again in a moment.")

    app.add_url_rule("/api/away", "away", be_away)
    response = app.test_client().get("/api/away")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert int(response.headers["Retry-After"]) > 0
