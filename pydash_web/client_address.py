"""Believes what a reverse proxy says of its client, where it is one that the operator trusts.

Source:
    MDN, "X-Forwarded-For", section "Selecting an IP address": from the right, the first address
    that is no trusted proxy's; whatever stands further left may be anybody's invention.
"""

from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from pydash_app.networks import is_in
from pydash_app.settings import IpNetwork

SCHEMES = frozenset({"http", "https"})
FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)

_IS_DIRECT = "pydash.is_direct"


def is_direct(environ: WSGIEnvironment) -> bool:
    """Whether the address of a request is its client's, as far as can be told.

    Behind a proxy on this machine that nobody has named to PyDash, everybody seems to sit here.
    """
    return bool(environ.get(_IS_DIRECT, False))


class TrustedProxies:
    """WSGI middleware after which the environment tells of the client, and not of the proxy.

    Nobody behind it sees the headers, whoever sent them.
    """

    def __init__(self, application: WSGIApplication, networks: Sequence[IpNetwork]) -> None:
        self._application = application
        self._networks = networks

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer a request as its client sent it."""
        said = {name: environ.pop(name, "") for name in FORWARDED}
        is_trusted = self._trusts(environ.get("REMOTE_ADDR", ""))
        if is_trusted:
            self._believe(environ, said)
        else:
            environ.pop("HTTP_X_REQUEST_ID", None)
        environ[_IS_DIRECT] = is_trusted or not any(said.values())
        return self._application(environ, start_response)

    def _believe(self, environ: WSGIEnvironment, said: dict[str, str]) -> None:
        client = self._find_client(said["HTTP_X_FORWARDED_FOR"])
        if client:
            environ["REMOTE_ADDR"] = client
        # A chain of proxies appends to these, too; the nearest one alone is known to be trusted.
        scheme = _last(said["HTTP_X_FORWARDED_PROTO"]).lower()
        if scheme in SCHEMES:
            environ["wsgi.url_scheme"] = scheme
        host = _last(said["HTTP_X_FORWARDED_HOST"])
        if host:
            environ["HTTP_HOST"] = host

    def _find_client(self, chain: str) -> str:
        client = ""
        for entry in reversed(chain.split(",")):
            address = _read_address(entry)
            if not address:
                break
            client = address
            if not self._trusts(address):
                break
        return client

    def _trusts(self, address: str) -> bool:
        return is_in(address, self._networks)


def _last(values: str) -> str:
    return values.rpartition(",")[2].strip()


def _read_address(entry: str) -> str:
    """The address in an entry, without port and brackets; empty where there is none."""
    text = entry.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
