"""The guarded session over TLS, on loopback."""

import socket
import time
from ipaddress import ip_network
from pathlib import Path

import pytest

from pydash_app.errors import (
    TimedOutError,
    UnreachableError,
)
from pydash_app.remote.address_guard import AddressGuard
from pydash_app.remote.http_session import GuardedSession
from tests.remotes.certificates import make_certificate
from tests.remotes.lying_server import answering, serve
from tests.remotes.name_server import NameServer

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def test_https_at_a_port_without_it_is_told() -> None:
    session = GuardedSession(AddressGuard(LOOPBACK))
    with (
        serve(answering(b"")) as server,
        pytest.raises(UnreachableError, match="does not answer in https"),
    ):
        session.get(server.url.replace("http:", "https:"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for app.example, signed by itself, and its key."""
    return make_certificate(tmp_path_factory.mktemp("tls"), "app.example")


def make_trusting_session(certificate: Path) -> GuardedSession:
    guard = AddressGuard(LOOPBACK, look_up=NameServer("127.0.0.1"))
    return GuardedSession(guard, authorities=certificate)


def test_https_is_spoken_under_the_name_not_the_address(certificate: Path) -> None:
    trusting = make_trusting_session(certificate)
    with serve(answering(b"encrypted"), certificate=certificate) as server:
        assert trusting.get(f"https://app.example:{server.port}/").body == b"encrypted"
        with pytest.raises(
            UnreachableError,
            match=r"certificate of other\.example can.t be trusted: Hostname mismatch",
        ):
            trusting.get(f"https://other.example:{server.port}/")


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    session = GuardedSession(AddressGuard(LOOPBACK, look_up=NameServer("127.0.0.1")))
    with (
        serve(answering(b"encrypted"), certificate=certificate) as server,
        pytest.raises(UnreachableError, match=r"can't be trusted: self.signed"),
    ):
        session.get(f"https://app.example:{server.port}/")


def test_the_deadline_holds_in_https_too(certificate: Path) -> None:
    trusting = make_trusting_session(certificate)

    def lie(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"a")
            time.sleep(0.05)

    with serve(lie, certificate=certificate) as server, pytest.raises(TimedOutError):
        trusting.get(f"https://app.example:{server.port}/", total_timeout_s=0.5)
