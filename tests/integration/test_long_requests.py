"""Requests that never reach the app are answered as the app would answer them."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.stack.running_pydash import RunningPydash, running_pydash

pytestmark = pytest.mark.processes

LONG = b"x" * 1_000_000


@pytest.fixture(scope="module")
def pydash(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPydash]:
    folder: Path = tmp_path_factory.mktemp("pydash")
    with running_pydash(folder) as pydash:
        yield pydash


def converse(pydash: RunningPydash, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send raw bytes; status, headers and body of the answer, whole, in under a second."""
    address = urlsplit(pydash.base_url)
    started_at = time.monotonic()
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert time.monotonic() - started_at < 1
    head, _, body = answer.partition(b"\r\n\r\n")
    status_line, *lines = head.decode("ascii").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    assert int(headers["content-length"]) == len(body)
    return int(status_line.split()[1]), headers, body


def request_for(target: bytes, *headers: bytes) -> bytes:
    lines = [b"GET " + target + b" HTTP/1.1", b"Host: localhost", b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("request_bytes", "status", "code"),
    [
        pytest.param(request_for(b"/api/health?x=" + LONG), 414, "too_long", id="query"),
        pytest.param(request_for(b"/api/" + LONG), 414, "too_long", id="path"),
        pytest.param(request_for(b"/api/health", b"X-A: " + LONG), 431, "too_long", id="header"),
        pytest.param(
            request_for(b"/api/health", *(b"X-%d: 1" % n for n in range(1000))),
            431,
            "too_long",
            id="headers",
        ),
        pytest.param(request_for(b"/api/a\0b"), 400, "bad_request", id="NUL in the path"),
        pytest.param(request_for(b"/api/health?a=\0"), 400, "bad_request", id="NUL in the query"),
        pytest.param(request_for(b"/api/health", b"X-A: \0"), 400, "bad_request", id="NUL"),
        pytest.param(b"GET /api/health\r\n\r\n", 400, "bad_request", id="no version"),
        pytest.param(b"GET /api/health HTTP/9.9\r\n\r\n", 400, "bad_request", id="version 9.9"),
        pytest.param(b"<script>alert(1)</script>\r\n\r\n", 400, "bad_request", id="nonsense"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400, "bad_request", id="TLS"),
        pytest.param(
            request_for(b"/api/health", b"Transfer-Encoding: odd"), 501, "bad_request", id="coding"
        ),
        pytest.param(request_for(b"/api/health", b"Expect: tea"), 417, "bad_request", id="expect"),
    ],
)
def test_what_cannot_be_read_is_answered_in_json(
    pydash: RunningPydash, request_bytes: bytes, status: int, code: str
) -> None:
    answered, headers, body = converse(pydash, request_bytes)
    assert (answered, headers["content-type"]) == (status, "application/json")
    assert headers["connection"] == "close"
    assert headers["x-content-type-options"] == "nosniff"
    error = json.loads(body)
    assert error.keys() == {"message", "code"}
    assert error["code"] == code
    assert b"script" not in body


def test_the_server_goes_on_answering(pydash: RunningPydash) -> None:
    for _ in range(20):
        converse(pydash, request_for(b"/api/health?x=" + LONG))
    assert converse(pydash, request_for(b"/api/health"))[0] == 200


def test_an_address_as_long_as_it_may_be_reaches_the_app(pydash: RunningPydash) -> None:
    status, _, body = converse(pydash, request_for(b"/api/dashboards?ip=" + b"1" * 8_000))
    assert (status, json.loads(body)["code"]) == (401, "not_logged_in")


def test_what_is_not_read_is_not_logged(pydash: RunningPydash) -> None:
    converse(pydash, b"a line of the attacker's\r\n\r\n")
    assert b"attacker" not in pydash.log_path.read_bytes()
