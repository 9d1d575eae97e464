"""Feeds the reader of requests."""

from typing import Any

from waitress.adjustments import Adjustments

from pydash_cli.serving.request_parser import LONGEST_HEAD_BYTES, RequestParser


def adjustments() -> Any:
    """The limits of the real server."""
    return Adjustments(
        max_request_header_size=LONGEST_HEAD_BYTES, max_request_body_size=1024 * 1024
    )


def feed(sent: bytes, *, step: int | None = None) -> tuple[RequestParser, bytes]:
    """What a reader makes of bytes that come in pieces; and what it left."""
    request = RequestParser(adjustments())
    position = 0
    while position < len(sent) and not request.completed:
        piece = sent[position : position + (step or len(sent))]
        position += request.received(piece)
    return request, sent[position:]
