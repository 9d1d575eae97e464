"""What a single client is told by a running PyDash that it keeps waiting, or misleads."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from tests.stack.running_pydash import RunningPydash, running_pydash

pytestmark = pytest.mark.processes

THREADS = 2
SETTINGS = {"HEAD_TIMEOUT": "2", "BODY_TIMEOUT": "2", "WEB_THREADS": f"{THREADS}"}
LOGIN = b"POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def pydash(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPydash]:
    with running_pydash(tmp_path_factory.mktemp("pydash"), None, **SETTINGS) as pydash:
        yield pydash


def connect(pydash: RunningPydash, sent: bytes) -> socket.socket:
    address = urlsplit(pydash.base_url)
    sock = socket.create_connection((address.hostname, address.port), timeout=60)
    sock.sendall(sent)
    return sock


def converse(pydash: RunningPydash, sent: bytes) -> tuple[int, dict[str, str], dict[str, str]]:
    """Status, headers and JSON of the answer, after which the server hangs up."""
    with connect(pydash, sent) as sock:
        answer = b"".join(iter(lambda: sock.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status_line, *lines = head.decode("ascii").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(status_line.split()[1]), headers, json.loads(body)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(HEAD, id="head"),
        pytest.param(LOGIN + b"Content-Length: 100\r\n\r\n{", id="body"),
        pytest.param(LOGIN + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", id="chunks"),
    ],
)
def test_who_stops_is_told_that_it_was_too_slow(pydash: RunningPydash, sent: bytes) -> None:
    status, headers, body = converse(pydash, sent)
    assert (status, body["code"]) == (408, "too_slow")
    assert (headers["content-type"], headers["connection"]) == ("application/json", "close")
    assert (headers["server"], headers["x-content-type-options"]) == ("pydash", "nosniff")


def test_who_waits_takes_no_thread(pydash: RunningPydash) -> None:
    waiting = [
        connect(pydash, sent)
        for sent in (HEAD, LOGIN + b"Content-Length: 100\r\n\r\n{") * (2 * THREADS)
    ]
    try:
        for _ in range(3):
            assert requests.get(f"{pydash.base_url}/api/health", timeout=60).status_code == 200
    finally:
        for sock in waiting:
            sock.close()


@pytest.mark.parametrize(
    "chunks",
    [b"ZZ\r\n{}\r\n0\r\n\r\n", b"-2\r\n{}\r\n0\r\n\r\n", b"2\r\n{}}\r\n0\r\n\r\n", b"\r\n"],
)
def test_malformed_chunks_are_the_clients_fault(pydash: RunningPydash, chunks: bytes) -> None:
    status, _, body = converse(pydash, LOGIN + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
    assert (status, body["code"]) == (400, "bad_request")


def test_a_rebound_name_reads_nothing(pydash: RunningPydash) -> None:
    for path in ("/", "/api/health", "/api/openapi.json", "/manifest.webmanifest", "/metrics"):
        answer = requests.get(
            f"{pydash.base_url}{path}", headers={"Host": "rebound.example.com"}, timeout=60
        )
        assert answer.status_code == 421
        assert "PYDASH_BASE_URL" in answer.text
        assert answer.headers["X-Request-Id"]


def test_the_address_in_the_request_line_counts_like_the_host(pydash: RunningPydash) -> None:
    target = b"http://rebound.example.com/api/health"
    sent = b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    status, _, body = converse(pydash, sent)
    assert (status, body["code"]) == (421, "misdirected")
