"""Reads a body that comes in chunks, and takes nothing that a proxy might read differently.

waitress's own reader takes empty lines before a chunk, sizes that end in a bare line feed, and
trailers that are no headers.

Source:
    RFC 9112, section 7.1.
"""

import re
from collections.abc import Callable
from typing import Any

from waitress.utilities import BadRequest

LONGEST_LINE_BYTES = 4096
LONGEST_TRAILER_BYTES = 8192

_TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_SIZE_LINE = re.compile(
    rb"([0-9A-Fa-f]{1,15})(?:[ \t]*;[ \t]*" + _TOKEN + rb"(?:=(?:" + _TOKEN + rb'|"[^"\\\x00-\x08'
    rb'\x0a-\x1f\x7f]*"))?)*'
)
_TRAILER_LINE = re.compile(_TOKEN + rb":[^\x00-\x08\x0a-\x1f\x7f]*")


class ChunkedBody:
    """Takes the place of waitress's `ChunkedReceiver`.

    Attributes:
        completed: the last chunk and the trailers have come.
        error: what makes it unreadable.
    """

    def __init__(self, buffer: Any) -> None:
        self.completed = False
        self.error: BadRequest | None = None
        self._buffer = buffer
        self._line = b""
        self._missing_bytes = 0
        self._trailer_bytes = 0
        self._read: Callable[[bytes], int] = self._read_line
        self._take_line: Callable[[bytes], None] = self._take_size

    def __len__(self) -> int:
        return len(self._buffer)

    def received(self, data: bytes) -> int:
        """Read on; returns how many bytes belong to the body."""
        position = 0
        while position < len(data) and not self.completed and self.error is None:
            position += self._read(data[position:])
        return position

    def getfile(self) -> Any:
        """The body, as a file to read from."""
        return self._buffer.getfile()

    def getbuf(self) -> Any:
        """The buffer that holds it."""
        return self._buffer

    def _read_data(self, data: bytes) -> int:
        taken = data[: self._missing_bytes]
        self._buffer.append(taken)
        self._missing_bytes -= len(taken)
        if not self._missing_bytes:
            self._read, self._take_line = self._read_line, self._take_end
        return len(taken)

    def _read_line(self, data: bytes) -> int:
        """Read on in a line, which may come in pieces, and take it when it is whole."""
        end = data.find(b"\n") + 1
        piece = data[:end] if end else data
        self._line += piece
        if len(self._line) > LONGEST_LINE_BYTES:
            self.error = BadRequest("a line is too long")
        elif end:
            line, self._line = self._line, b""
            if line.endswith(b"\r\n"):
                self._take_line(line[:-2])
            else:
                self.error = BadRequest("a line ends without a carriage return")
        return len(piece)

    def _take_size(self, line: bytes) -> None:
        found = _SIZE_LINE.fullmatch(line)
        if found is None:
            self.error = BadRequest("a chunk has no size")
            return
        self._missing_bytes = int(found[1], 16)
        if self._missing_bytes:
            self._read = self._read_data
        else:
            self._take_line = self._take_trailer

    def _take_end(self, line: bytes) -> None:
        if line:
            self.error = BadRequest("a chunk is longer than its size")
        self._take_line = self._take_size

    def _take_trailer(self, line: bytes) -> None:
        self._trailer_bytes += len(line)
        if not line:
            self.completed = True
        elif self._trailer_bytes > LONGEST_TRAILER_BYTES or not _TRAILER_LINE.fullmatch(line):
            self.error = BadRequest("a trailer can't be read")
