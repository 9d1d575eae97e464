"""Gives each request an id, which its lines in the log and its answer bear."""

import logging
import re
import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HEADER = "X-Request-Id"
_VARIABLE = "HTTP_X_REQUEST_ID"
_ID_BYTES = 8
_FOREIGN_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")

_current: ContextVar[str | None] = ContextVar("request_id", default=None)


class RequestIds:
    """WSGI middleware; takes an id over from a proxy, which must be one that is trusted."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer, with the id in the answer's headers."""
        given = environ.get(_VARIABLE, "")
        request_id = given if _FOREIGN_ID.fullmatch(given) else secrets.token_hex(_ID_BYTES)
        # Left as it is at the end: the thread's next request has another one.
        _current.set(request_id)

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            return start_response(status, [*headers, (HEADER, request_id)], exc_info)

        return self._application(environ, start)


def note_request_id(record: logging.LogRecord) -> bool:
    """A filter for a log handler: leaves nothing out, and writes the request's id into events."""
    request_id = _current.get()
    if request_id is not None:
        record.request_id = request_id
    return True
