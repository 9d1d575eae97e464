"""Remotes that take their time can't occupy every thread of the web."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network

import pytest

from pydash_app.errors import RemoteError, UnavailableError
from pydash_app.remote import RemoteGateway
from pydash_app.remote.gateway import MOST_EXAMS_AT_ONCE
from tests.remotes.lying_server import serve
from tests.stack.waiting import wait_until


def test_only_some_exams_run_at_once() -> None:
    is_over = threading.Event()

    def wait(_connection: socket.socket) -> None:
        is_over.wait(30)

    gateway = RemoteGateway([ip_network("127.0.0.0/8")])
    with ThreadPoolExecutor(MOST_EXAMS_AT_ONCE) as threads, serve(wait) as server:
        exams = [
            threads.submit(gateway.examine, server.url, "any") for _ in range(MOST_EXAMS_AT_ONCE)
        ]
        wait_until(
            lambda: len(server.requests) == MOST_EXAMS_AT_ONCE, timeout_s=10, what="all ask"
        )
        with pytest.raises(UnavailableError):
            gateway.examine(server.url, "any")
        is_over.set()
        for exam in exams:
            assert isinstance(exam.exception(), RemoteError)
        with pytest.raises(RemoteError):
            gateway.examine(server.url, "any")
