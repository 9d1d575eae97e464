"""The wheel that PyDash hands out to monitored apps."""

from base64 import b64encode
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from tests.factories import SECRET_KEY
from tests.web.asking import ask, json_of

NAME = "fmd_export-0.3.1-py3-none-any.whl"
CONTENT = b"PK: a wheel, as far as anybody looks at it here"
SUM = sha256(CONTENT).hexdigest()
PLACE = f"/downloads/{NAME}"


@pytest.fixture
def wheel_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / NAME).write_bytes(CONTENT)
    return folder


def make_app(settings: Settings, database: Database, folder: Path) -> Flask:
    return create_app(settings, database, secret_key=SECRET_KEY, wheel_folder=folder)


@pytest.fixture
def client(settings: Settings, database: Database, wheel_folder: Path) -> FlaskClient:
    """A browser, or a pip, in which nobody is logged in."""
    return make_app(settings, database, wheel_folder).test_client()


def test_anybody_gets_the_wheel_with_its_sum(client: FlaskClient) -> None:
    response = client.get(PLACE)
    assert (response.status_code, response.data) == (HTTPStatus.OK, CONTENT)
    assert response.mimetype == "application/octet-stream"
    assert response.headers["ETag"] == f'"{SUM}"'
    digest = b64encode(bytes.fromhex(SUM)).decode()
    assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in response.headers


def test_head_says_the_same_without_the_wheel(client: FlaskClient) -> None:
    response = client.head(PLACE)
    assert (response.status_code, response.data) == (HTTPStatus.OK, b"")
    assert response.headers["Content-Length"] == str(len(CONTENT))
    assert response.headers["ETag"] == f'"{SUM}"'


def test_whoever_has_it_is_not_sent_it_again(client: FlaskClient) -> None:
    known = client.get(PLACE, headers={"If-None-Match": f'"{SUM}"'})
    assert (known.status_code, known.data) == (HTTPStatus.NOT_MODIFIED, b"")
    other = client.get(PLACE, headers={"If-None-Match": '"another"'})
    assert other.data == CONTENT


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-1", HTTPStatus.PARTIAL_CONTENT, CONTENT[:2]),
        ("bytes=-4", HTTPStatus.PARTIAL_CONTENT, CONTENT[-4:]),
        ("bytes=9999-", HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, None),
    ],
)
def test_a_part_of_it_is_sent_where_it_is_asked_for(
    client: FlaskClient, wanted: str, status: HTTPStatus, part: bytes | None
) -> None:
    response = client.get(PLACE, headers={"Range": wanted})
    assert response.status_code == status
    assert part is None or response.data == part


def test_the_sum_lies_beside_it_as_sha256sum_reads_it(client: FlaskClient) -> None:
    response = client.get(f"{PLACE}.sha256")
    assert response.text == f"{SUM}  {NAME}\n"
    assert response.mimetype == "text/plain"


@pytest.mark.parametrize(
    "path",
    [
        "/downloads/fmd_export-0.0.1-py3-none-any.whl",
        "/downloads/fmd_export-0.3.1-py3-none-any.whl/",
        "/downloads/",
        "/downloads/../downloads.py",
        "/downloads/..%2f..%2fetc/passwd",
        "/downloads/%2e%2e/%2e%2e/etc/passwd",
        "/downloads/..%5c..%5cetc",
        f"{PLACE}%00",
        f"/downloads//{NAME}",
    ],
)
def test_anything_else_is_missing_and_names_the_one_that_is_there(
    client: FlaskClient, path: str
) -> None:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (HTTPStatus.NOT_FOUND, "text/plain")
    assert f"http://127.0.0.1:5000{PLACE}" in response.text


def test_it_is_for_reading_only(client: FlaskClient) -> None:
    assert client.post(PLACE).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_the_api_names_it_with_its_address_and_sum(client: FlaskClient) -> None:
    assert json_of(ask(client, "download.list_all")) == [
        {
            "name": "fmd_export",
            "version": "0.3.1",
            "file_name": NAME,
            "url": f"http://127.0.0.1:5000{PLACE}",
            "sha256": SUM,
            "size_bytes": len(CONTENT),
        }
    ]


def test_where_none_is_built_nothing_leads_to_it(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    client = make_app(settings, database, tmp_path / "nowhere").test_client()
    assert json_of(ask(client, "download.list_all")) == []
    response = client.get(PLACE)
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "make setup" in response.text
