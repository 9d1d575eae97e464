"""Takes the port of the web server."""

import errno
import socket
import time

from pydash_app.errors import PydashError, SettingsError
from pydash_app.settings.own_address import is_everywhere

BACKLOG_LENGTH = 512
BIND_PATIENCE_S = 1.0
"""A server that was killed may keep the port for a moment."""


def listen(host: str, port: int) -> socket.socket:
    """Listen on a port; at `::` for IPv6 and IPv4.

    Raises:
        PydashError: another program has it.
        SettingsError: the host is no address of this machine.
    """
    give_up_at = time.monotonic() + BIND_PATIENCE_S
    while True:
        try:
            return _bind(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise SettingsError(
                    f"PYDASH_HOST: {host!r} and PYDASH_PORT {port} can't be listened on "
                    f"({error.strerror})."
                ) from error
            if time.monotonic() > give_up_at:
                raise PydashError(
                    f"Port {port} of {host} is taken by another program; stop that one, "
                    "or set PYDASH_PORT to another port.",
                    code="port_taken",
                ) from error
        time.sleep(0.1)


def _bind(host: str, port: int) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # A name such as `localhost` may have addresses of both families: what proxies and scripts
    # are told, 127.0.0.1, is the one that must be there.
    found.sort(key=lambda one: one[0] != socket.AF_INET)
    family, _kind, _protocol, _name, address = found[0]
    # Of IPv6's every address, those of IPv4 are a part, whatever the system's own default is.
    is_for_both = family == socket.AF_INET6 and is_everywhere(host) and socket.has_dualstack_ipv6()
    return socket.create_server(
        address[:2], family=family, backlog=BACKLOG_LENGTH, dualstack_ipv6=is_for_both
    )
