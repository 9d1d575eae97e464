"""What can't be read of a client's address is a stranger, at every door that opens by address."""

import logging
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client

from pydash_app.database import Database
from pydash_app.errors import TooManyRequestsError
from pydash_app.limits import RateLimits, is_network, network_of
from pydash_app.settings import Settings
from pydash_app.user import LoginGuard
from pydash_cli.metrics_port import make_metrics_app
from pydash_web.app_factory import create_app
from pydash_web.client_address import TrustedProxies, name_unreadable
from pydash_web.forwarded import read_address
from tests.factories import SECRET_KEY
from tests.web.asking import json_of
from tests.web.fake_remotes import FakeRemotes
from tests.web.people import StoppedClock

PROXY, INNER_PROXY, STRANGER, OPERATOR = "10.0.0.1", "10.0.0.2", "203.0.113.5", "127.0.0.1"
TRUSTED = (ip_network("10.0.0.0/24"),)
CHAIN, STANDARD, SINGLE = "X-Forwarded-For", "Forwarded", "X-Real-IP"

CLOSED: list[Mapping[str, str]] = [
    {CHAIN: STRANGER},
    # no address, or none that anybody could read
    *(
        {CHAIN: value}
        for value in (
            "",
            " ",
            ",",
            "unknown",
            "_hidden",
            "nonsense",
            "localhost",
            "127.0.0.1:",
            "127.0.0.1:http",
            "127.0.0.1:80:80",
            "127.0.0.1 127.0.0.1",
            "127.0.0.1/8",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "127.0.0.01",
            "127.0.0.1\x0b",
            "１２７.0.0.1",
            "[127.0.0.1]",
            "[::1]garbage",
            "[::1",
            "::1%lo",
            "[::1%lo]:80",
            '"127.0.0.1"',
            "for=127.0.0.1",
            "127.0.0.1,",
            "127.0.0.1, unknown",
            "127.0.0.1, _hidden, 10.0.0.2",
            "127.0.0.1;10.0.0.2",
        )
    ),
    # nobody but proxies
    {CHAIN: PROXY},
    {CHAIN: f"{INNER_PROXY}, {PROXY}"},
    {CHAIN: f"unknown, {INNER_PROXY}"},
    # another header alone
    {STANDARD: "for=127.0.0.1"},
    {STANDARD: 'for="[::1]:80";proto=https'},
    {STANDARD: ""},
    {SINGLE: "127.0.0.1"},
    {SINGLE: ""},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Host": "127.0.0.1"},
    {"X-Forwarded-Server": "proxy"},
    {"Via": "1.1 proxy"},
    {"Client-IP": "127.0.0.1"},
    {"X-Client-IP": "127.0.0.1"},
    {"True-Client-IP": "127.0.0.1"},
    {"CF-Connecting-IP": "127.0.0.1"},
    {"X-Azure-ClientIP": "127.0.0.1"},
    {"X-Cluster-Client-IP": "127.0.0.1"},
    {"X-Original-Forwarded-For": "127.0.0.1"},
    # several that contradict each other
    {CHAIN: OPERATOR, STANDARD: f"for={STRANGER}"},
    {CHAIN: OPERATOR, STANDARD: f"for=127.0.0.1, for={STRANGER}"},
    {CHAIN: OPERATOR, STANDARD: "for=_hidden"},
    {CHAIN: OPERATOR, STANDARD: "for=unknown"},
    {CHAIN: OPERATOR, STANDARD: "for=127.0.0.1;for=127.0.0.1"},
    {CHAIN: OPERATOR, STANDARD: "by=127.0.0.1"},
    {CHAIN: OPERATOR, STANDARD: "nonsense"},
    {CHAIN: OPERATOR, STANDARD: ""},
    {CHAIN: OPERATOR, SINGLE: STRANGER},
    {CHAIN: OPERATOR, SINGLE: INNER_PROXY},
    {CHAIN: OPERATOR, SINGLE: "unknown"},
    {CHAIN: OPERATOR, SINGLE: ""},
]
"""Requests that a trusted proxy handed on, and of which none is the operator's for certain."""

OPEN: list[Mapping[str, str]] = [
    {},
    {CHAIN: OPERATOR},
    {CHAIN: "::1"},
    {CHAIN: "[::1]"},
    {CHAIN: "[::1]:4711"},
    {CHAIN: "127.0.0.1:4711"},
    {CHAIN: "::ffff:127.0.0.1"},
    {CHAIN: f"127.0.0.1,\t{INNER_PROXY}"},
    {CHAIN: "unknown, 203.0.113.5, 127.0.0.1"},
    {CHAIN: OPERATOR, SINGLE: OPERATOR},
    {CHAIN: f"127.0.0.1, {INNER_PROXY}", SINGLE: INNER_PROXY},
    {CHAIN: OPERATOR, STANDARD: "For=127.0.0.1;Proto=https"},
    {CHAIN: f"::1, {INNER_PROXY}", STANDARD: f'for="[::1]:80";by=_x, for={INNER_PROXY}'},
    {CHAIN: OPERATOR, "Via": "1.1 proxy"},
]
"""Requests of the operator's, who asks the app itself or through a chain that says so."""


def read_metrics(app: Flask, peer: str, headers: Mapping[str, str]) -> bool:
    """Whether /metrics opens."""
    answer = app.test_client().get(
        "/metrics", headers=dict(headers), environ_overrides={"REMOTE_ADDR": peer}
    )
    return answer.status_code == 200


def read_health(app: Flask, peer: str, headers: Mapping[str, str]) -> bool:
    """Whether health gives its details."""
    answer = app.test_client().get(
        "/api/health", headers=dict(headers), environ_overrides={"REMOTE_ADDR": peer}
    )
    return json_of(answer)["reasons"] is not None


def read_metrics_port(app: Flask, peer: str, headers: Mapping[str, str]) -> bool:
    """Whether /metrics opens that a process without the web answers."""
    client = Client(make_metrics_app(app.extensions["pydash"].settings))
    answer = client.get("/metrics", headers=dict(headers), environ_overrides={"REMOTE_ADDR": peer})
    return answer.status_code == 200


DOORS: list[Callable[[Flask, str, Mapping[str, str]], bool]] = [
    read_metrics,
    read_health,
    read_metrics_port,
]


MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(
    settings: Settings,
    database: Database,
    remotes: FakeRemotes,
    clock: StoppedClock,
    static_folder: Path,
) -> MakeApp:
    """The app with other settings."""

    def make(**changes: object) -> Flask:
        return create_app(
            settings.model_copy(update=changes),
            database,
            remotes=remotes,
            secret_key=SECRET_KEY,
            now=clock,
            static_folder=static_folder,
        )

    return make


@pytest.mark.parametrize("headers", CLOSED, ids=str)
def test_who_cannot_be_read_is_a_stranger_at_every_door(
    make_app: MakeApp, headers: Mapping[str, str]
) -> None:
    behind = make_app(trusted_proxies=TRUSTED)
    operators_beside_proxies = make_app(trusted_proxies=TRUSTED, metrics_networks=TRUSTED)
    for app in (behind, operators_beside_proxies):
        assert [door.__name__ for door in DOORS if door(app, PROXY, headers)] == []


@pytest.mark.parametrize("headers", CLOSED, ids=str)
def test_a_proxy_of_this_machine_that_nobody_named_opens_nothing(
    make_app: MakeApp, headers: Mapping[str, str]
) -> None:
    app = make_app()
    assert [door.__name__ for door in DOORS if door(app, OPERATOR, headers)] == []


@pytest.mark.parametrize("headers", OPEN, ids=str)
def test_the_operator_is_read_through_a_proxy(
    make_app: MakeApp, headers: Mapping[str, str]
) -> None:
    app, peer = make_app(trusted_proxies=TRUSTED), PROXY if headers else OPERATOR
    assert [door.__name__ for door in DOORS if not door(app, peer, headers)] == []


def seen_by_app(headers: Mapping[str, str]) -> str:
    """The client's address as the application sees it."""
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    environ["REMOTE_ADDR"] = PROXY
    TrustedProxies(lambda *_: [], TRUSTED)(environ, lambda *_, **__: print)
    return environ["REMOTE_ADDR"]


@pytest.mark.parametrize("headers", [one for one in CLOSED if one.get(CHAIN) != STRANGER], ids=str)
def test_what_is_unreadable_lies_in_no_network_and_is_counted_under_its_proxy(
    headers: Mapping[str, str],
) -> None:
    seen = seen_by_app(headers)
    if seen not in (PROXY, INNER_PROXY):  # a chain of nothing but proxies names the last of them
        assert network_of(seen) == name_unreadable(PROXY)
        assert not is_network(network_of(seen))


def test_clients_that_cannot_be_read_share_one_limit(
    make_app: MakeApp,
) -> None:
    app = make_app(trusted_proxies=TRUSTED, limit_registrations=2)

    def register(number: int, headers: Mapping[str, str]) -> int:
        body = {"name": f"n{number}", "email": f"n{number}@example.org", "password": "a long one!"}
        return (
            app.test_client()
            .post(
                "/api/user/register",
                json=body,
                headers=dict(headers),
                environ_overrides={"REMOTE_ADDR": PROXY},
            )
            .status_code
        )

    unreadable = [{CHAIN: "unknown"}, {STANDARD: "for=_a"}, {SINGLE: STRANGER}]
    assert [register(number, headers) for number, headers in enumerate(unreadable)] == [
        200,
        200,
        429,
    ]
    assert register(9, {CHAIN: STRANGER}) == 200


def test_nobody_is_known_by_an_address_that_cannot_be_read(
    settings: Settings, clock: StoppedClock
) -> None:
    """Or all who guess behind the same proxy would be counted as the account's owner."""
    limits = RateLimits.open(settings, SECRET_KEY)
    for client in range(settings.limit_logins_account):
        guard = LoginGuard.of(limits, name_unreadable(f"10.0.0.{client}"), secret_key=SECRET_KEY)
        guard.charge("alice", is_known=True, now=clock())
    with pytest.raises(TooManyRequestsError):
        guard.charge("alice", is_known=True, now=clock())


def test_the_operator_is_told_once_and_not_in_the_words_of_strangers(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    behind = make_app(trusted_proxies=TRUSTED)
    with caplog.at_level(logging.WARNING, logger="pydash_web.client_address"):
        for _ in range(3):
            read_metrics(behind, PROXY, {CHAIN: "hostile words"})
    (line,) = [one.getMessage() for one in caplog.records]
    assert PROXY in line
    assert "X-Forwarded-For" in line
    assert "hostile" not in line


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        (" 203.0.113.5\t", "203.0.113.5"),
        ("::FFFF:203.0.113.5", "203.0.113.5"),
        ("[2001:DB8::1]:65535", "2001:db8::1"),
        ("fe80::1%eth0", None),
    ],
)
def test_an_entry_is_an_address_in_one_spelling(entry: str, address: str | None) -> None:
    assert read_address(entry) == address
