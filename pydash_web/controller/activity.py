"""What was done: by a user and to their account, or, for administrators, by anybody."""

from pydash_app import audit
from pydash_app.audit import ActivityPage
from pydash_web.auth import CurrentUser
from pydash_web.schemas.activity import ActivityParameters
from pydash_web.services import Services


def list_own(services: Services, *, user: CurrentUser, query: ActivityParameters) -> ActivityPage:
    """Show what the user did, and what was done to the account."""
    return audit.list_of_user(
        services.database, user.account.id, cursor=query.cursor, limit=query.limit
    )


def list_all(
    services: Services,
    *,
    user: CurrentUser,  # noqa: ARG001
    query: ActivityParameters,
) -> ActivityPage:
    """Show what everybody did."""
    return audit.list_all(services.database, cursor=query.cursor, limit=query.limit)
