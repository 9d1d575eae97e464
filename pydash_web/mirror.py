"""Shows the doctor its own request; see `pydash_app.mirror`."""

from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import orjson

from pydash_app.mirror import HEADER, PATH, Reflection, is_good
from pydash_app.ports import Clock
from pydash_web.client_address import Arrival, arrival_of

_VARIABLE = "HTTP_" + HEADER.upper().replace("-", "_")


class Mirror:
    """WSGI middleware that answers the doctor, and hands on what everybody else asks."""

    def __init__(
        self, application: WSGIApplication, *, secret_key: bytes, base_url: str, now: Clock
    ) -> None:
        self._application = application
        self._secret_key = secret_key
        self._base_url = base_url
        self._now = now

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request that bears a good pass."""
        shown = environ.pop(_VARIABLE, "")
        is_asked = shown and environ["PATH_INFO"] == PATH
        if not is_asked or not is_good(shown, self._secret_key, self._now()):
            return self._application(environ, start_response)
        body = orjson.dumps({"seen": self._reflect(environ, arrival_of(environ))})
        status = HTTPStatus.OK
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    def _reflect(self, environ: WSGIEnvironment, arrival: Arrival) -> Reflection:
        return Reflection(
            scheme=environ["wsgi.url_scheme"],
            host=environ.get("HTTP_HOST", ""),
            client=environ.get("REMOTE_ADDR") if arrival.is_named else None,
            peer=arrival.peer,
            is_trusted=arrival.is_trusted,
            has_signs=arrival.has_signs,
            base_url=self._base_url,
        )
