"""Whose dashboard it is, asked before anything else about it is told."""

from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.endpoints import require_endpoint
from pydash_app.database import Root, reading
from pydash_app.measurements import repository as measurements


@reading
def check_access(
    root: Root, user_id: UUID, dashboard_id: UUID, *, endpoint_name: str | None = None
) -> None:
    """Let a user pass who owns a dashboard, and asks for an endpoint that it has, if for any.

    Raises:
        NotFoundError: there is no such dashboard, or it has no such endpoint.
        NotAllowedError: it belongs to somebody else.
    """
    dashboard = repository.get_owned(root, str(user_id), str(dashboard_id))
    if endpoint_name is not None:
        require_endpoint(dashboard, measurements.get(root, dashboard.id), endpoint_name)
