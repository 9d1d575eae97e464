"""The guarded session against servers that lie; all of them on loopback."""

import gzip
import io
import resource
import socket
import subprocess
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest

from pydash_app.errors import (
    AddressRefusedError,
    AnswerTooLargeError,
    NotFmdError,
    TimedOutError,
    UnreachableError,
)
from pydash_app.remote.address_guard import AddressGuard
from pydash_app.remote.http_session import GuardedSession
from tests.remotes.lying_server import Lie, answering, serve
from tests.remotes.name_server import NameServer

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
MIB = 1024 * 1024


@pytest.fixture
def session() -> GuardedSession:
    return GuardedSession(AddressGuard(LOOPBACK))


def dripping(piece: bytes, first: bytes = b"") -> Lie:
    """One piece every 50 ms, for ever."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece)
            time.sleep(0.05)

    return drip


def flooding(piece: bytes, first: bytes) -> Lie:
    """As fast as it goes, for ever."""

    def flood(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece)

    return flood


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
        with socket.create_connection(("127.0.0.1", port)):  # takes the only place in the queue
            with pytest.raises(TimedOutError, match=r"accept a connection within 0\.3 seconds"):
                session.get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "lie",
    [
        lambda connection: connection.recv(1),
        dripping(b"H"),
        dripping(b"X-Drip: 1\r\n", b"HTTP/1.1 200 OK\r\n"),
        dripping(b"HTTP/1.1 100 Continue\r\n\r\n"),
        dripping(b"a", b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"),
        dripping(b"1\r\na\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        dripping(b"a", b"HTTP/1.1 200 OK\r\n\r\n"),
        dripping(b"a", b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 99999\r\n\r\n"),
    ],
    ids=["silence", "status", "headers", "continue", "length", "chunks", "until close", "redirect"],
)
def test_a_drip_ends_at_the_deadline(session: GuardedSession, lie: Lie) -> None:
    with serve(lie) as server:
        started_s = time.monotonic()
        with pytest.raises(TimedOutError, match=r"in full within 0\.5 seconds"):
            session.get(server.url, total_timeout_s=0.5)
        assert time.monotonic() - started_s < 1.5


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n",
    ],
    ids=["until close", "length", "redirect"],
)
def test_an_endless_body_is_cut_off(session: GuardedSession, head: bytes) -> None:
    with serve(flooding(b"a" * 65536, head)) as server:
        with pytest.raises(AnswerTooLargeError, match="1,048,576"):
            session.get(server.url, max_body_bytes=MIB)


def test_a_body_of_just_the_allowed_size_comes_whole(session: GuardedSession) -> None:
    with serve(answering(b"a" * 100_000)) as server:
        assert len(session.get(server.url, max_body_bytes=100_000).body) == 100_000
        with pytest.raises(AnswerTooLargeError):
            session.get(server.url, max_body_bytes=99_999)


def make_bomb(size_bytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    packed = io.BytesIO()
    for _ in range(size_bytes // MIB):
        packed.write(packer.compress(bytes(MIB)))
    packed.write(packer.flush())
    return packed.getvalue()


def test_a_packed_answer_is_unpacked(session: GuardedSession) -> None:
    body = b"measurements " * 100_000
    with serve(answering(gzip.compress(body), headers=("Content-Encoding: gzip",))) as server:
        assert session.get(server.url).body == body


def test_a_gzip_bomb_costs_no_memory(session: GuardedSession) -> None:
    bomb = make_bomb(512 * MIB)
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with serve(answering(bomb, headers=("Content-Encoding: gzip",))) as server:
        with pytest.raises(AnswerTooLargeError):
            session.get(server.url, max_body_bytes=4 * MIB)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < 64 * 1024


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "unheard-of"])
def test_a_packing_that_was_not_asked_for_is_refused(
    session: GuardedSession, encoding: str
) -> None:
    with serve(answering(b"x", headers=(f"Content-Encoding: {encoding}",))) as server:
        with pytest.raises(UnreachableError, match="did not ask for"):
            session.get(server.url)


@pytest.mark.parametrize(
    "lie",
    [
        lambda connection: None,
        lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
        lambda connection: connection.sendall(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf"
        ),
        answering(b"not gzip", headers=("Content-Encoding: gzip",)),
    ],
    ids=["closed at once", "half a length", "half a chunk", "damaged"],
)
def test_an_answer_that_breaks_off_is_unreachable(session: GuardedSession, lie: Lie) -> None:
    with serve(lie) as server:
        with pytest.raises(UnreachableError, match="broke before"):
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
    with serve(lambda connection: connection.sendall(words)) as server:
        with pytest.raises(NotFmdError, match="not in http"):
            session.get(server.url)


def test_a_redirect_is_not_followed(session: GuardedSession) -> None:
    with serve(answering(b"secret")) as inner:
        lie = answering(b"", status="302 Found", headers=(f"Location: {inner.url}",))
        with serve(lie) as server:
            answer = session.get(server.url)
    assert (answer.status, answer.location) == (302, inner.url)
    assert inner.requests == []


def test_https_at_a_port_without_it_is_told(session: GuardedSession) -> None:
    with serve(answering(b"")) as server:
        with pytest.raises(UnreachableError, match="does not answer in https"):
            session.get(server.url.replace("http:", "https:"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for app.example, signed by itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(  # noqa: S603
        # fmt: off
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",  # noqa: S607
         "-nodes", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem",
         "-days", "2", "-subj", "/CN=app.example", "-addext", "subjectAltName=DNS:app.example"],
        # fmt: on
        check=True,
        capture_output=True,
    )
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "certificate.pem").read_bytes())
    return both


def make_trusting_session(certificate: Path) -> GuardedSession:
    guard = AddressGuard(LOOPBACK, look_up=NameServer("127.0.0.1"))
    return GuardedSession(guard, authorities=certificate)


def test_https_is_spoken_under_the_name_not_the_address(certificate: Path) -> None:
    trusting = make_trusting_session(certificate)
    with serve(answering(b"encrypted"), certificate=certificate) as server:
        assert trusting.get(f"https://app.example:{server.port}/").body == b"encrypted"
        with pytest.raises(UnreachableError, match=r"certificate of other\.example can.t be trusted: Hostname mismatch"):
            trusting.get(f"https://other.example:{server.port}/")


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    session = GuardedSession(AddressGuard(LOOPBACK, look_up=NameServer("127.0.0.1")))
    with serve(answering(b"encrypted"), certificate=certificate) as server:
        with pytest.raises(UnreachableError, match=r"can't be trusted: self.signed"):
            session.get(f"https://app.example:{server.port}/")


def test_the_deadline_holds_in_https_too(certificate: Path) -> None:
    trusting = make_trusting_session(certificate)
    lie = dripping(b"a", b"HTTP/1.1 200 OK\r\n\r\n")
    with serve(lie, certificate=certificate) as server, pytest.raises(TimedOutError):
        trusting.get(f"https://app.example:{server.port}/", total_timeout_s=0.5)
