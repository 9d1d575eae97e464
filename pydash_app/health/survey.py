"""What an operator wants to know of the whole installation, counted now and then."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from pydash_app.dashboard.services.schedule import STATES, FetchSchedule
from pydash_app.database import Root, reading
from pydash_app.mail import queue

OVERDUE_AFTER_S = 60.0
"""A fetch may wait for its turn so long."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The state of an installation at one instant.

    Attributes:
        dashboard_counts: by state, see `STATES`.
        overdue_count: fetches that PyDash itself is late with.
        longest_delay_s: how late it is with the latest of all.
        longest_lag_s: since the last fetch of the app that was not fetched for longest.
        mail_count, failing_mail_count: mails that wait, and those tried in vain.
        oldest_mail_age_s: how long the oldest of them waits.
        packed_at: when the own database was last packed.
    """

    taken_at: datetime
    user_count: int
    dashboard_counts: dict[str, int]
    overdue_count: int
    longest_delay_s: float
    longest_lag_s: float
    mail_count: int
    failing_mail_count: int
    oldest_mail_age_s: float
    packed_at: datetime | None


@reading
def take_survey(root: Root, schedules: Collection[FetchSchedule], *, now: datetime) -> Survey:
    """Look around.

    Args:
        root: of the database.
        schedules: of all dashboards.
        now: the present instant.

    Raises:
        UnavailableError: the database can't be reached.
    """
    delays_s = [_delay_s(schedule, now) for schedule in schedules]
    counts = Counter(schedule.state for schedule in schedules)
    mails = queue.list_all(root)
    return Survey(
        taken_at=now,
        user_count=len(root["users"]),
        dashboard_counts={state: counts[state] for state in STATES},
        overdue_count=sum(delay_s > OVERDUE_AFTER_S for delay_s in delays_s),
        longest_delay_s=max(delays_s, default=0.0),
        longest_lag_s=max((_age_s(one.lags_since, now) for one in schedules), default=0.0),
        mail_count=len(mails),
        failing_mail_count=sum(mail.failure_count > 0 for mail in mails),
        oldest_mail_age_s=max((_age_s(mail.created_at, now) for mail in mails), default=0.0),
        packed_at=root["reports"].get("pack", {}).get("packed_at"),
    )


def _delay_s(schedule: FetchSchedule, now: datetime) -> float:
    # Apps that let PyDash wait are asked one after the other: that is no fault of PyDash's.
    return 0.0 if schedule.is_slow else _age_s(schedule.next_fetch_at, now)


def _age_s(instant: datetime, now: datetime) -> float:
    return max(0.0, (now - instant).total_seconds())
