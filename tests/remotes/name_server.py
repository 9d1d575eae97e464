"""A resolver whose answers a test chooses."""

import socket
from typing import Any


class NameServer:
    """Called like `socket.getaddrinfo`; every name has the same addresses.

    Attributes:
        asked: the names, in order.
    """

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        """Each address as the system's resolver would give it."""
        self.asked.append(host)
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                socket.IPPROTO_TCP,
                "",
                (address, port),
            )
            for address in self._addresses
        ]
