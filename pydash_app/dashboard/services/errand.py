"""A fetch under way: what is to be fetched, where from, where to."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pydash_app.dashboard.services import fetch_records
from pydash_app.dashboard.services.fetch_records import FetchPlan
from pydash_app.database import Database
from pydash_app.errors import AnswerTooLargeError, AppBusyError, RemoteError, TimedOutError
from pydash_app.remote import LONGEST_WAIT_S, RemoteGateway
from pydash_app.settings import Settings

FIRST_BACK_OFF_S = 2.0
LONGEST_BACK_OFF_S = 60.0
SHORTEST_INTERVAL_S = 1.0
CLOCK_TOLERANCE_S = 2.0
"""An HTTP date has whole seconds, and an answer takes a while: less is no difference of clocks."""


def interval_s(settings: Settings, chosen_s: int | None = None) -> float:
    """Seconds between two fetches of a dashboard that is up to date.

    Args:
        settings: the operator's.
        chosen_s: the owner's choice, where there is one.
    """
    wanted_s = settings.fetch_interval if chosen_s is None else chosen_s
    return max(wanted_s, settings.min_fetch_interval, SHORTEST_INTERVAL_S)


@dataclass(frozen=True)
class Errand:
    """One fetch of one dashboard.

    Attributes:
        token: the remote's security code.
        clock: tells the time.
    """

    database: Database
    remotes: RemoteGateway
    dashboard_id: str
    plan: FetchPlan
    token: str = field(repr=False)
    settings: Settings
    clock: Callable[[], datetime]

    @property
    def steady_s(self) -> float:
        """Seconds until the next fetch where nothing is left for now."""
        return interval_s(self.settings, self.plan.fetch_interval_s)

    @property
    def soon_s(self) -> float:
        """Seconds until the next fetch where something is left."""
        return max(self.settings.fetch_spacing, SHORTEST_INTERVAL_S)

    def due_in_s(self, *, is_last: bool) -> float:
        """Seconds until the next fetch after one that succeeded."""
        return self.steady_s if is_last else self.settings.fetch_spacing

    def postpone(self, due_in_s: float, *, clock_lag_s: float | None = None) -> float:
        """Store nothing this time; the same number of seconds, for the scheduler."""
        next_fetch_at = self.clock() + timedelta(seconds=due_in_s)
        fetch_records.postpone(
            self.database, self.dashboard_id, next_fetch_at, clock_lag_s=clock_lag_s
        )
        return due_in_s


def note_failure(
    database: Database, dashboard_id: str, plan: FetchPlan, error: RemoteError, now: datetime
) -> float:
    """Remember why a fetch failed.

    Returns:
        seconds until the next try, more each time, and no fewer than the app asks for.
    """
    longest_s = min(LONGEST_BACK_OFF_S, FIRST_BACK_OFF_S * 2 ** min(plan.failure_count, 10))
    back_off_s = random.uniform(longest_s / 2, longest_s)  # noqa: S311  spreads, guards nothing
    if isinstance(error, AppBusyError):
        back_off_s = max(back_off_s, min(error.retry_after_s, LONGEST_WAIT_S))
    next_fetch_at = now + timedelta(seconds=back_off_s)
    fetch_records.note_failure(database, dashboard_id, error, now=now, next_fetch_at=next_fetch_at)
    if isinstance(error, AnswerTooLargeError | TimedOutError):
        fetch_records.ask_for_less(database, dashboard_id, plan)
    return back_off_s


def clock_lag_s(remote_now_at: datetime | None, now: datetime) -> float:
    """How far the remote's clock is behind ours; too much rather than too little."""
    if remote_now_at is None:
        return 0.0
    lag_s = (now.astimezone(UTC) - remote_now_at).total_seconds()
    return lag_s if lag_s > CLOCK_TOLERANCE_S else 0.0
