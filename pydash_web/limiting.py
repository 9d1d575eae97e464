"""Counts what a route says is limited, and whose use it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import request

from pydash_app.errors import InvalidInputError, TooManyRequestsError, UnavailableError
from pydash_app.limits import Limit, RateLimits, network_of
from pydash_web.auth import CurrentUser
from pydash_web.route import Route
from pydash_web.services import Services


def find_network() -> str:
    """Whence the request comes, in the form in which clients are counted."""
    return network_of(request.remote_addr or "")


def charge_request(services: Services, user: CurrentUser) -> None:
    """Count a request of a user.

    Raises:
        TooManyRequestsError: there were too many within the last minute.
    """
    charge = services.limits.requests.of(str(user.account.id))
    services.limits.charge(charge, now=services.now())


@contextmanager
def charged(route: Route, services: Services, arguments: Mapping[str, Any]) -> Iterator[None]:
    """Count what happens within the block, unless it is refused before anything is done.

    Raises:
        TooManyRequestsError: it happened too often.
    """
    limit = _limit_of(route, services.limits)
    if limit is None:
        yield
        return
    user = arguments.get("user")
    charges = limit.of_client(find_network()) if user is None else [limit.of(str(user.account.id))]
    now = services.now()
    services.limits.charge(*charges, now=now)
    try:
        yield
    except (InvalidInputError, TooManyRequestsError, UnavailableError):
        services.limits.refund(*charges, now=now)
        raise


def _limit_of(route: Route, limits: RateLimits) -> Limit | None:
    return {
        None: None,
        "registrations": limits.registrations,
        "mails": limits.mails,
        "dashboard_registrations": limits.dashboard_registrations,
        "dashboard_tries": limits.dashboard_tries,
    }[route.limit]
