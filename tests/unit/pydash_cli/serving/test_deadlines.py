"""Every client has a deadline, and none of them makes a thread wait."""

import json
import socket
from collections.abc import Iterator

import pytest

from pydash_cli.serving.deadlines import LEAST_BYTES_PER_S, Pace
from pydash_cli.serving.waitress_settings import STREAM_BUFFER_BYTES
from tests.stack.waiting import wait_until
from tests.unit.pydash_cli.serving.served import PART, Served, is_open, read_answer, serving

HEAD = b"POST /echo HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"
LENGTH = b"Content-Length: 100000\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
SMALL_WINDOW = 4096


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as served:
        yield served


def assert_too_slow(sock: socket.socket) -> None:
    status, headers, body = read_answer(sock)
    assert (status, headers["content-type"], headers["connection"]) == (
        408,
        "application/json",
        "close",
    )
    assert json.loads(body)["code"] == "too_slow"
    assert sock.recv(1) == b""


def test_a_head_that_stops_is_answered_408_after_ten_seconds(served: Served) -> None:
    sock = served.connect(HEAD)
    served.turn(9)
    assert is_open(sock)
    served.turn(1)
    assert_too_slow(sock)


def test_a_head_that_drips_has_no_longer(served: Served) -> None:
    sock = served.connect(HEAD)
    for _ in range(9):
        served.turn(1)
        sock.sendall(b"X")
    assert is_open(sock)
    served.turn(1)
    assert_too_slow(sock)


def test_the_next_head_on_a_connection_counts_from_its_own_first_byte(served: Served) -> None:
    sock = served.connect(GET)
    assert read_answer(sock)[0] == 200
    served.turn(9)
    sock.sendall(HEAD)
    served.turn(9)
    assert is_open(sock)
    served.turn(1)
    assert_too_slow(sock)


def test_who_says_nothing_is_shown_out_in_silence(served: Served) -> None:
    """Browsers connect before they know what to ask, and would show the answer as an error."""
    sock = served.connect()
    served.turn(9)
    assert is_open(sock)
    served.turn(1)
    assert sock.recv(100) == b""


def test_a_connection_waits_for_its_next_request_for_a_while(served: Served) -> None:
    sock = served.connect(GET)
    assert read_answer(sock)[0] == 200
    served.turn(1)
    served.turn(13)
    assert is_open(sock)
    served.turn(2)
    assert sock.recv(100) == b""


@pytest.mark.parametrize("framing", [LENGTH, CHUNKED])
def test_a_body_that_stops_is_answered_408_after_thirty_seconds(
    served: Served, framing: bytes
) -> None:
    sock = served.connect(HEAD + framing)
    served.turn(1)
    sock.sendall(b"8000\r\n" + b"x" * 20_000)
    served.turn(1)
    served.turn(29)
    assert is_open(sock)
    served.turn(1)
    assert_too_slow(sock)


@pytest.mark.parametrize(
    ("framing", "piece"), [(LENGTH, b"x"), (CHUNKED, b"1\r\nx\r\n")], ids=["length", "chunks"]
)
def test_a_byte_per_second_is_no_progress(served: Served, framing: bytes, piece: bytes) -> None:
    sock = served.connect(HEAD + framing)
    for _ in range(31):
        served.turn(1)
        if not is_open(sock):
            break
        sock.sendall(piece)
    assert_too_slow(sock)


def test_a_slow_but_steady_body_arrives(served: Served) -> None:
    pace = 2 * LEAST_BYTES_PER_S
    size = 120 * pace
    sock = served.connect(HEAD + b"Content-Length: %d\r\n\r\n" % size)
    for _ in range(120):
        served.turn(1)
        sock.sendall(b"x" * pace)
    status, _, body = read_answer(sock)
    assert (status, len(body)) == (200, size)


def test_a_reader_that_stops_loses_its_place_after_thirty_seconds() -> None:
    with serving(thread_count=1) as served:
        sock = served.connect(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n", window=SMALL_WINDOW)
        wait_until(lambda: served.app.made_bytes, timeout_s=20, what="the answer begins")
        await_standstill(served)
        for _ in range(29):
            served.turn(1)
        assert served.app.ended_streams == 0
        served.turn(1)
        served.turn(1)
        wait_until(lambda: served.app.ended_streams, timeout_s=20, what="the stream is given up")
        assert not is_open(sock) or sock.recv(1)
        assert read_answer(served.connect(GET))[0] == 200


def test_a_reader_of_a_byte_per_second_loses_it_too() -> None:
    with serving() as served:
        sock = served.connect(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n", window=SMALL_WINDOW)
        wait_until(lambda: served.app.made_bytes, timeout_s=20, what="the answer begins")
        for _ in range(65):
            served.turn(1)
            if served.app.ended_streams:
                break
            sock.recv(1)
        wait_until(lambda: served.app.ended_streams, timeout_s=20, what="the stream is given up")


def test_a_steady_reader_keeps_its_place_for_as_long_as_it_takes() -> None:
    with serving() as served:
        sock = served.connect(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in range(100):
            missing = 4 * len(PART)
            while missing > 0:
                missing -= len(sock.recv(missing))
            served.turn(1)
        assert served.app.ended_streams == 0


def test_of_a_stream_little_waits_for_its_reader(served: Served) -> None:
    served.connect(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n", window=SMALL_WINDOW)
    wait_until(lambda: served.app.made_bytes, timeout_s=20, what="the answer begins")
    await_standstill(served)
    (connection,) = served.listener.active_channels.values()
    assert connection.total_outbufs_len <= STREAM_BUFFER_BYTES + 2 * len(PART)


@pytest.mark.parametrize("count", [1, 20])
def test_readers_of_large_answers_hold_no_thread(count: int) -> None:
    with serving(thread_count=1) as served:
        request = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
        for _ in range(3):
            served.connect(request * count, window=SMALL_WINDOW)
        wait_until(lambda: served.app.calls >= 3, timeout_s=20, what="they are served")
        assert read_answer(served.connect(GET))[0] == 200


def test_who_sends_slowly_holds_no_thread() -> None:
    with serving(thread_count=1) as served:
        for sent in (HEAD, HEAD + LENGTH + b"x", HEAD + CHUNKED + b"1\r\n"):
            served.connect(sent)
        assert read_answer(served.connect(GET))[0] == 200


def test_pace_starts_over_with_each_stretch_of_time() -> None:
    pace = Pace(30, 0.0, 0)
    fast = 30 * LEAST_BYTES_PER_S
    assert not pace.is_lost(fast, 30.0)
    assert not pace.is_lost(fast + 1, 59.0)
    assert pace.is_lost(fast + 2, 60.0)


def test_pace_is_lost_where_nothing_moves() -> None:
    pace = Pace(30, 0.0, 0)
    assert not pace.is_lost(10**6, 20.0)
    assert not pace.is_lost(10**6, 49.0)
    assert pace.is_lost(10**6, 50.0)


def await_standstill(served: Served) -> None:
    """Until the system takes no more of a stream."""
    made = -1

    def stands() -> bool:
        nonlocal made
        before, made = made, served.app.made_bytes
        served.let_read()
        return before == made

    wait_until(stands, timeout_s=20, what="nothing more is taken")
