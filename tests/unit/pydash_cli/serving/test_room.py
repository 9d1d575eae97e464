"""There is room for whoever comes, however many wait."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pydash_cli.serving import listener as listening
from pydash_cli.serving.connection import Connection
from tests.stack.waiting import wait_until
from tests.unit.pydash_cli.serving.served import LARGE_BYTES, Served, is_open, read_answer, serving

HEAD = b"POST /echo HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"
WAIT = b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(most_connections=4) as served:
        yield served


def test_when_all_places_are_taken_the_one_who_has_waited_longest_goes(served: Served) -> None:
    waiting = []
    for _ in range(4):
        waiting.append(served.connect(HEAD))
        served.turn(1)
    assert read_answer(served.connect(GET))[0] == 200
    assert [is_open(sock) for sock in waiting] == [False, True, True, True]


def test_nobody_takes_the_place_of_another_network(served: Served) -> None:
    other = served.connect(HEAD, source="127.0.0.2")
    served.turn(1)
    for _ in range(20):
        served.connect(HEAD)
    served.turn(1)
    assert is_open(other)
    assert len(served.listener.active_channels) == 4


def test_who_was_served_before_goes_after_those_who_never_finish(served: Served) -> None:
    known = served.connect(GET)
    assert read_answer(known)[0] == 200
    served.turn(5)
    for _ in range(10):
        served.connect(HEAD)
    served.turn(1)
    assert is_open(known)


def test_who_is_being_served_stays_and_another_is_told_to_come_again() -> None:
    with serving(most_connections=2) as served:
        waiting = [served.connect(WAIT) for _ in range(2)]
        wait_until(lambda: served.app.calls == 2, timeout_s=20, what="both are being served")
        status, headers, body = read_answer(served.connect(GET))
        assert (status, json.loads(body)["code"]) == (503, "unavailable")
        assert int(headers["retry-after"]) > 0
        served.app.may_go_on.set()
        assert [read_answer(sock)[0] for sock in waiting] == [200, 200]


def test_all_places_are_given_back(served: Served) -> None:
    for _ in range(50):
        with served.connect(GET) as sock:
            assert read_answer(sock)[0] == 200
    wait_until(lambda: not served.listener.active_channels, timeout_s=20, what="nobody is left")
    assert not served.listener._count_of_network
    assert not served.listener._busy


def test_uploads_together_have_a_bound(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "MOST_BODY_BYTES", 300_000)
    uploads = []
    for _ in range(3):
        uploads.append(served.connect(HEAD + b"Content-Length: 900000\r\n\r\n" + b"x" * 120_000))
        served.turn(1)
    assert [is_open(sock) for sock in uploads] == [False, True, True]
    assert read_answer(served.connect(GET))[0] == 200


def test_answers_that_wait_for_their_readers_have_a_bound(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "MOST_ANSWER_BYTES", 2 * LARGE_BYTES)
    request = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
    for number in range(3):
        served.connect(request, window=4096)
        wait_until(lambda n=number: served.app.calls > n, timeout_s=20, what="it is served")  # type: ignore[misc]
        served.turn(1)
    wait_until(
        lambda: len(served.listener.active_channels) == 2, timeout_s=20, what="the first one goes"
    )
    assert read_answer(served.connect(GET))[0] == 200


def test_an_answer_larger_than_the_bound_waits_for_its_reader(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "MOST_ANSWER_BYTES", LARGE_BYTES // 2)
    sock = served.connect(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
    status, _, body = read_answer(sock)
    assert (status, len(body)) == (200, LARGE_BYTES)


def test_those_who_do_not_wait_for_answers_take_one_thread() -> None:
    with serving(thread_count=8) as served:
        hasty = [served.connect(GET + WAIT * 3) for _ in range(6)]
        wait_until(lambda: served.app.paths.count("/wait") == 1, timeout_s=20, what="one waits")
        for _ in range(10):
            assert read_answer(served.connect(GET))[0] == 200
        assert served.app.paths.count("/wait") == 1
        served.turn(60)
        served.app.may_go_on.set()
        for sock in hasty:
            assert [read_answer(sock)[0] for _ in range(4)] == [200] * 4


@pytest.mark.parametrize("failure", [OSError("gone"), RuntimeError("nobody expected this")])
def test_a_connection_that_cannot_be_taken_keeps_no_other_out(
    served: Served, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    class Unlucky(Connection):
        def __init__(self, server: Any, *_: Any, **__: Any) -> None:
            server.channel_class = Connection
            raise failure

    served.listener.channel_class = Unlucky
    unlucky = served.connect(GET)
    wait_until(lambda: not is_open(unlucky), timeout_s=20, what="it is shown out")
    assert read_answer(served.connect(GET))[0] == 200
    assert ("could not be taken" in caplog.text) == isinstance(failure, RuntimeError)
