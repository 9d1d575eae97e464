"""Deletes a dashboard."""

from uuid import UUID

from pydash_app.audit import record
from pydash_app.dashboard import repository
from pydash_app.database import Root, transactional


@transactional
def delete(root: Root, user_id: UUID, dashboard_id: UUID) -> None:
    """Delete a dashboard and every measurement of it; a fetch under way ends in nothing.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
    """
    dashboard = repository.get_owned(root, str(user_id), str(dashboard_id))
    record(root, "dashboard_deleted", dashboard.subject)
    repository.remove(root, dashboard)
