"""Describes one route."""

from collections.abc import Mapping
from http import HTTPStatus
from inspect import getdoc
from typing import Any

from pydantic import TypeAdapter

from pydash_web.openapi.shapes import Schema, Shapes
from pydash_web.route import ACCOUNT_HEADER, JSON, Route
from pydash_web.schemas.selection import EndpointName
from pydash_web.schemas.texts import SentId

MEANING: Mapping[HTTPStatus, str] = {
    HTTPStatus.OK: "It worked.",
    HTTPStatus.ACCEPTED: "It will be done.",
    HTTPStatus.BAD_REQUEST: "Something in the address, the query or the body can't be used.",
    HTTPStatus.UNAUTHORIZED: "Nobody is logged in, or the password is wrong.",
    HTTPStatus.FORBIDDEN: "The caller may not do this, or another site sent it.",
    HTTPStatus.NOT_FOUND: "There is no such thing.",
    HTTPStatus.CONFLICT: "The name is taken, or another account than the caller's was named.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is larger than 1 MiB.",
    HTTPStatus.REQUEST_URI_TOO_LONG: "The address with its query is longer than 8,190 bytes.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body does not say that it is JSON.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too often; the header says when to come back.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "PyDash itself failed.",
    HTTPStatus.SERVICE_UNAVAILABLE: "A part of PyDash can't be reached; try again in a moment.",
}

_RETRY_AFTER = {
    "Retry-After": {"description": "In how many seconds.", "schema": {"type": "integer"}}
}
HEADERS: Mapping[HTTPStatus, Mapping[str, Any]] = {
    HTTPStatus.TOO_MANY_REQUESTS: _RETRY_AFTER,
    HTTPStatus.SERVICE_UNAVAILABLE: _RETRY_AFTER,
    HTTPStatus.UNAUTHORIZED: {
        "WWW-Authenticate": {"description": "Names `Bearer`.", "schema": {"type": "string"}}
    },
}

ID = TypeAdapter(SentId).json_schema()

DRAWN_FOR: Mapping[str, Any] = {
    "name": ACCOUNT_HEADER,
    "in": "header",
    "required": False,
    "description": "The id of the account that the caller takes to be logged in. Where another "
    "one is, the answer is 409 `other_account`, and nothing is done.",
    "schema": ID | {"maxLength": 36},
}


def describe_operation(route: Route, shapes: Shapes) -> dict[str, Any]:
    """Write the Operation Object of a route."""
    operation: dict[str, Any] = {
        "operationId": route.name.replace(".", "_"),
        "tags": [route.tag],
        "summary": (getdoc(route.controller) or "").partition("\n")[0],
    }
    parameters = [
        *_path_parameters(route),
        *_query_parameters(route, shapes),
        *([] if route.is_public else [DRAWN_FOR]),
    ]
    if parameters:
        operation["parameters"] = parameters
    if route.body:
        content = {JSON: {"schema": shapes.bodies[route.body]}}
        operation["requestBody"] = {"required": True, "content": content}
    if route.is_public:
        operation["security"] = []
    operation["responses"] = {
        str(status.value): _describe_response(route, status, shapes)
        for status in sorted(route.statuses | statuses_of_the_server(route))
    }
    return operation


def statuses_of_the_server(route: Route) -> frozenset[HTTPStatus]:
    """What a route may answer without being asked: it failed, or its address was too long."""
    has_long_address = route.query is not None or len(route.parameter_names) > len(route.id_names)
    long_address = {HTTPStatus.REQUEST_URI_TOO_LONG} if has_long_address else set()
    return frozenset({HTTPStatus.INTERNAL_SERVER_ERROR, *long_address})


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": ID if name in route.id_names else TypeAdapter(EndpointName).json_schema(),
        }
        for name in route.parameter_names
    ]


def _query_parameters(route: Route, shapes: Shapes) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    schema = shapes.queries[route.query]
    required = schema.get("required", [])
    return [
        _describe_parameter(name, described, is_required=name in required)
        for name, described in schema["properties"].items()
    ]


def _describe_parameter(name: str, described: Schema, *, is_required: bool) -> dict[str, Any]:
    # A parameter that is left out is `null` inside; nobody can send one.
    kinds = [kind for kind in described.get("anyOf", ()) if kind != {"type": "null"}]
    rest = {key: value for key, value in described.items() if key not in ("anyOf", "default")}
    schema = described if not kinds else rest | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds})
    if schema.get("default", ...) is None:
        schema = {key: value for key, value in schema.items() if key != "default"}
    return {"name": name, "in": "query", "required": is_required, "schema": schema}


def _describe_response(route: Route, status: HTTPStatus, shapes: Shapes) -> dict[str, Any]:
    kind = route.answer if status in (HTTPStatus.OK, HTTPStatus.ACCEPTED) else None
    kind = route.other_answers.get(status, kind)
    schema = shapes.of_error if kind is None else shapes.of_answer(kind)
    media_types = (JSON,) if kind is None else route.media_types
    response = {
        "description": MEANING.get(status, status.phrase),
        "content": {media_type: {"schema": schema} for media_type in media_types},
    }
    headers = HEADERS.get(status, {})
    return response | ({"headers": headers} if headers else {})
