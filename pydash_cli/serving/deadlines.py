"""How long a client may take, and what counts as going on."""

import fcntl
import socket
import struct
import termios
from dataclasses import dataclass, field
from typing import Self

from pydash_app.settings import Settings

LEAST_BYTES_PER_S = 500
"""Less than this is no progress: whoever sends a byte per second would never end.

Source: Apache httpd 2.4, mod_reqtimeout, whose default is MinRate=500.
"""


@dataclass(frozen=True)
class Deadlines:
    """Seconds for each part of an exchange; the settings of the same names explain them."""

    head_s: float
    body_s: float
    write_s: float
    idle_s: float

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those of an installation."""
        return cls(
            head_s=settings.head_timeout,
            body_s=settings.body_timeout,
            write_s=settings.write_timeout,
            idle_s=settings.idle_timeout,
        )


@dataclass
class Pace:
    """Whether bytes go on moving.

    Args:
        limit_s: seconds in which at least one byte must move, and `LEAST_BYTES_PER_S` on average.
        began_s: when the first could have moved, on the monotonic clock.
        began_bytes: the count at that time.
    """

    limit_s: float
    began_s: float
    began_bytes: int
    _moved_s: float = field(init=False)
    _moved_bytes: int = field(init=False)

    def __post_init__(self) -> None:
        self._moved_s, self._moved_bytes = self.began_s, self.began_bytes

    def is_lost(self, moved_bytes: int, now_s: float) -> bool:
        """Whether it has been too slow for too long, now that so many bytes have moved."""
        if moved_bytes > self._moved_bytes:
            self._moved_s, self._moved_bytes = now_s, moved_bytes
        if now_s - self._moved_s >= self.limit_s:
            return True
        if now_s - self.began_s < self.limit_s:
            return False
        if moved_bytes - self.began_bytes < self.limit_s * LEAST_BYTES_PER_S:
            return True
        self.began_s, self.began_bytes = now_s, moved_bytes
        return False


def count_untaken(sock: socket.socket) -> int:
    """How many bytes the system still holds because the other side has not taken them.

    Without it a slow reader would seem to stand still while megabytes lie in the system's buffer.
    """
    try:
        answer = fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, b"\0\0\0\0")
    except OSError:  # not to be told here, or closed
        return 0
    return int(struct.unpack("i", answer)[0])
