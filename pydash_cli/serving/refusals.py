"""What is answered to requests that never reach the app."""

from collections.abc import Mapping
from http import HTTPStatus

from pydash_web.errors import RETRY_AFTER_S, SENTENCES
from pydash_web.headers import FIXED_HEADERS
from pydash_web.schemas.base import ErrorAnswer

SERVER_NAME = "PyDash"
"""Goes into every answer; a version would tell what to look up known holes for."""

_TOO_LONG = ("too_long", "This address, or a header, is too long. Ask for less at once.")

_OWN_SENTENCES: Mapping[HTTPStatus, tuple[str, str]] = {
    HTTPStatus.REQUEST_TIMEOUT: (
        "too_slow",
        "This request did not arrive in time. Send it again, over a faster connection.",
    ),
    HTTPStatus.REQUEST_URI_TOO_LONG: _TOO_LONG,
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: _TOO_LONG,
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "unavailable",
        "PyDash has as many connections as it can hold. Try again in a moment.",
    ),
}


def describe(status: HTTPStatus) -> ErrorAnswer:
    """What went wrong, in the form of every failure under `/api`."""
    found = _OWN_SENTENCES.get(status) or SENTENCES.get(status)
    code, message = found or SENTENCES[HTTPStatus.BAD_REQUEST]
    return ErrorAnswer(message=message, code=code)


def headers_of(status: HTTPStatus) -> dict[str, str]:
    """The headers that belong to it, besides its length."""
    headers = FIXED_HEADERS | {"Content-Type": "application/json", "Cache-Control": "no-store"}
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    return headers


def body_of(status: HTTPStatus) -> bytes:
    """It as JSON."""
    return describe(status).model_dump_json(exclude_none=True).encode()


def write(status: HTTPStatus) -> bytes:
    """A whole answer, after which the connection ends."""
    body = body_of(status)
    headers = headers_of(status) | {
        "Content-Length": str(len(body)),
        "Connection": "close",
        "Server": SERVER_NAME,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}\r\n"
    return head.encode("ascii") + body
