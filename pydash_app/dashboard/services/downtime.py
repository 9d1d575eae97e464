"""Says when a dashboard's app was down."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pydash_app.dashboard import repository
from pydash_app.database import Root, reading
from pydash_app.downtime import DowntimeReport, report
from pydash_app.errors import InvalidInputError
from pydash_app.statistics.instants import EPOCH


@reading
def get_downtime(
    root: Root,
    user_id: UUID,
    dashboard_id: UUID,
    *,
    start_at: datetime | None,
    end_at: datetime | None,
    timezone: ZoneInfo,
    now: datetime,
) -> DowntimeReport:
    """What is known of a range of time: from the first probe until now, where no bound is given.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
        InvalidInputError: the end lies before the start, or these are too many days.
    """
    dashboard = repository.get_owned(root, str(user_id), str(dashboard_id))
    log = repository.get_probe_log(root, dashboard)
    now_s = _seconds(now)
    end_s = now_s if end_at is None else _seconds(end_at)
    first_s = log.first_s if log.first_s is not None else end_s
    start_s = min(first_s, end_s) if start_at is None else _seconds(start_at)
    if start_s > end_s:
        reason = "This is before start_date."
        raise InvalidInputError(reason, fields={"end_date": reason})
    runs = log.runs_between(start_s, end_s, now_s=now_s)
    return report(runs, _instant(start_s), _instant(end_s), timezone)


def _seconds(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(seconds=1)


def _instant(seconds: int) -> datetime:
    return EPOCH + timedelta(seconds=seconds)
