"""Asks over HTTP as a browser does: logged in, and on a connection that stays open."""

import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from math import inf
from urllib.parse import urlencode

LONGEST_IDLE_S = 2.0
"""gunicorn closes a connection on which nothing came for some seconds."""

TIMEOUT_S = 300

LONGEST_PAUSE_S = 30.0
"""Eight threads of one user can ask more than that user's share; they wait at most so long."""


class Visitor:
    """One connection to a server on this machine.

    Attributes:
        headers: sent with each request; the cookie is among them once somebody is logged in.
        answer_headers: of the last answer.
    """

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        self._used_at = 0.0
        self.headers = dict(headers or {})
        self.answer_headers: Mapping[str, str] = {}

    def get(self, path: str, query: Mapping[str, object] | None = None) -> bytes:
        """The body of an answer.

        Raises:
            RuntimeError: the status is not 200.
        """
        address = f"{path}?{urlencode(query, doseq=True)}" if query else path
        return self._ask("GET", address, None, {})

    def post_json(self, path: str, body: object) -> bytes:
        """The body of an answer to JSON.

        Raises:
            RuntimeError: the status is not 200.
        """
        written = json.dumps(body).encode()
        return self._ask("POST", path, written, {"Content-Type": "application/json"})

    def post_form(self, path: str, **fields: str) -> None:
        """Send a form, and follow no redirect.

        Raises:
            RuntimeError: the form was refused.
        """
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self._ask("POST", path, urlencode(fields).encode(), kind, HTTPStatus.FOUND)

    def close(self) -> None:
        """End the connection; the next question opens another one."""
        self._connection.close()

    def is_answered(self, path: str) -> bool:
        """Whether anybody is there, whatever the status."""
        try:
            self._send("GET", path, None, {}).read()
        except (OSError, HTTPException):
            self._connection.close()
            return False
        return True

    def _ask(
        self,
        method: str,
        address: str,
        body: bytes | None,
        headers: Mapping[str, str],
        status: HTTPStatus = HTTPStatus.OK,
    ) -> bytes:
        answer = self._send(method, address, body, headers)
        while (pause_s := _pause_s(answer)) <= LONGEST_PAUSE_S:
            answer.read()  # else the connection could not be used again
            time.sleep(pause_s)
            answer = self._send(method, address, body, headers)
        content = answer.read()
        if answer.status != status:
            raise RuntimeError(f"{method} {address}: {answer.status} {content[:500]!r}")
        self.answer_headers = dict(answer.headers)
        cookie = answer.headers.get("Set-Cookie")
        if cookie:
            self.headers["Cookie"] = cookie.partition(";")[0]
        return content

    def _send(
        self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]
    ) -> HTTPResponse:
        now = time.monotonic()
        if now - self._used_at > LONGEST_IDLE_S:
            self._connection.close()
        self._connection.request(method, address, body, {**self.headers, **headers})
        answer = self._connection.getresponse()
        self._used_at = time.monotonic()
        return answer


def _pause_s(answer: HTTPResponse) -> float:
    """After which time a refused question may be asked again; never, if it was not refused."""
    is_refused = answer.status == HTTPStatus.TOO_MANY_REQUESTS
    return float(answer.headers.get("Retry-After", inf)) if is_refused else inf
