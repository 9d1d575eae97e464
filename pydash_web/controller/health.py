"""Whether PyDash itself works."""

from http import HTTPStatus

from pydash_web.errors import RETRY_AFTER_S
from pydash_web.health_check import check_health, check_readiness
from pydash_web.route import Reply
from pydash_web.schemas.health import LivenessAnswer
from pydash_web.services import Services


def get(services: Services) -> Reply:
    """Tell a load balancer, or an operator, which part fails."""
    found = check_health(services)
    return _reply(found, is_good=found.status != "failing")


def get_liveness(_services: Services) -> LivenessAnswer:
    """Say that this process answers; what does not hear that starts it again."""
    return LivenessAnswer(status="live")


def get_readiness(services: Services) -> Reply:
    """Say whether requests can be served now; what hears 503 sends them elsewhere, or waits."""
    found = check_readiness(services)
    return _reply(found, is_good=found.status == "ready")


def _reply(found: object, *, is_good: bool) -> Reply:
    if is_good:
        return Reply(found)
    return Reply(found, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": str(RETRY_AFTER_S)})
