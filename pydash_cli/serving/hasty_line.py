"""Lets those wait who don't wait for answers."""

from collections import deque
from collections.abc import Iterable

from pydash_cli.serving.connection import Connection

MOST_AT_ONCE = 1
"""No browser sends a request before the last answer is there, so hardly anybody does."""


class HastyLine:
    """Connections with another request that came together with their last one."""

    def __init__(self) -> None:
        self._waiting: deque[Connection] = deque()

    def line_up(self, connection: Connection) -> None:
        """Take a connection in, if it has such a request and its last answer is written."""
        if connection.is_held_up and connection not in self._waiting:
            self._waiting.append(connection)

    def go_on(self, busy: Iterable[Connection]) -> list[Connection]:
        """Let those read on who may, while so many others are being served; returns them."""
        room = MOST_AT_ONCE - sum(one.is_hasty for one in busy)
        chosen = [self._waiting.popleft() for _ in range(min(room, len(self._waiting)))]
        for connection in chosen:
            connection.resume()
        return chosen
