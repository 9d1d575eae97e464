"""Names are looked up within a deadline, however long the system's resolver takes."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from pydash_app import names
from pydash_app.errors import ImportSourceError, TimedOutError, UnavailableError
from pydash_app.fmd_database.connecting import connect
from pydash_app.mail.mailers import SmtpMailer
from pydash_app.names import MOST_AT_ONCE, PatientCalls, look_up
from pydash_app.remote.address_guard import AddressGuard
from pydash_app.remote.http_session import GuardedSession

SOON_S = 0.05
LATE_S = 30
"""After which a resolver here gives up, so that a test that fails ends, too."""


class SilentNameServer:
    """Called like `socket.getaddrinfo`; answers when it is let.

    Attributes:
        may_answer: what all its look-ups wait for.
        asked: the names, in order.
    """

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        self.asked.append(host)
        assert self.may_answer.wait(LATE_S), "nobody may wait so long"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", port))]


@pytest.fixture
def silent() -> Iterator[SilentNameServer]:
    server = SilentNameServer()
    yield server
    server.may_answer.set()


def test_a_request_ends_at_its_deadline_while_its_name_is_looked_up(
    silent: SilentNameServer,
) -> None:
    session = GuardedSession(AddressGuard(look_up=silent))
    with pytest.raises(TimedOutError, match="looked up") as caught:
        session.get("http://slow.example/dashboard", total_timeout_s=SOON_S)
    assert "name server" in str(caught.value)
    assert silent.asked == ["slow.example"]
    assert not silent.may_answer.is_set()


def test_requests_that_share_a_time_share_it_with_looking_up(silent: SilentNameServer) -> None:
    session = GuardedSession(AddressGuard(look_up=silent)).limited_to(SOON_S)
    with pytest.raises(TimedOutError):
        session.get("http://slow.example/dashboard")
    with pytest.raises(TimedOutError, match="all together"):
        session.get("http://slow.example/dashboard")


def test_a_name_that_is_found_in_time_is_used(silent: SilentNameServer) -> None:
    silent.may_answer.set()
    (found,) = look_up("quick.example", 80, timeout_s=LATE_S, resolver=silent)
    assert found[4] == ("192.0.2.1", 80)


def test_an_address_is_asked_of_nobody() -> None:
    def resolve(host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        assert threading.current_thread() is threading.main_thread()
        return [(host, port)]

    for address in ("192.0.2.1", "2001:db8::1", "fe80::1%lo"):
        assert look_up(address, 80, timeout_s=0, resolver=resolve) == [(address, 80)]


def test_a_name_that_does_not_exist_is_told_as_by_the_system() -> None:
    def resolve(*_: object, **__: object) -> list[tuple[Any, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(socket.gaierror, match="unknown"):
        look_up("nowhere.example", 80, timeout_s=LATE_S, resolver=resolve)


def test_who_asks_for_the_same_name_waits_for_the_same_answer(silent: SilentNameServer) -> None:
    for _ in range(10):
        with pytest.raises(TimeoutError):
            look_up("slow.example", 80, timeout_s=0.001, resolver=silent)
    assert silent.asked == ["slow.example"]


def test_look_ups_that_hang_do_not_pile_up(silent: SilentNameServer) -> None:
    calls = PatientCalls()
    before = threading.active_count()
    for number in range(3 * MOST_AT_ONCE):
        with pytest.raises(TimeoutError):
            calls.call(number, lambda: silent("slow.example", 80), 0.001)
    assert threading.active_count() - before <= MOST_AT_ONCE
    silent.may_answer.set()
    for thread in threading.enumerate():
        if thread.name == "look-up":
            thread.join(LATE_S)
    assert calls.call("next", lambda: "found", LATE_S) == "found"


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_mail_ends_at_its_deadline_while_the_servers_name_is_looked_up(
    silent: SilentNameServer, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr("pydash_app.mail.mailers.SMTP_TIMEOUT_S", SOON_S)
    with pytest.raises(UnavailableError, match=r"mail\.example"):
        SmtpMailer(f"{scheme}://mail.example").check()
    assert not silent.may_answer.is_set()


def test_the_own_name_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    may_answer = threading.Event()
    monkeypatch.setattr(names, "_CALLS", PatientCalls())
    monkeypatch.setattr(socket, "getfqdn", lambda: str(may_answer.wait(LATE_S)))
    assert names.find_own_name(timeout_s=SOON_S) == socket.gethostname()
    may_answer.set()


def test_an_import_says_in_time_that_the_name_is_not_found(
    silent: SilentNameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr("pydash_app.fmd_database.connecting.CONNECT_TIMEOUT_S", SOON_S)
    with pytest.raises(ImportSourceError, match=r"slow\.example could not be looked up"):
        connect("postgresql://user:secret@slow.example/fmd")


def test_connecting_tries_each_address_of_a_name() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def resolve(_host: str, _port: int, **_: object) -> list[tuple[Any, ...]]:
            return [
                (None, None, None, "", address)
                for address in (("127.0.0.1", 1), ("127.0.0.1", port))
            ]

        with names.connect("mail.example", port, timeout_s=LATE_S, resolver=resolve) as sock:
            assert sock.getpeername()[1] == port
