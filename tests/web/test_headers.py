"""What leaves the server says how browsers must treat it."""

import re
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from tests.factories import SECRET_KEY

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}

EVERYWHERE = (
    ("/", HTTPStatus.OK),
    ("/assets/index-4f2a.js", HTTPStatus.OK),
    ("/assets/missing.js", HTTPStatus.NOT_FOUND),
    ("/sw.js", HTTPStatus.OK),
    ("/api/user", HTTPStatus.UNAUTHORIZED),
    ("/api/nothing", HTTPStatus.NOT_FOUND),
    ("/api/login", HTTPStatus.METHOD_NOT_ALLOWED),
    ("/api/health", HTTPStatus.SERVICE_UNAVAILABLE),
)


def parse_policy(text: str) -> dict[str, str]:
    parts = [directive.strip().partition(" ") for directive in text.split(";")]
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize(("path", "status"), EVERYWHERE)
def test_security_headers_are_on_everything(
    client: FlaskClient, path: str, status: HTTPStatus
) -> None:
    response = client.get(path)
    assert response.status_code == status
    headers = response.headers
    policy = parse_policy(headers["Content-Security-Policy"])
    policy["style-src"] = re.sub(r" 'nonce-[\w-]{22}'$", "", policy["style-src"])
    assert policy == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(("path", "status"), EVERYWHERE)
def test_nothing_of_the_api_is_stored(client: FlaskClient, path: str, status: HTTPStatus) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert (response.headers.get("Cache-Control") == "no-store") == path.startswith("/api")


def test_https_is_remembered(settings: Settings, database: Database) -> None:
    public = settings.model_copy(update={"base_url": "https://pydash.example.org"})
    app: Flask = create_app(public, database, secret_key=SECRET_KEY)
    headers = app.test_client().get("/api/user").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
