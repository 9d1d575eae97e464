"""Which failure is which HTTP status, and how a failure is written down: here and nowhere else."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from pydash_app import errors
from pydash_web.schemas.base import ErrorAnswer

STATUS_OF: Mapping[type[errors.PydashError], HTTPStatus] = {
    errors.InvalidInputError: HTTPStatus.BAD_REQUEST,
    errors.NotLoggedInError: HTTPStatus.UNAUTHORIZED,
    errors.NotAllowedError: HTTPStatus.FORBIDDEN,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.AlreadyExistsError: HTTPStatus.CONFLICT,
    errors.StaleWindowError: HTTPStatus.CONFLICT,
    errors.OtherAccountError: HTTPStatus.CONFLICT,
    errors.TooManyRequestsError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.RemoteError: HTTPStatus.BAD_REQUEST,  # the url or token that the user gave does not fit
    # The operator's to mend, and to read about in the log.
    errors.SettingsError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.NewerDatabaseError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.DeposedError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.OlderDatabaseError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.BackupError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.VanishedError: HTTPStatus.INTERNAL_SERVER_ERROR,
}

GUARDED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
"""Refusals that the log tells of; not that somebody has no session, which every visitor has."""

TOLD = errors.VanishedError
"""Of the failures with status 500 the one that is the caller's to know."""

RETRY_AFTER_S = 5

AUTHENTICATE = 'Bearer realm="PyDash"'
"""How to be let in besides the session, which has no name here (RFC 9110, 11.6.1)."""

SENTENCES: Mapping[int, tuple[str, str]] = {
    HTTPStatus.BAD_REQUEST: ("bad_request", "PyDash can't read this request."),
    HTTPStatus.NOT_FOUND: ("not_found", "There is nothing at this address."),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "method_not_allowed",
        "This address does not take this method.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too_large", "This request is larger than 1 MiB."),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: (
        "not_json",
        "Send the body as JSON, with the header Content-Type: application/json.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "internal_error",
        "Something went wrong in PyDash. Try again in a moment.",
    ),
}

_log = logging.getLogger(__name__)


def set_up_errors(app: Flask) -> None:
    """Answer every failure in the form that its caller reads: JSON under `/api`, else a sentence.

    What nobody expected ends in Flask's own handler, which logs the traceback and answers 500.
    """
    app.register_error_handler(errors.PydashError, _answer_domain_error)
    app.register_error_handler(HTTPException, _answer_http_error)


def is_api_path(path: str) -> bool:
    """Tell whether a path belongs to the API."""
    return path == "/api" or path.startswith("/api/")


def status_of(error: errors.PydashError) -> HTTPStatus:
    """The status of a domain error, its own or that of the nearest class above it."""
    known = (STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)
    return next(known, HTTPStatus.INTERNAL_SERVER_ERROR)


def _answer_domain_error(error: errors.PydashError) -> Response:
    status = status_of(error)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, TOLD):
        raise error
    response = _write(
        status,
        ErrorAnswer(message=error.message, code=error.code, fields=error.fields or None),
    )
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        _log.warning("%s %s: %s", request.method, request.path, error.message)
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    if status in GUARDED and error.code != errors.NotLoggedInError.code:
        _log.info(
            "%s %s: %s, from %s", request.method, request.path, error.code, request.remote_addr
        )
    if isinstance(error, errors.TooManyRequestsError):
        response.headers["Retry-After"] = str(error.retry_after_s)
    if status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = AUTHENTICATE
    return response


def _answer_http_error(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    code, message = SENTENCES.get(status, (status.name.lower(), f"{status.phrase}."))
    response = _write(status, ErrorAnswer(message=message, code=code))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _write(status: HTTPStatus, answer: ErrorAnswer) -> Response:
    if is_api_path(request.path):
        return Response(
            answer.model_dump_json(exclude_none=True), status, mimetype="application/json"
        )
    return Response(f"{answer.message}\n", status, mimetype="text/plain")
