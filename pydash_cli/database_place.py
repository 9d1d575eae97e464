"""Where the database server listens, and whom it lets in there."""

import socket
import ssl
from dataclasses import dataclass
from ipaddress import ip_address

from pydash_app.database.zeo_tls import server_context, uses_tls
from pydash_app.errors import SettingsError
from pydash_app.settings import Settings


@dataclass(frozen=True)
class Place:
    """A socket's path, or a host and a port; with certificates, or for this machine alone."""

    address: str | tuple[str, int]
    tls: ssl.SSLContext | None = None

    def __str__(self) -> str:
        if isinstance(self.address, str):
            return self.address
        host, port = self.address
        certified = "clients with a certificate" if self.tls else "this machine alone"
        return f"{host}:{port}, for {certified}"


def find_place(settings: Settings, listen: str) -> Place:
    """Read `host:port`, and make sure that the server can listen there.

    Raises:
        SettingsError: it is no such thing, no address of this machine or taken; or other machines
            could reach it, and no certificates are set.
    """
    host, _, port_text = listen.rpartition(":")
    host = host.strip("[]")
    if not host or not port_text.isdecimal() or not 0 < int(port_text) < 2**16:
        raise SettingsError(f"--listen has the value {listen!r}; write it as host:port.")
    address = (host, int(port_text))
    _try_out(listen, address)
    if uses_tls(settings):
        return Place(address, server_context(settings))
    if not _is_loopback(host):
        raise SettingsError(
            f"--listen {listen} would let everybody who reaches it read and change everything. "
            "Set PYDASH_ZEO_CERTIFICATE, PYDASH_ZEO_KEY and PYDASH_ZEO_AUTHORITY, here and for "
            "the clients."
        )
    return Place(address)


def _try_out(listen: str, address: tuple[str, int]) -> None:
    """Refuse an address that can't be had; ZEO would try for a minute."""
    try:
        found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)
        family, kind, _, _, place = found[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise SettingsError(
            f"The database server can't listen on {listen} ({error.strerror}); "
            "choose another address with --listen."
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
