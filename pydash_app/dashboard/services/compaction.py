"""Packs the calls of a dashboard, and drops those that are older than the operator wants."""

from datetime import datetime, timedelta
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import next_midnight
from pydash_app.database import Root, transactional
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import MICROSECONDS
from pydash_app.settings import Settings
from pydash_app.statistics.instants import to_us


@transactional
def compact(root: Root, dashboard_id: UUID, *, settings: Settings, now: datetime) -> None:
    """Pack what is fresh, a bounded part at a time, and apply the retention.

    Calls are dropped by whole days of UTC, and only when they are in the roll-ups.
    """
    dashboard = repository.find(root, str(dashboard_id))
    if dashboard is None:
        return
    stored = measurements.get(root, dashboard.id)
    complete_until_s = stored.coverage().complete_until_s or 0
    stored.compact(complete_until_s * MICROSECONDS)
    if settings.keep_calls_days is not None:
        days = timedelta(days=settings.keep_calls_days + 1)
        stored.drop_calls_before(to_us(next_midnight(now) - days))
    dashboard.fetching.note_compacted(next_at=_next_at(settings, now, stored.has_fresh_calls))


def _next_at(settings: Settings, now: datetime, has_fresh_calls: bool) -> datetime | None:
    if has_fresh_calls:
        return now
    return None if settings.keep_calls_days is None else next_midnight(now)
