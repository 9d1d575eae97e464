"""Reads requests, and refuses whatever two programs could read in two ways.

Source:
    RFC 9112, sections 2.2, 3 and 6, and "HTTP Desync Attacks" (James Kettle, 2019): a proxy and a
    server that differ in where a request ends hand one client's request to another.
"""

import re
from collections import Counter
from http import HTTPStatus
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.receiver import ChunkedReceiver

from pydash_cli.serving.chunked_body import ChunkedBody

LONGEST_LINE_BYTES = 8190
"""Of a request line and of a header: room for some hundred values of a filter."""

LONGEST_HEAD_BYTES = 65_536
MOST_HEADERS = 100
MOST_DIGITS = 18
"""Of a length. int() takes some thousand, and then raises."""

_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_ONCE = (b"host", b"content-length", b"transfer-encoding", b"expect", b"authorization")
_VERSIONS = ("1.0", "1.1")


class RequestParser(HTTPRequestParser):
    """waitress's, for those requests alone that it can't mistake.

    Attributes:
        refusal: the status to answer; `None` while nothing is wrong.
    """

    refusal: HTTPStatus | None = None
    body_rcv: Any = None

    def received(self, data: bytes) -> int:
        """Read on; returns how many bytes belong to this request."""
        if self.body_rcv is None and self._has_long_line(data):
            return self._refuse(HTTPStatus.REQUEST_URI_TOO_LONG, len(data))
        consumed = super().received(data)
        if self.error is not None and self.refusal is None:
            self.refusal = HTTPStatus(self.error.code)
        return int(consumed)

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head.

        Raises:
            ParsingError: it breaks a rule.
            TransferEncodingNotImplemented: the body comes in another form than in chunks.
        """
        first, *lines = header_plus.split(b"\r\n")
        fields = self._split(first, [line for line in lines if line])
        self._check_framing(fields)
        # waitress's pattern for a line takes time with the square of its blanks.
        clean = [first, *(name + b":" + value for name, value in fields)]
        try:
            super().parse_header(b"\r\n".join(clean) + b"\r\n")
        except ValueError as error:  # an address with half a bracket
            raise ParsingError("the address can't be read") from error
        self._check_target()
        if isinstance(self.body_rcv, ChunkedReceiver):
            self.body_rcv = ChunkedBody(self.body_rcv.getbuf())
        if self.headers.get("EXPECT", "100-continue").lower() != "100-continue":
            self.refusal = HTTPStatus.EXPECTATION_FAILED
            raise ParsingError("something unknown is expected")

    def _has_long_line(self, data: bytes) -> bool:
        start = (self.header_plus + data[: LONGEST_LINE_BYTES + 4]).lstrip(b"\r\n")
        return len(start) > LONGEST_LINE_BYTES and b"\r\n" not in start[: LONGEST_LINE_BYTES + 2]

    def _refuse(self, status: HTTPStatus, consumed: int) -> int:
        self.refusal, self.completed = status, True
        return consumed

    def _split(self, first: bytes, lines: list[bytes]) -> list[tuple[bytes, bytes]]:
        """The headers, without the blanks around their values."""
        if _CONTROL.search(first) or b"\t" in first:
            raise ParsingError("a control character in the request line")
        is_too_long = any(len(line) > LONGEST_LINE_BYTES for line in lines)
        if is_too_long or len(lines) > MOST_HEADERS:
            self.refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise ParsingError("too many headers, or too long ones")
        fields = []
        for line in lines:
            name, colon, value = line.partition(b":")
            if not colon or name != name.strip() or _CONTROL.search(line):
                raise ParsingError("a header that is none")
            fields.append((name, value.strip(b" \t")))
        return fields

    def _check_framing(self, fields: list[tuple[bytes, bytes]]) -> None:
        """Make sure that there is one way to tell where the body ends."""
        count_of = Counter(name.lower() for name, _value in fields)
        if any(count_of[name] > 1 for name in _ONCE):
            raise ParsingError("a header that may stand there once")
        if count_of[b"content-length"] and count_of[b"transfer-encoding"]:
            raise ParsingError("two ways to tell the length")
        for name, value in fields:
            if name.lower() == b"content-length" and len(value) > MOST_DIGITS:
                raise ParsingError("no length")
            if name.lower() == b"transfer-encoding" and value.lower() != b"chunked":
                raise TransferEncodingNotImplemented("another coding than chunks")

    def _check_target(self) -> None:
        if self.version not in _VERSIONS:
            raise ParsingError("another version of HTTP")
        if self.version == "1.1" and "HOST" not in self.headers:
            raise ParsingError("no Host")
        if self.version == "1.0" and "TRANSFER_ENCODING" in self.headers:
            raise ParsingError("chunks in HTTP/1.0")
        if not self.path.startswith("/") and not self.proxy_netloc:
            raise ParsingError("no path")
        if "@" in self.proxy_netloc:
            raise ParsingError("a user's name in the address")
