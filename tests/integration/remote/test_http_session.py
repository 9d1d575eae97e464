"""The guarded session against servers that lie; all of them on loopback."""

import socket
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest

from pydash_app.errors import (
    AddressRefusedError,
    NotFmdError,
    TimedOutError,
    UnreachableError,
)
from pydash_app.remote.address_guard import AddressGuard
from pydash_app.remote.http_session import GuardedSession
from tests.remotes.lying_server import Lie, answering, serve
from tests.remotes.name_server import NameServer

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def test_an_honest_answer_comes_whole(session: GuardedSession) -> None:
    date = "Date: Mon, 23 Nov 2026 19:36:16 GMT"
    with serve(answering(b"hello", headers=(date, "Content-Type: text/x"))) as server:
        answer = session.get(server.url)
    assert (answer.status, answer.body, answer.content_type) == (200, b"hello", "text/x")
    assert answer.answered_at == datetime(2026, 11, 23, 19, 36, 16, tzinfo=UTC)
    assert answer.location == ""


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Nov 2026 19:36:16 GMT", "0"])
def test_a_remote_that_tells_no_time_is_no_failure(session: GuardedSession, date: str) -> None:
    with serve(answering(b"", headers=(f"Date: {date}",))) as server:
        assert session.get(server.url).answered_at is None


def test_a_request_says_who_asks_and_nothing_else(session: GuardedSession) -> None:
    with serve(answering(b"")) as server:
        session.get(server.url)
        session.get(server.url)
    request_line, *headers = server.requests[0].strip().split("\r\n")
    assert request_line == "GET /dashboard HTTP/1.1"
    names = {header.partition(":")[0]: header.partition(": ")[2] for header in headers}
    assert names.pop("User-Agent").startswith("PyDash")
    assert names == {
        "Host": f"127.0.0.1:{server.port}",
        "Accept-Encoding": "gzip",
        "Accept": "*/*",
        "Connection": "close",
    }


def test_a_cookie_is_not_sent_back(session: GuardedSession) -> None:
    with serve(answering(b"", headers=("Set-Cookie: a=b; Path=/",))) as server:
        session.get(server.url)
        session.get(server.url)
    assert "Cookie" not in server.requests[1]


def test_the_environment_sends_nothing_through_a_proxy(
    session: GuardedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serve(answering(b"direct")) as server:
        assert session.get(server.url).body == b"direct"


def test_an_ipv6_literal_is_asked_under_its_own_name(session: GuardedSession) -> None:
    with serve(answering(b"six"), host="::1") as server:
        assert session.get(server.url).body == b"six"
    assert f"Host: [::1]:{server.port}" in server.requests[0]


def test_of_several_addresses_the_next_is_tried() -> None:
    names = NameServer("::1", "127.0.0.9", "127.0.0.1")
    session = GuardedSession(AddressGuard(LOOPBACK, look_up=names))
    with serve(answering(b"found")) as server:
        assert session.get(f"http://app.example:{server.port}/").body == b"found"
    assert f"Host: app.example:{server.port}" in server.requests[0]


def test_a_name_is_resolved_once_and_the_checked_address_connected_to() -> None:
    names = NameServer("127.0.0.1")  # nobody else could resolve app.example
    session = GuardedSession(AddressGuard(LOOPBACK, look_up=names))
    with serve(answering(b"found")) as server:
        assert session.get(f"http://app.example:{server.port}/").body == b"found"
    assert names.asked == ["app.example"]


def test_loopback_is_refused_before_anything_is_sent() -> None:
    with serve(answering(b"secret")) as server, pytest.raises(AddressRefusedError):
        GuardedSession(AddressGuard()).get(server.url)
    assert server.requests == []


def test_a_closed_port_is_unreachable(session: GuardedSession) -> None:
    with serve(answering(b"")) as server:
        url = server.url
    with pytest.raises(UnreachableError, match=r"Nothing answers at 127\.0\.0\.1"):
        session.get(url)


def test_a_connection_that_nobody_accepts_times_out(
    session: GuardedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pydash_app.remote.http_session.CONNECT_TIMEOUT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
        port = deaf.getsockname()[1]
        with (
            socket.create_connection(("127.0.0.1", port)),  # takes the only place in the queue
            pytest.raises(TimedOutError, match=r"accept a connection within 0\.3 seconds"),
        ):
            session.get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "unheard-of"])
def test_a_packing_that_was_not_asked_for_is_refused(
    session: GuardedSession, encoding: str
) -> None:
    with (
        serve(answering(b"x", headers=(f"Content-Encoding: {encoding}",))) as server,
        pytest.raises(UnreachableError, match="did not ask for"),
    ):
        session.get(server.url)


@pytest.mark.parametrize(
    "lie",
    [
        lambda connection: connection.close(),
        lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
        lambda connection: connection.sendall(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf"
        ),
        answering(b"not gzip", headers=("Content-Encoding: gzip",)),
    ],
    ids=["closed at once", "half a length", "half a chunk", "damaged"],
)
def test_an_answer_that_breaks_off_is_unreachable(session: GuardedSession, lie: Lie) -> None:
    with serve(lie) as server, pytest.raises(UnreachableError, match="broke before"):
        session.get(server.url)


@pytest.mark.parametrize(
    "words",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"220 mail.example ESMTP\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 1000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"1" * 100_000 + b"\r\n\r\n",
    ],
    ids=["ssh", "smtp", "odd status", "many headers", "long header"],
)
def test_what_speaks_no_http_is_no_fmd(session: GuardedSession, words: bytes) -> None:
    with (
        serve(lambda connection: connection.sendall(words)) as server,
        pytest.raises(NotFmdError, match="not in http"),
    ):
        session.get(server.url)


def test_a_redirect_is_not_followed(session: GuardedSession) -> None:
    with serve(answering(b"secret")) as inner:
        lie = answering(b"", status="302 Found", headers=(f"Location: {inner.url}",))
        with serve(lie) as server:
            answer = session.get(server.url)
    assert (answer.status, answer.location) == (302, inner.url)
    assert inner.requests == []
