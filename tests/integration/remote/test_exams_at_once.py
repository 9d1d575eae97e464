"""Remotes that take their time can't occupy every thread of the web, nor everybody's share."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network

import pytest

from pydash_app.errors import PydashError, RemoteError, TooManyRequestsError
from pydash_app.remote import RemoteGateway
from pydash_app.remote.gateway import MOST_EXAMS_AT_ONCE
from pydash_app.shares import Asker, asking
from tests.remotes.lying_server import LyingServer, serve
from tests.stack.waiting import wait_until

ALICES_SHARE = MOST_EXAMS_AT_ONCE // 2
ALICES_EXAMS = 14


@pytest.fixture
def gateway() -> RemoteGateway:
    return RemoteGateway([ip_network("127.0.0.0/8")])


@pytest.fixture
def is_over() -> threading.Event:
    return threading.Event()


@pytest.fixture
def slow(is_over: threading.Event) -> Iterator[LyingServer]:
    """A remote that says nothing until it is over."""

    def wait(_connection: socket.socket) -> None:
        is_over.wait(60)

    with serve(wait) as server:
        yield server
        is_over.set()


def examine(gateway: RemoteGateway, user: str, url: str) -> PydashError | None:
    """What asking a remote for a user failed with."""
    try:
        with asking(Asker.user(user)):
            gateway.examine(url, "any")
    except PydashError as error:
        return error
    return None


def test_slow_remotes_of_one_user_refuse_no_exam_of_another(
    gateway: RemoteGateway, slow: LyingServer, is_over: threading.Event
) -> None:
    with (
        ThreadPoolExecutor(ALICES_EXAMS) as threads,
        serve(lambda connection: connection.close()) as quick,
    ):
        of_alice = [
            threads.submit(examine, gateway, "alice", slow.url) for _ in range(ALICES_EXAMS)
        ]
        wait_until(lambda: len(slow.requests) == ALICES_SHARE, timeout_s=30, what="all ask")
        of_bob = [examine(gateway, "bob", quick.url) for _ in range(ALICES_EXAMS)]
        assert all(isinstance(error, RemoteError) for error in of_bob), of_bob
        refused = [exam.result() for exam in of_alice[ALICES_SHARE:] if exam.exception() is None]
        is_over.set()
    assert len(slow.requests) == ALICES_SHARE
    kinds = [type(error) for error in refused]
    assert kinds.count(TooManyRequestsError) >= ALICES_EXAMS - 2 * ALICES_SHARE


def test_an_exam_that_is_over_gives_its_place_back(gateway: RemoteGateway) -> None:
    with serve(lambda connection: connection.close()) as quick:
        failures = [examine(gateway, "alice", quick.url) for _ in range(3 * MOST_EXAMS_AT_ONCE)]
    assert all(isinstance(error, RemoteError) for error in failures), failures
