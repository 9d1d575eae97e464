"""Asks the web server of this machine whether PyDash works."""

import http.client
from http import HTTPStatus
from ipaddress import ip_address

from pydash_app.settings import Settings
from pydash_app.settings.own_address import in_url

TIMEOUT_S = 2.0


def is_healthy(settings: Settings) -> bool:
    """Whether web, database and scheduler all work."""
    # Not through urllib, which would ask a proxy that the environment names.
    connection = http.client.HTTPConnection(
        _reachable_host(settings.host), settings.port, timeout=TIMEOUT_S
    )
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def listening_url(settings: Settings) -> str:
    """Where the web server listens, whatever stands in front of it."""
    return f"http://{in_url(settings.host)}:{settings.port}"


def _reachable_host(host: str) -> str:
    """The host itself, or this machine's own address where the server listens on all."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"  # noqa: PLR2004 - the version of IP
