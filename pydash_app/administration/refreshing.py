"""Fetches anybody's dashboard before its time."""

from datetime import datetime
from uuid import UUID

from pydash_app.audit import record
from pydash_app.dashboard import repository
from pydash_app.dashboard.services.refreshing import fetch_soon
from pydash_app.database import Root, transactional
from pydash_app.errors import NotFoundError


@transactional
def refresh_any(root: Root, dashboard_id: UUID, *, least_interval_s: float, now: datetime) -> None:
    """Let the scheduler fetch a dashboard now, whoever owns it.

    Raises:
        NotFoundError: there is no such dashboard.
        TooManyRequestsError: the app was asked a moment ago; it says when to come back.
    """
    dashboard = repository.find(root, str(dashboard_id))
    if dashboard is None:
        raise NotFoundError("There is no such dashboard.")
    record(root, "dashboard_refreshed", dashboard.subject)
    fetch_soon(dashboard.fetching, least_interval_s=least_interval_s, now=now)
