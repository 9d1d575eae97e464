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
    start_s = first_s if start_at is None else _seconds(start_at)
    if start_s > end_s:
        raise _refusal(is_start_given=start_at is not None, is_end_given=end_at is not None)
    runs = log.runs_between(start_s, end_s, now_s=now_s)
    return report(runs, timezone)


def _refusal(*, is_start_given: bool, is_end_given: bool) -> InvalidInputError:
    if is_start_given and is_end_given:
        field, reason = "end_date", "This is before start_date."
    elif is_start_given:
        field, reason = "start_date", "This is after now, which end_date is by default."
    else:
        field, reason = (
            "end_date",
            "This is before the first look, which start_date is by default.",
        )
    return InvalidInputError(reason, fields={field: reason})


def _seconds(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(seconds=1)
