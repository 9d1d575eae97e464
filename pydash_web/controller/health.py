"""Whether PyDash itself works."""

from http import HTTPStatus

from pydash_web.health_check import check_health
from pydash_web.route import Reply
from pydash_web.services import Services


def get(services: Services) -> Reply:
    """Tell a load balancer, or an operator, which part fails."""
    found = check_health(services)
    is_ok = found.status != "failing"
    return Reply(found, HTTPStatus.OK if is_ok else HTTPStatus.SERVICE_UNAVAILABLE)
