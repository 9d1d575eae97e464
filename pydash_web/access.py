"""Whose thing it is, asked before anything else about it is looked at."""

from collections.abc import Callable, Mapping
from uuid import UUID

from pydash_app import user as users
from pydash_app.dashboard import repository
from pydash_app.database import Database, Root, reading


@reading
def _check_dashboard_owner(root: Root, user_id: UUID, dashboard_id: UUID) -> None:
    """Let a user pass who owns a dashboard.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
    """
    repository.get_owned(root, str(user_id), str(dashboard_id))


OWNER_CHECKS: Mapping[str, Callable[[Database, UUID, UUID], None]] = {
    "dashboard_id": _check_dashboard_owner,
    "token_id": users.check_token_owner,
}
"""By the name of the id in a route's path; each raises `NotFoundError` or `NotAllowedError`."""
