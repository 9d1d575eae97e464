"""The page and its files."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from tests.factories import SECRET_KEY

ASSET = "/assets/index-4f2a.js"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

DEEP_LINKS = (
    "/",
    "/login",
    "/verify/a-code_of-letters",
    "/dashboards/11111111-2222-3333-4444-555555555555",
    "/dashboards/11111111-2222-3333-4444-555555555555/endpoints/shop.cart",
    "/apiary",
    "/a/b/c/",
)


@pytest.mark.parametrize("path", DEEP_LINKS)
@pytest.mark.parametrize("headers", [HTML, {"Accept": "*/*"}, {}], ids=["html", "any", "none"])
def test_every_deep_link_is_the_page(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    response = client.get(path, headers=headers)
    assert (response.status_code, response.mimetype) == (HTTPStatus.OK, "text/html")
    assert '<div id="root">' in response.text
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/login", {"Accept": "application/json"}),
        ("/assets/missing.js", HTML),
        ("/assets/", HTML),
        ("/assets", HTML),
        ("/favicon.ico", HTML),
        ("/robots.txt", HTML),
        ("/index.html", HTML),
        ("/assets/index-4f2a.js.br", HTML),
        ("/assets/../index.html", HTML),
        ("/.git/config", HTML),
        ("/..%2f..%2fetc/passwd", HTML),
        ("/assets/%2e%2e/%2e%2e/etc/passwd", HTML),
        ("/assets/..%5c..%5cetc", HTML),
        ("/assets/index-4f2a.js%00", HTML),
        ("/api", HTML),
    ],
)
def test_missing_files_are_not_the_page(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    response = client.get(path, headers=headers)
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert response.mimetype in ("text/plain", "application/json")
    assert "root" not in response.text


def test_each_page_has_a_nonce_of_its_own(client: FlaskClient) -> None:
    nonces = set()
    for _ in range(2):
        response = client.get("/")
        found = re.search(r'content="([\w-]{22})"', response.text)
        assert found is not None
        nonce = found.group(1)
        assert f"style-src 'self' 'nonce-{nonce}';" in response.headers["Content-Security-Policy"]
        nonces.add(nonce)
    assert len(nonces) == 2
    assert "__CSP_NONCE__" not in response.text


def test_head_of_a_page_has_no_body(client: FlaskClient) -> None:
    response = client.head("/login")
    assert (response.status_code, response.data) == (HTTPStatus.OK, b"")


def test_pages_are_read_only(client: FlaskClient) -> None:
    for path in ("/", "/login", ASSET):
        response = client.post(path)
        assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        assert "GET" in response.headers["Allow"]


def test_assets_are_kept_for_a_year(client: FlaskClient) -> None:
    response = client.get(ASSET)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.mimetype == "text/javascript"


@pytest.mark.parametrize(
    ("path", "mimetype"),
    [("/sw.js", "text/javascript"), ("/manifest.webmanifest", "application/manifest+json")],
)
def test_what_bears_no_hash_is_asked_for_again(
    client: FlaskClient, path: str, mimetype: str
) -> None:
    response = client.get(path)
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.mimetype == mimetype
    unchanged = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert unchanged.status_code == HTTPStatus.NOT_MODIFIED


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", b"as brotli"),
        ("gzip, deflate", "gzip", b"as gzip" * 3),
        ("identity", None, b"let answer = 42;" * 20),
        ("", None, b"let answer = 42;" * 20),
    ],
)
def test_assets_come_compressed_as_the_browser_reads_them(
    client: FlaskClient, accepted: str, encoding: str | None, body: bytes
) -> None:
    response = client.get(ASSET, headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding") == encoding
    assert response.data == body
    assert response.mimetype == "text/javascript"
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/", "/login"])
def test_a_page_that_is_not_built_says_how_to(
    settings: Settings, database: Database, tmp_path: Path, path: str
) -> None:
    app = create_app(settings, database, secret_key=SECRET_KEY, static_folder=tmp_path / "nothing")
    response = app.test_client().get(path)
    assert (response.status_code, response.mimetype) == (503, "text/plain")
    assert "make setup" in response.text
    assert app.test_client().get("/api/user").status_code == HTTPStatus.UNAUTHORIZED
