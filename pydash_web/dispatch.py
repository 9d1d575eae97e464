"""Turns the route table into Flask's rules, and runs the checks that every route shares.

They run in this order, so that a stranger learns nothing from a body: logged in (401); not too
often (429); sent by the own page (403); ids well-formed (400); the thing is there (404), and the
caller's (403); no token for reading on a route that writes (403); then the body and the query
(413, 415, 400), and what else is limited (429).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask, Response, request
from pydantic import TypeAdapter
from werkzeug.routing import BaseConverter

from pydash_app.errors import NotAllowedError
from pydash_web.access import OWNER_CHECKS
from pydash_web.auth import CurrentUser, require_user
from pydash_web.cross_origin import refuse_cross_origin
from pydash_web.errors import is_api_path
from pydash_web.limiting import charge_request, charged, find_network
from pydash_web.parsing import check_size, parse_body, parse_id, parse_query
from pydash_web.route import JSON, Reply, Route
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
        arguments = _read_arguments(route, services, ids)
        with charged(route, services, arguments):
            result = route.controller(services, **arguments)
        reply = result if isinstance(result, Reply) else Reply(result)
        if route.media_type != JSON:
            text = str(reply.value)
            return Response(text, reply.status, reply.headers, mimetype=route.media_type)
        value = answer.validate_python(reply.value, from_attributes=True)
        return Response(answer.dump_json(value), reply.status, reply.headers, mimetype=JSON)

    return view


def _read_arguments(route: Route, services: Services, ids: Mapping[str, str]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if not route.is_public:
        arguments["user"] = user = require_user(services)
        charge_request(services, user)
    refuse_cross_origin(request, services.settings.public_url)
    if not route.is_public:
        arguments |= _read_path(route, services, user, ids)
    check_size(request)
    if route.needs_network:
        arguments["network"] = find_network()
    if route.body:
        arguments["body"] = parse_body(route.body, request)
    if route.query:
        arguments["query"] = parse_query(route.query, request.args)
    return arguments


def _read_path(
    route: Route, services: Services, user: CurrentUser, parts: Mapping[str, str]
) -> dict[str, Any]:
    found: dict[str, Any] = dict(parts)
    found |= {name: parse_id(parts[name]) for name in route.id_names}
    for name in route.id_names:
        OWNER_CHECKS[name](services.database, user.account.id, found[name])
    if route.is_write and not user.may_write:
        raise NotAllowedError(
            "This API token is for reading only. Make one for writing.", code="read_only_token"
        )
    return found


def _forbid_storing(response: Response) -> Response:
    if is_api_path(request.path):
        response.headers["Cache-Control"] = "no-store"
    return response
