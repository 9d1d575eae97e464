"""Lets PyDash lie below a path of its host, as `PYDASH_BASE_URL` says.

A proxy may pass the path on or take it away: both kinds of requests end as the same one. Nobody
behind this knows of the path but those who write addresses, by `SCRIPT_NAME` (PEP 3333).
"""

import logging
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import unquote_to_bytes
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from pydash_web.client_address import arrival_of, is_of_trusted_proxy
from pydash_web.errors import is_api_path
from pydash_web.schemas.base import ErrorAnswer

EVERYWHERE = ("/metrics", "/api/health")
"""What is asked for on this machine, by those who know its port and nothing of a path."""

CODE = "outside_base_path"

_log = logging.getLogger(__name__)


class BelowPath:
    """WSGI middleware; what lies outside the path is a 404 that says where PyDash is.

    Args:
        application: sees every request as if PyDash had its host for itself.
        base_path: as a URL has it, `/pydash`; empty where it has.
    """

    def __init__(self, application: WSGIApplication, base_path: str) -> None:
        self._application = application
        self._base_path = base_path
        self._prefix = unquote_to_bytes(base_path).decode("latin-1")
        self._has_warned = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer what is meant for it."""
        self._compare(arrival_of(environ).prefix)
        if not self._prefix:
            return self._application(environ, start_response)
        path = environ["PATH_INFO"]
        if path == self._prefix:
            return self._redirect(environ, start_response)
        if path.startswith(f"{self._prefix}/"):
            environ["PATH_INFO"] = path[len(self._prefix) :]
        elif not (is_of_trusted_proxy(environ) or _is_everywhere(path)):
            return self._refuse(path, start_response)
        environ["SCRIPT_NAME"] = self._prefix
        return self._application(environ, start_response)

    def _compare(self, told: str) -> None:
        """Say once where a proxy speaks of another path than the settings do."""
        if told.rstrip("/") in ("", self._base_path, self._prefix) or self._has_warned:
            return
        self._has_warned = True
        _log.warning(
            "A trusted proxy says that PyDash lies below the path %.200r, and PYDASH_BASE_URL has "
            "%r. Set PYDASH_BASE_URL to the address that people use, or change the proxy's "
            "X-Forwarded-Prefix. This is logged once per process.",
            told,
            self._base_path,
        )

    def _redirect(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        query = environ.get("QUERY_STRING", "")
        target = f"{self._base_path}/{'?' if query else ''}{query}"
        status = HTTPStatus.PERMANENT_REDIRECT
        headers = [("Location", target), ("Content-Length", "0"), ("Cache-Control", "no-cache")]
        start_response(f"{status.value} {status.phrase}", headers)
        return [b""]

    def _refuse(self, path: str, start_response: StartResponse) -> Iterable[bytes]:
        status = HTTPStatus.NOT_FOUND
        message = (
            f"There is nothing at this address: this PyDash lies below {self._base_path}/, as "
            "PYDASH_BASE_URL says. Where a proxy takes that path away, name the proxy in "
            "PYDASH_TRUSTED_PROXIES."
        )
        answer = ErrorAnswer(message=message, code=CODE)
        is_api = is_api_path(path)
        body = (answer.model_dump_json(exclude_none=True) if is_api else f"{message}\n").encode()
        headers = [
            ("Content-Type", "application/json" if is_api else "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]


def _is_everywhere(path: str) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in EVERYWHERE)
