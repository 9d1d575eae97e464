"""What goes between a client and the app, byte by byte."""

import json
import logging
import socket
from collections.abc import Iterator

import pytest

from tests.stack.waiting import wait_until
from tests.unit.pydash_cli.serving.served import LARGE_BYTES, Served, read_answer, serving

HOST = b" HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /echo" + HOST + b"\r\n"
POST = b"POST /echo" + HOST


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as served:
        yield served


def read_to_end(sock: socket.socket) -> bytes:
    return b"".join(iter(lambda: sock.recv(65_536), b""))


def test_a_body_in_chunks_arrives_whole(served: Served) -> None:
    chunks = b"5\r\nhello\r\n6;name=value\r\n world\r\n0\r\nX-Trailer: yes\r\n\r\n"
    sock = served.connect()
    for position in range(len(POST + chunks) + 32):
        sock.sendall(
            (POST + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)[position : position + 1]
        )
    assert read_answer(sock)[2] == b"hello world"


@pytest.mark.parametrize("pieces", [1, 50])
def test_requests_that_come_together_are_answered_in_their_order(
    served: Served, pieces: int
) -> None:
    requests = b"".join(POST + b"Content-Length: 3\r\n\r\n%03d" % n for n in range(pieces))
    sock = served.connect(requests + GET)
    assert [read_answer(sock)[2] for _ in range(pieces)] == [b"%03d" % n for n in range(pieces)]
    assert read_answer(sock)[0] == 200


def test_what_comes_with_a_request_is_answered_after_a_large_answer_is_read(
    served: Served,
) -> None:
    sock = served.connect((b"GET /large" + HOST + b"\r\n") * 3 + GET, window=4096)
    assert [len(read_answer(sock)[2]) for _ in range(4)] == [LARGE_BYTES] * 3 + [0]


def test_an_answer_to_head_has_no_body(served: Served) -> None:
    sock = served.connect(b"HEAD /large" + HOST + b"\r\n" + GET)
    sock.recv(1, socket.MSG_PEEK)
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += sock.recv(1)
    assert b"Content-Length: 16777216" in head
    assert read_answer(sock)[0] == 200


def test_an_answer_to_head_has_no_last_chunk_either(served: Served) -> None:
    answer = read_to_end(served.connect(b"HEAD /stream" + HOST + b"\r\n"))
    assert answer.endswith(b"\r\n\r\n")
    assert answer.count(b"\r\n\r\n") == 1


def test_who_asks_first_whether_to_go_on_is_told_so(served: Served) -> None:
    sock = served.connect(POST + b"Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
    assert sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    sock.sendall(b"hello")
    assert read_answer(sock)[2] == b"hello"


def test_who_asks_so_without_a_body_is_simply_answered(served: Served) -> None:
    assert (
        read_answer(served.connect(b"GET /echo" + HOST + b"Expect: 100-continue\r\n\r\n"))[0]
        == 200
    )


def test_who_asks_so_with_too_large_a_body_is_not_told_to_go_on(served: Served) -> None:
    sock = served.connect(POST + b"Content-Length: 90000000\r\nExpect: 100-continue\r\n\r\n")
    status, _, body = read_answer(sock)
    assert (status, json.loads(body)["code"]) == (413, "too_large")


def test_who_is_refused_reads_the_answer_while_still_sending(served: Served) -> None:
    sock = served.connect(POST + b"Content-Length: 3000000\r\n\r\n")
    sock.sendall(b"x" * 3_000_000)
    assert read_answer(sock)[0] == 413
    assert sock.recv(1) == b""


def test_who_hangs_up_in_the_middle_of_a_body_is_told_that_it_is_short(served: Served) -> None:
    sock = served.connect(POST + b"Content-Length: 10\r\n\r\nhello")
    sock.shutdown(socket.SHUT_WR)
    assert read_answer(sock)[0] == 400


def test_who_has_nothing_more_to_say_is_answered(served: Served) -> None:
    sock = served.connect(GET)
    sock.shutdown(socket.SHUT_WR)
    assert read_answer(sock)[0] == 200
    assert sock.recv(1) == b""


@pytest.mark.parametrize(
    ("version", "headers", "ends"),
    [
        (b"1.1", b"", False),
        (b"1.1", b"Connection: close\r\n", True),
        (b"1.0", b"", True),
        (b"1.0", b"Connection: keep-alive\r\n", False),
    ],
)
def test_a_connection_is_kept_where_both_sides_want_it(
    served: Served, version: bytes, headers: bytes, *, ends: bool
) -> None:
    request = b"GET /echo HTTP/" + version + b"\r\nHost: x\r\n" + headers + b"\r\n"
    sock = served.connect(request)
    assert read_answer(sock)[0] == 200
    if ends:
        assert sock.recv(1) == b""
    else:
        sock.sendall(request)
        assert read_answer(sock)[0] == 200


def test_addresses_reach_the_app_as_they_were_sent(served: Served) -> None:
    sock = served.connect(b"GET //environ" + HOST + b"\r\n")
    assert read_answer(sock)[2] == b""  # another address than /environ
    sock.sendall(b"GET http://other:81/environ?a=%20b" + HOST + b"X_Odd: 1\r\nX-Good: 2\r\n\r\n")
    told = json.loads(read_answer(sock)[2])
    assert (told["PATH_INFO"], told["QUERY_STRING"], told["HTTP_HOST"]) == (
        "/environ",
        "a=%20b",
        "other:81",
    )
    assert told["HTTP_X_GOOD"] == "2"
    assert "HTTP_X_ODD" not in told
    assert told["REMOTE_ADDR"] == "127.0.0.1"


def test_what_nobody_expected_is_logged_and_not_told(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        status, headers, body = read_answer(served.connect(b"GET /break" + HOST + b"\r\n"))
    assert (status, json.loads(body)["code"]) == (500, "internal_error")
    assert headers["content-type"] == "application/json"
    assert headers["server"] == "PyDash"
    assert "hunter2" not in str(body)
    assert "hunter2" in caplog.text


def test_a_caller_who_has_gone_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    with serving(thread_count=8) as served, caplog.at_level(logging.WARNING):
        served.connect(b"GET /stream" + HOST + b"\r\n").close()
        served.connect(b"GET /large" + HOST + b"\r\n").close()
        wait_until(
            lambda: not served.listener._busy and not served.listener.active_channels,
            timeout_s=20,
            what="they are forgotten",
        )
    assert caplog.text == ""


def test_what_is_being_answered_when_the_server_stops_is_answered() -> None:
    with serving() as served:
        sock = served.connect(b"GET /wait" + HOST + b"\r\n")
        wait_until(lambda: served.app.calls, timeout_s=20, what="it is being served")
        served.listener.trigger.pull_trigger(served.listener.stop)
        served.let_read()
        assert not served.listener.is_at_rest
        served.app.may_go_on.set()
        status, headers, _ = read_answer(sock)
        assert (status, headers["connection"]) == (200, "close")
        sock.close()
        wait_until(lambda: served.listener.is_at_rest, timeout_s=20, what="all are gone")
