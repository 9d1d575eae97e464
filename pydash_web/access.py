"""Whose dashboard it is, asked before anything else about it is looked at."""

from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.database import Root, reading


@reading
def check_owner(root: Root, user_id: UUID, dashboard_id: UUID) -> None:
    """Let a user pass who owns a dashboard.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
    """
    repository.get_owned(root, str(user_id), str(dashboard_id))
