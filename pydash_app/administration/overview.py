"""Lists accounts, and the dashboards that need a look first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard
from pydash_app.dashboard.services.schedule import state_of
from pydash_app.database import Root, reading
from pydash_app.measurements import repository as measurements
from pydash_app.user import AccountView

MOST_ACCOUNTS = 500
MOST_DASHBOARDS = 200

NOBODY = "–"
"""The owner of a dashboard whose account was deleted a moment ago."""


@dataclass(frozen=True, slots=True)
class DashboardRow:
    """How the fetching of a dashboard goes.

    Attributes:
        state: see `pydash_app.dashboard.services.schedule.STATES`.
        lag_s: since it last went well, or since the dashboard was added.
    """

    id: UUID
    name: str
    host: str
    owner_name: str
    state: str
    error_code: str | None
    error: str | None
    error_since: datetime | None
    last_fetch_at: datetime | None
    lag_s: float
    call_count: int


@dataclass(frozen=True, slots=True)
class InstallationView:
    """All there is.

    Attributes:
        user_count, dashboard_count: of all, also of those that are not listed.
        users: by name, the first `MOST_ACCOUNTS`.
        dashboards: those that fail first, then those that lag most, `MOST_DASHBOARDS` at most.
    """

    user_count: int
    dashboard_count: int
    users: list[AccountView]
    dashboards: list[DashboardRow]


@reading
def look_at_installation(root: Root, *, now: datetime) -> InstallationView:
    """List what administrators look after.

    Raises:
        UnavailableError: the database can't be reached.
    """
    users = {user.id: user for user in root["users"]}
    names = {user_id: user.name for user_id, user in users.items()}
    dashboards = repository.list_all(root)
    shown = nsmallest(MOST_DASHBOARDS, dashboards, key=_urgency_of)
    listed = nsmallest(MOST_ACCOUNTS, users.values(), key=lambda user: user.name_key)
    return InstallationView(
        user_count=len(users),
        dashboard_count=len(dashboards),
        users=[AccountView.of(root, user, now) for user in listed],
        dashboards=[_describe_dashboard(root, one, names, now) for one in shown],
    )


def _urgency_of(dashboard: Dashboard) -> tuple[bool, datetime]:
    fetching = dashboard.fetching
    return fetching.error_code is None, fetching.last_fetch_at or dashboard.created_at


def _describe_dashboard(
    root: Root, dashboard: Dashboard, names: Mapping[str, str], now: datetime
) -> DashboardRow:
    fetching = dashboard.fetching
    lags_since = fetching.last_fetch_at or dashboard.created_at
    return DashboardRow(
        id=UUID(dashboard.id),
        name=dashboard.name,
        host=dashboard.host,
        owner_name=names.get(dashboard.owner_id, NOBODY),
        state=state_of(fetching),
        error_code=fetching.error_code,
        error=fetching.error_message,
        error_since=fetching.error_since,
        last_fetch_at=fetching.last_fetch_at,
        lag_s=max(0.0, (now - lags_since).total_seconds()),
        call_count=measurements.get(root, dashboard.id).call_count,
    )
