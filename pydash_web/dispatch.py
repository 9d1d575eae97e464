"""Turns the route table into Flask's rules, and runs the checks that every route shares.

They run in this order, so that a stranger learns nothing from a body: logged in (401); sent by the
own page (403); ids well-formed (400); the thing is there (404), and the caller's (403); then the
body and the query (413, 415, 400).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask, Response, request
from pydantic import TypeAdapter
from werkzeug.routing import BaseConverter

from pydash_web.access import check_owner
from pydash_web.auth import require_user
from pydash_web.cross_origin import refuse_cross_origin
from pydash_web.errors import is_api_path
from pydash_web.parsing import check_size, parse_body, parse_id, parse_query
from pydash_web.route import Reply, Route
from pydash_web.services import Services


class IdConverter(BaseConverter):
    """Whatever stands where an id belongs, save the name of a route beside it."""

    regex = r"(?!register\Z)[^/]+"


def add_routes(app: Flask, services: Services, routes: Iterable[Route]) -> None:
    """Let an app answer these routes."""
    app.url_map.converters["id"] = IdConverter
    # A doubled slash is another address, and not a redirect, whose body would be HTML.
    app.url_map.merge_slashes = False
    for route in routes:
        app.add_url_rule(
            route.path,
            route.name,
            _make_view(route, services),
            methods=[route.method],
            provide_automatic_options=False,
        )
    app.after_request(_forbid_storing)


def _make_view(route: Route, services: Services) -> Callable[..., Response]:
    answer: TypeAdapter[Any] = TypeAdapter(route.answer)

    def view(**ids: str) -> Response:
        result = route.controller(services, **_read_arguments(route, services, ids))
        reply = result if isinstance(result, Reply) else Reply(result)
        value = answer.validate_python(reply.value, from_attributes=True)
        return Response(
            answer.dump_json(value), reply.status, reply.headers, mimetype="application/json"
        )

    return view


def _read_arguments(route: Route, services: Services, ids: Mapping[str, str]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if not route.is_public:
        arguments["user"] = require_user()
    refuse_cross_origin(request, services.settings.public_url)
    arguments |= {name: parse_id(text) for name, text in ids.items()}
    if route.is_of_dashboard:
        user_id = arguments["user"].account.id
        check_owner(services.database, user_id, arguments["dashboard_id"])
    check_size(request)
    if route.body:
        arguments["body"] = parse_body(route.body, request)
    if route.query:
        arguments["query"] = parse_query(route.query, request.args)
    return arguments


def _forbid_storing(response: Response) -> Response:
    if is_api_path(request.path):
        response.headers["Cache-Control"] = "no-store"
    return response
