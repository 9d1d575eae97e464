"""Tells the scheduler which dashboards are to be fetched when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard, FetchState
from pydash_app.dashboard.services.errand import LONGEST_BACK_OFF_S, interval_s
from pydash_app.database import Root, reading
from pydash_app.errors import AppBusyError, TimedOutError
from pydash_app.remote import LONGEST_WAIT_S
from pydash_app.settings import Settings

STATES = ("up_to_date", "backfilling", "full", "failing")
"""As a dashboard's card says it; `full` has as many calls as there may be."""


@dataclass(frozen=True, slots=True)
class FetchSchedule:
    """When a dashboard is to be fetched.

    Attributes:
        name: as its owner calls it.
        host: host and port of the remote, to which one is polite whoever asks.
        is_probed: whether somebody wants to know when it is down.
        compact_at: when what was fetched is to be compacted; `None` while there is nothing to do.
        is_slow: whether the remote let the last fetch wait until patience ended.
        is_asked_to_wait: whether the remote said for how long to leave it alone.
        state: how fetching goes, one of `STATES`.
        lags_since: when it last went well; before that, when the dashboard was added.
    """

    dashboard_id: UUID
    name: str
    host: str
    interval_s: float
    next_fetch_at: datetime
    compact_at: datetime | None
    is_probed: bool
    is_slow: bool
    is_asked_to_wait: bool
    state: str
    lags_since: datetime

    def due_in_s(self, now: datetime) -> float:
        """Seconds until then, and never more than a fetch is ever put off.

        What is further away was written under another interval, or while our clock was ahead: the
        interval of today counts, from when it last went well.
        """
        longest_s = LONGEST_WAIT_S if self.is_asked_to_wait else LONGEST_BACK_OFF_S
        longest_s = max(self.interval_s, longest_s)
        due_at = self.next_fetch_at
        if (due_at - now).total_seconds() > longest_s:
            due_at = self.lags_since + timedelta(seconds=self.interval_s)
        return min(max(0.0, (due_at - now).total_seconds()), longest_s)


@reading
def list_fetches(root: Root, *, settings: Settings) -> list[FetchSchedule]:
    """The fetches of all dashboards, which are the scheduler's only source of truth."""
    return [schedule_of(dashboard, settings) for dashboard in repository.list_all(root)]


def schedule_of(dashboard: Dashboard, settings: Settings) -> FetchSchedule:
    """When a dashboard is to be fetched."""
    return FetchSchedule(
        dashboard_id=UUID(dashboard.id),
        name=dashboard.name,
        host=dashboard.host,
        interval_s=interval_s(settings, dashboard.fetch_interval_s),
        next_fetch_at=dashboard.fetching.next_fetch_at,
        compact_at=_compact_at(dashboard, settings),
        is_probed=dashboard.monitor_downtime,
        is_slow=dashboard.fetching.error_code == TimedOutError.code,
        is_asked_to_wait=dashboard.fetching.error_code == AppBusyError.code,
        state=state_of(dashboard.fetching),
        lags_since=dashboard.fetching.last_fetch_at or dashboard.created_at,
    )


def state_of(fetching: FetchState) -> str:
    """How fetching goes, one of `STATES`."""
    if fetching.error_code is not None:
        return "failing"
    if fetching.is_full:
        return "full"
    return "up_to_date" if fetching.is_caught_up else "backfilling"


def _compact_at(dashboard: Dashboard, settings: Settings) -> datetime | None:
    """A retention that was set after the last compaction makes one due."""
    due_at: datetime | None = dashboard.fetching.compact_at
    return dashboard.created_at if due_at is None and settings.keep_calls_days else due_at
