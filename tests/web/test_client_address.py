"""A reverse proxy is believed where the operator trusts it, and nobody else."""

from collections.abc import Iterable
from ipaddress import ip_network
from typing import Any

import pytest
from werkzeug.test import create_environ

from pydash_web.client_address import TrustedProxies, name_unreadable

PROXY, INNER_PROXY, CLIENT = "10.0.0.1", "10.0.0.2", "203.0.113.5"
UNREADABLE = name_unreadable(PROXY)
NETWORKS = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def seen_behind(peer: str, **headers: str) -> dict[str, Any]:
    """The environment that the application sees."""
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], _start: object) -> Iterable[bytes]:
        seen.update(environ)
        return []

    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    environ = create_environ("/", "http://inside.example", headers=sent)
    environ["REMOTE_ADDR"] = peer
    TrustedProxies(application, NETWORKS)(environ, lambda *_: lambda _: None)
    return seen


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        (CLIENT, CLIENT),
        (f"{CLIENT}, {INNER_PROXY}", CLIENT),
        (f"198.51.100.1, {CLIENT}", CLIENT),  # what stands further left is the client's invention
        (f"127.0.0.1, {CLIENT}, {INNER_PROXY}", CLIENT),
        (f"{CLIENT}:4711", CLIENT),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("fd00::9", "fd00::9"),
        (INNER_PROXY, INNER_PROXY),
        ("", UNREADABLE),
        ("nonsense", UNREADABLE),
        ("unknown, 10.0.0.3", UNREADABLE),
    ],
)
def test_the_client_is_the_first_from_the_right_that_is_no_proxy(chain: str, client: str) -> None:
    assert seen_behind(PROXY, X_Forwarded_For=chain)["REMOTE_ADDR"] == client


@pytest.mark.parametrize("peer", [CLIENT, "::1", "192.0.2.1", ""])
def test_nobody_else_is_believed(peer: str) -> None:
    seen = seen_behind(
        peer,
        X_Forwarded_For="198.51.100.1",
        X_Forwarded_Proto="https",
        X_Forwarded_Host="evil.example",
    )
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == (peer, "http")
    assert seen["HTTP_HOST"] == "inside.example"


def test_scheme_and_host_are_those_that_the_client_used() -> None:
    seen = seen_behind(PROXY, X_Forwarded_Proto="https", X_Forwarded_Host="pydash.example.org")
    assert (seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == ("https", "pydash.example.org")


@pytest.mark.parametrize("scheme", ["", "javascript", "ftp", "https://x"])
def test_a_scheme_is_one_that_a_browser_comes_by(scheme: str) -> None:
    assert seen_behind(PROXY, X_Forwarded_Proto=scheme)["wsgi.url_scheme"] == "http"


def test_an_ipv4_proxy_may_come_over_ipv6() -> None:
    assert seen_behind(f"::ffff:{PROXY}", X_Forwarded_For=CLIENT)["REMOTE_ADDR"] == CLIENT


@pytest.mark.parametrize("peer", [PROXY, CLIENT])
def test_the_headers_themselves_reach_nobody(peer: str) -> None:
    seen = seen_behind(peer, X_Forwarded_For=CLIENT, Forwarded="for=x", X_Forwarded_Prefix="/x")
    assert not [name for name in seen if "FORWARDED" in name]
