"""gunicorn's threaded worker, which answers requests that never reach the app as the app would."""

import logging
import socket
import time
from http import HTTPStatus
from typing import Any

import gunicorn.http.errors as unreadable
from gunicorn.workers.gthread import ThreadWorker

from pydash_web.errors import SENTENCES
from pydash_web.headers import FIXED_HEADERS
from pydash_web.schemas.base import ErrorAnswer

DRAIN_TIMEOUT_S = 1.0
DRAIN_BYTES = 4 * 1024 * 1024
"""How much of what is still coming is read and dropped, so that the answer is not lost."""

_CHUNK_BYTES = 65_536

_TOO_LONG = ("too_long", "This address, or a header, is too long. Ask for less at once.")

_STATUS_OF: dict[type[Exception], HTTPStatus] = {
    unreadable.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    unreadable.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    unreadable.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    unreadable.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    unreadable.ParseException: HTTPStatus.BAD_REQUEST,
}
"""The first that fits counts."""

log = logging.getLogger(__name__)


class Worker(ThreadWorker):
    """Answers in JSON where gunicorn would write a page of HTML that quotes the request."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer a request that can't be read, or that broke down outside of the app."""
        status = _status_of(exc)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("%s failed.", getattr(req, "path", "A request"), exc_info=exc)
        else:
            # Not what it says: whoever sent it would write into the log.
            log.info("A request from %s can't be read: %s.", addr and addr[0], type(exc).__name__)
        try:
            client.settimeout(DRAIN_TIMEOUT_S)
            client.sendall(_write(status))
            client.shutdown(socket.SHUT_WR)
            _drain(client)
        except OSError:
            log.debug("Nobody waits for the answer any more.")


def _status_of(error: Exception) -> HTTPStatus:
    fitting = (status for kind, status in _STATUS_OF.items() if isinstance(error, kind))
    if isinstance(error, unreadable.InvalidResponseHeader | unreadable.InvalidResponseHeaderName):
        return HTTPStatus.INTERNAL_SERVER_ERROR  # the app's doing
    return next(fitting, HTTPStatus.INTERNAL_SERVER_ERROR)


def _write(status: HTTPStatus) -> bytes:
    is_too_long = status in (
        HTTPStatus.REQUEST_URI_TOO_LONG,
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    )
    code, message = _TOO_LONG if is_too_long else SENTENCES.get(status, SENTENCES[400])
    body = ErrorAnswer(message=message, code=code).model_dump_json(exclude_none=True).encode()
    headers = FIXED_HEADERS | {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    lines = (f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{''.join(lines)}\r\n"
    return head.encode("ascii") + body


def _drain(client: socket.socket) -> None:
    """Read on for a while: closing with unread data would take the answer back, by a reset."""
    give_up_at = time.monotonic() + DRAIN_TIMEOUT_S
    read_bytes = 0
    while read_bytes < DRAIN_BYTES and time.monotonic() < give_up_at:
        found = client.recv(_CHUNK_BYTES)
        if not found:
            return
        read_bytes += len(found)
