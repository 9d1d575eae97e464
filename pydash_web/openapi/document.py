"""Writes the OpenAPI document.

Source:
    OpenAPI Specification 3.1.1, https://spec.openapis.org/oas/v3.1.1.html
"""

import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from inspect import getdoc
from typing import Any

from pydash_web.openapi.operation import describe_operation
from pydash_web.openapi.shapes import Shapes
from pydash_web.route import Route
from pydash_web.session_cookie import COOKIE_NAME

DISTRIBUTION = "pydash-io"

INTRODUCTION = """\
Everything is JSON in and out, UTF-8, with names in snake_case; instants are ISO 8601.

Log in with `POST /api/login` and send the cookie back, or make a personal API token and send it \
as `Authorization: Bearer <token>`. A token with the scope `read` opens every `GET`.

Whatever fails is answered as `{"message", "code", "fields"}`: a sentence that is fit to show, a \
word that never changes, and for each input that is to blame, why.

Checks run in this order: logged in (401), not too often (429), a well-formed id (400), a thing \
that exists (404) and that is yours (403), then the body and the query.
"""

SECURITY_SCHEMES: Mapping[str, Any] = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE_NAME,
        "description": "Set by `POST /api/login`; under https its name begins with `__Host-`, "
        "below a path with `__Secure-`.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A personal API token, made by `POST /api/tokens`.",
    },
}


def describe_api(routes: Iterable[Route], server_path: str) -> dict[str, Any]:
    """Describe every route with its parameters, its body, and each status with its shape.

    Args:
        routes: the table.
        server_path: where PyDash lies on its host, `/` where it has it for itself.
    """
    known = tuple(routes)
    shapes = Shapes.of(known)
    paths: dict[str, dict[str, Any]] = {}
    for route in known:
        operation = describe_operation(route, shapes)
        paths.setdefault(route.path_template, {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "PyDash",
            "version": version(DISTRIBUTION),
            "description": INTRODUCTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server_path}],
        "security": [{name: []} for name in SECURITY_SCHEMES],
        "tags": _list_tags(known),
        "paths": paths,
        "components": {"schemas": shapes.definitions, "securitySchemes": SECURITY_SCHEMES},
    }


def _list_tags(routes: Iterable[Route]) -> list[dict[str, str]]:
    """A tag for each module of controllers, which says itself what it is about."""
    modules = {route.tag: sys.modules[route.controller.__module__] for route in routes}
    return [
        {"name": tag, "description": (getdoc(module) or "").partition("\n")[0]}
        for tag, module in modules.items()
    ]
