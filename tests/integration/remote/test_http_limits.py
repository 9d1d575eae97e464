"""Servers that never come to an end, in time or in size; all of them on loopback."""

import gzip
import resource
import time

import pytest

from pydash_app.errors import (
    AnswerTooLargeError,
    TimedOutError,
)
from pydash_app.remote.http_session import GuardedSession
from tests.remotes.lies import MIB, dripping, flooding, pack
from tests.remotes.lying_server import Lie, answering, serve


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
    ids=[
        "silence",
        "status",
        "headers",
        "continue",
        "length",
        "chunks",
        "until close",
        "redirect",
    ],
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
    with (
        serve(flooding(b"a" * 65536, head)) as server,
        pytest.raises(AnswerTooLargeError, match="1,048,576"),
    ):
        session.get(server.url, max_body_bytes=MIB)


def test_a_body_of_just_the_allowed_size_comes_whole(session: GuardedSession) -> None:
    with serve(answering(b"a" * 100_000)) as server:
        assert len(session.get(server.url, max_body_bytes=100_000).body) == 100_000
        with pytest.raises(AnswerTooLargeError):
            session.get(server.url, max_body_bytes=99_999)


def test_a_packed_answer_is_unpacked(session: GuardedSession) -> None:
    body = b"measurements " * 100_000
    with serve(answering(gzip.compress(body), headers=("Content-Encoding: gzip",))) as server:
        assert session.get(server.url).body == body


def test_a_gzip_bomb_costs_no_memory(session: GuardedSession) -> None:
    bomb = pack(bytes(MIB), 512)
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with (
        serve(answering(bomb, headers=("Content-Encoding: gzip",))) as server,
        pytest.raises(AnswerTooLargeError),
    ):
        session.get(server.url, max_body_bytes=4 * MIB)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < 64 * 1024
