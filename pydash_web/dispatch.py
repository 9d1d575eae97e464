"""Turns the route table into Flask's rules, and runs the checks that every route shares.

They run in this order, so that a stranger learns nothing from a body: logged in (401); the page
drawn for this account (409); not too often (429); sent by the own page (403); an administrator,
where one is needed (403); ids well-formed (400); the thing is there (404), and the caller's (403);
a session, where a token is not enough, and no token for reading on a route that writes (403); not
too much at once (429, see `pydash_web.shares`); then the body and the query (413, 415, 400); the
password, where the body wants something for which a session is too little (403, 401); and what
else is limited (429).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import orjson
from flask import Flask, Response, request
from pydantic import TypeAdapter
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from pydash_app.errors import InvalidInputError, NotAllowedError
from pydash_app.user import check_session_owner, check_token_owner
from pydash_web.access import check_access
from pydash_web.acting import act_for
from pydash_web.auth import require_password, require_user
from pydash_web.cross_origin import refuse_cross_origin
from pydash_web.drawn_for import refuse_other_account
from pydash_web.errors import is_api_path
from pydash_web.https_only import refuse_lost_cookie
from pydash_web.limiting import charge_request, charged, find_network
from pydash_web.parsing import (
    check_query,
    check_size,
    check_text,
    parse_body,
    parse_id,
    parse_query,
)
from pydash_web.route import JSON, Reply, Route, Stream
from pydash_web.schemas.guarded import GuardedBody
from pydash_web.services import Services
from pydash_web.sharing import sharing
from pydash_web.streaming import send


class IdConverter(BaseConverter):
    """Whatever stands where an id belongs, save the name of a route beside it."""

    regex = r"(?!(?:register|try)\Z)[^/]+"


class NameConverter(BaseConverter):
    """A name that may hold any character, slashes and line ends too, and none at all."""

    part_isolating = False
    regex = r"(?s:.*)"
    weight = 200


def add_routes(app: Flask, services: Services, routes: Iterable[Route]) -> None:
    """Let an app answer these routes."""
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["name"] = NameConverter
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
    answer = _adapter_of(route.answer)

    def view(**parameters: str) -> Response:
        arguments = _identify(route, services, parameters)
        with sharing(route, services.shares, arguments.get("user")) as share:
            result = _call(route, services, arguments)
            if isinstance(result, Stream):
                return send(result, share)
            reply = result if isinstance(result, Reply) else Reply(result)
            if JSON not in route.media_types:
                (media_type,) = route.media_types
                return Response(str(reply.value), reply.status, reply.headers, mimetype=media_type)
            return _write(answer, reply)

    return view


@cache
def _adapter_of(answer: Any) -> TypeAdapter[Any]:
    """One for each kind of answer, of which several routes may have the same."""
    return TypeAdapter(answer)


def _call(route: Route, services: Services, arguments: dict[str, Any]) -> object:
    acting = act_for(services, arguments.get("user"))
    try:
        given = _read_input(route)
        _check_password(acting, arguments, given)
        with charged(route, services, arguments):
            return route.controller(acting, **arguments, **given)
    except (InvalidInputError, HTTPException):
        if not route.is_write:
            _check_access(route, services, arguments)
        raise


def _identify(route: Route, services: Services, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Find out who asks for what, and whether they may.

    Whose dashboard it is, a route that changes nothing leaves to the domain, which looks in any
    case: that is one round trip to the database less.
    """
    arguments: dict[str, Any] = {}
    if not route.is_public:
        arguments["user"] = user = require_user(services)
        refuse_other_account(request, user)
        charge_request(services, user)
    _check_origin(route, services)
    if route.is_for_admins and not user.account.is_admin:
        raise NotAllowedError("Only administrators may do this.", code="administrators_only")
    for name, text in parameters.items():
        arguments[name] = parse_id(text) if name.endswith("_id") else check_text(name, text)
    if route.is_write:
        _check_access(route, services, arguments)
    if route.needs_session and user.session_token is None:
        raise NotAllowedError(
            "An API token can't do this. Log in in a browser for it.", code="session_required"
        )
    if route.is_write and not route.is_public and not user.may_write:
        raise NotAllowedError(
            "This API token is for reading only. Make one for writing.", code="read_only_token"
        )
    if route.needs_network:
        arguments["network"] = find_network()
    return arguments


def _check_origin(route: Route, services: Services) -> None:
    refuse_cross_origin(request, services)
    if route.opens_session:
        refuse_lost_cookie(request, services)


def _check_access(route: Route, services: Services, arguments: Mapping[str, Any]) -> None:
    if not route.id_names:
        return
    user_id = arguments["user"].account.id
    if "token_id" in arguments:
        check_token_owner(services.database, user_id, arguments["token_id"])
    if "session_id" in arguments:
        check_session_owner(services.database, user_id, arguments["session_id"])
    if "dashboard_id" in arguments:
        check_access(
            services.database,
            user_id,
            arguments["dashboard_id"],
            endpoint_name=arguments.get("endpoint_name"),
        )


def _check_password(
    services: Services, arguments: dict[str, Any], given: Mapping[str, Any]
) -> None:
    """Ask for the password where the body wants something for which a session is too little."""
    body = given.get("body")
    if isinstance(body, GuardedBody) and body.wants_password(arguments["user"].account):
        arguments["user"] = require_password(services, arguments["user"], body.password)


def _read_input(route: Route) -> dict[str, Any]:
    check_size(request)
    read: dict[str, Any] = {}
    if route.body:
        read["body"] = parse_body(route.body, request)
    if route.query:
        check_query(request)
        read["query"] = parse_query(route.query, request.args)
    return read


def _write(answer: TypeAdapter[Any], reply: Reply) -> Response:
    if reply.is_plain:
        written = orjson.dumps(reply.value)
    else:
        value = answer.validate_python(reply.value, from_attributes=True)
        written = answer.dump_json(value)
    return Response(written, reply.status, reply.headers, mimetype=JSON)


def _forbid_storing(response: Response) -> Response:
    if is_api_path(request.path):
        response.headers["Cache-Control"] = "no-store"
    return response
