"""Answers only those who ask for PyDash under a name that is its own.

A stranger's page may let its own name lead to PyDash's address, here or behind a firewall, and
then reads, as the same origin, whatever PyDash answers (DNS rebinding). Its requests still bear
that name.
"""

import logging
import socket
from collections.abc import Iterable
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import idna

from pydash_app.settings import Settings
from pydash_web.errors import is_api_path
from pydash_web.schemas.base import ErrorAnswer
from pydash_web.told_once import ToldOnce

LOCAL_ADDRESS = "SERVER_ADDR"
"""In the environment, the address of this machine at which the request came in."""

CODE = "misdirected"
MESSAGE = (
    "PyDash does not answer under this name. If it should, its operator sets PYDASH_BASE_URL to "
    "the address that people use, or adds the name to PYDASH_ALLOWED_HOSTS."
)
LONGEST_NAME = 253

_log = logging.getLogger(__name__)


class KnownHosts:
    """WSGI middleware that refuses (421) a `Host` that leads here though it is not PyDash's.

    Known are the name in `PYDASH_BASE_URL`, those in `PYDASH_ALLOWED_HOSTS`, `PYDASH_HOST`, this
    machine's own name, its loopback, and the address at which the request came in. Ports don't
    matter: proxies change them, and nobody can rebind one.
    """

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self._application = application
        own = (urlsplit(settings.base_url).hostname or "", settings.host, socket.gethostname())
        self._told = ToldOnce()
        self._names = {_plain(name) for name in (*own, *settings.allowed_hosts) if name}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer a request that means this PyDash."""
        name = find_name(environ.get("HTTP_HOST", ""))
        local_address = _plain(environ.get(LOCAL_ADDRESS, ""))
        if name and (name in self._names or name == local_address or is_loopback(name)):
            return self._application(environ, start_response)
        level = logging.WARNING if self._told.is_news(name) else logging.INFO
        _log.log(
            level,
            "PyDash was asked for under the name %.200r, which is not its own. If people use it, "
            "set PYDASH_BASE_URL to the address that they use, or add the name to "
            "PYDASH_ALLOWED_HOSTS.",
            name,
        )
        return _refuse(environ["PATH_INFO"], start_response)


def find_name(host: str) -> str:
    """The name in a `Host` header, without port and brackets; empty where it can't be read."""
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return ""
    is_clean = host.isascii() and parts.netloc == host and "@" not in host
    return _plain(parts.hostname or "") if is_clean else ""


def _plain(name: str) -> str:
    """A name, or an address, in the one form in which it is compared."""
    text = name.rstrip(".").lower()[: LONGEST_NAME + 1]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        try:
            return text if text.isascii() else idna.encode(text, uts46=True).decode()
        except idna.IDNAError:
            return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(address)


def is_loopback(name: str) -> bool:
    """Whether a name leads to the asker's own machine, whoever answers for names."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _refuse(path: str, start_response: StartResponse) -> Iterable[bytes]:
    status = HTTPStatus.MISDIRECTED_REQUEST
    answer = ErrorAnswer(message=MESSAGE, code=CODE)
    is_api = is_api_path(path)
    text = answer.model_dump_json(exclude_none=True) if is_api else f"{MESSAGE}\n"
    body = text.encode()
    headers = [
        ("Content-Type", "application/json" if is_api else "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
