"""A limit on the whole time of a request, however slowly the bytes drip in."""

import http.client
import io
import socket
import time
from typing import Any

from urllib3.connectionpool import HTTPConnectionPool


class Deadline:
    """An instant that everything must be over by.

    Args:
        total_s: seconds from now.
    """

    def __init__(self, total_s: float) -> None:
        self.total_s = total_s
        self._ends_at_s = time.monotonic() + total_s

    @property
    def is_over(self) -> bool:
        """Whether nothing may be waited for any more."""
        return time.monotonic() >= self._ends_at_s

    def remaining_s(self) -> float:
        """Seconds left, more than 0.

        Raises:
            TimeoutError: none are left.
        """
        left_s = self._ends_at_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("the deadline has passed")
        return left_s


def hold_to(pool: HTTPConnectionPool, deadline: Deadline) -> None:
    """Make every read of the pool's connections, headers too, keep to the deadline.

    A socket's own timeout starts anew with each byte that comes, so a server that sends one
    byte a second is never late.
    """

    def respond(sock: socket.socket, *args: Any, **kwargs: Any) -> http.client.HTTPResponse:
        response = http.client.HTTPResponse(sock, *args, **kwargs)
        response.fp.close()
        response.fp = io.BufferedReader(_PunctualReader(sock, deadline))
        return response

    pool.ConnectionCls = type(
        "PunctualConnection", (pool.ConnectionCls,), {"response_class": staticmethod(respond)}
    )


class _PunctualReader(io.RawIOBase):
    """Reads from a socket, and waits for each piece no longer than until the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._sock = sock
        # Keeps the socket open until this reader is closed, as http.client relies on.
        self._raw = sock.makefile("rb", buffering=0)
        self._deadline = deadline

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Fill the buffer with what comes first.

        Raises:
            TimeoutError: nothing came until the deadline.
        """
        self._sock.settimeout(self._deadline.remaining_s())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()
