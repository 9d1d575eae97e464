"""Believes what a reverse proxy says of its client, where it is one that the operator trusts.

What can't be read is a stranger: it has no address, so that nothing is granted to it by address.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from pydash_app.networks import is_in
from pydash_app.settings import IpNetwork
from pydash_web import forwarded

SCHEMES = frozenset({"http", "https"})

_IS_DIRECT = "pydash.is_direct"
_ARRIVAL = "pydash.arrival"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """By which way a request came.

    Attributes:
        peer: the address that has opened the connection.
        is_trusted: whether that is a proxy that the operator trusts.
        has_signs: whether some proxy has handed the request on.
        is_named: whether it is known whose request it is.
        prefix: the path that a trusted proxy has taken away, as far as it says so.
    """

    peer: str
    is_trusted: bool = False
    has_signs: bool = False
    is_named: bool = True
    prefix: str = ""


def is_direct(environ: WSGIEnvironment) -> bool:
    """Whether the address of a request is its client's, as far as can be told.

    Behind a proxy on this machine that nobody has named to PyDash, everybody seems to sit here.
    """
    return bool(environ.get(_IS_DIRECT, False))


def arrival_of(environ: WSGIEnvironment) -> Arrival:
    """By which way a request came."""
    found = environ.get(_ARRIVAL)
    return found if isinstance(found, Arrival) else Arrival("")


def is_of_trusted_proxy(environ: WSGIEnvironment) -> bool:
    """Whether a proxy that the operator trusts has handed a request on."""
    arrival = arrival_of(environ)
    return arrival.is_trusted and arrival.has_signs


def name_unreadable(proxy: str) -> str:
    """What stands in the place of a client's address that a proxy did not give.

    No address, so that it lies in no network; all such clients of a proxy are counted as one.
    """
    return f"unreadable behind {proxy}"


class TrustedProxies:
    """WSGI middleware after which the environment is about the client, and not the proxy.

    Nobody behind it sees the headers, no matter who sent them.
    """

    def __init__(self, application: WSGIApplication, networks: Sequence[IpNetwork]) -> None:
        self._application = application
        self._networks = networks
        self._has_warned = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer a request as its client sent it."""
        signs = forwarded.list_signs(environ)
        # At a socket for both families, IPv4 comes written as IPv6.
        given = environ.get("REMOTE_ADDR", "")
        environ["REMOTE_ADDR"] = peer = forwarded.read_address(given) or given
        environ[_IS_DIRECT] = not signs
        environ[_ARRIVAL] = Arrival(peer, self._trusts(peer), bool(signs))
        if not self._trusts(peer):
            environ.pop("HTTP_X_REQUEST_ID", None)
        elif signs:
            self._believe(environ, peer)
        for name in signs:
            del environ[name]
        return self._application(environ, start_response)

    def _believe(self, environ: WSGIEnvironment, proxy: str) -> None:
        client = forwarded.find_client(environ, self._trusts)
        if client.address is None:
            self._warn(proxy)
        environ["REMOTE_ADDR"] = client.address or name_unreadable(proxy)
        environ[_IS_DIRECT] = client.address is not None and not client.is_proxy
        environ[_ARRIVAL] = replace(
            arrival_of(environ),
            is_named=client.address is not None,
            prefix=_last(environ.get("HTTP_X_FORWARDED_PREFIX", "")),
        )
        # A chain of proxies appends to these, too; the nearest one alone is known to be trusted.
        scheme = _last(environ.get("HTTP_X_FORWARDED_PROTO", "")).lower()
        if scheme in SCHEMES:
            environ["wsgi.url_scheme"] = scheme
        host = _last(environ.get("HTTP_X_FORWARDED_HOST", ""))
        if host:
            environ["HTTP_HOST"] = host

    def _warn(self, proxy: str) -> None:
        if self._has_warned:
            return
        self._has_warned = True
        _log.warning(
            "The proxy %s does not say who its clients are, so they share their limits and are "
            "strangers to PyDash. Have it set X-Forwarded-For to the client's address, and drop "
            "Forwarded and X-Real-IP (deploy/ has samples). This is logged once per process.",
            proxy,
        )

    def _trusts(self, address: str) -> bool:
        return is_in(address, self._networks)


def _last(values: str) -> str:
    return values.rpartition(",")[2].strip()
