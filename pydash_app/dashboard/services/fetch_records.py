"""What is read and written around a fetch: each function is one short transaction."""

import math
from dataclasses import dataclass
from datetime import datetime

from pydash_app.dashboard import repository
from pydash_app.dashboard.services.window_planning import (
    earlier_history_from_s,
    next_window_s,
    plan_window,
    shrunk_window_s,
)
from pydash_app.database import Root, reading, transactional
from pydash_app.errors import RemoteError
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.window import Window
from pydash_app.statistics.instants import EPOCH


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """What to ask, and of whom.

    Attributes:
        window: `None` when every second that is old enough was fetched.
        target_s: the last second that is old enough.
        window_s: how long the window was meant to be.
        history_from_s: where the history is said to begin.
        call_count: how many calls are stored.
        clock_lag_s: how far the remote's clock was behind ours when it was last asked.
    """

    url: str
    encrypted_token: bytes
    window: Window | None
    target_s: int
    window_s: int
    history_from_s: int
    clock_lag_s: float
    failure_count: int
    call_count: int

    @property
    def is_first(self) -> bool:
        """Whether the window is the past before the history."""
        return self.window is not None and self.window.after_s == 0

    @property
    def is_last(self) -> bool:
        """Whether nothing is left to fetch behind the window."""
        return self.window is None or self.window.until_s >= self.target_s


@reading
def read_plan(
    root: Root, dashboard_id: str, *, settle_lag_s: float, now: datetime
) -> FetchPlan | None:
    """What is to be asked next; `None` when the dashboard was deleted."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None:
        return None
    fetching = dashboard.fetching
    stored = measurements.get(root, dashboard_id)
    remote_now_s = (now - EPOCH).total_seconds() - fetching.clock_lag_s
    target_s = math.floor(remote_now_s - settle_lag_s)
    return FetchPlan(
        url=dashboard.url,
        encrypted_token=dashboard.encrypted_token,
        window=plan_window(
            complete_until_s=stored.coverage().complete_until_s,
            begin_s=fetching.history_from_s,
            window_s=fetching.window_s,
            target_s=target_s,
        ),
        target_s=target_s,
        window_s=fetching.window_s,
        history_from_s=fetching.history_from_s,
        clock_lag_s=fetching.clock_lag_s,
        failure_count=fetching.failure_count,
        call_count=stored.call_count,
    )


@transactional
def store_calls(
    root: Root,
    dashboard_id: str,
    plan: FetchPlan,
    batch: CallBatch,
    *,
    clock_lag_s: float,
    now: datetime,
    next_fetch_at: datetime,
) -> None:
    """Store the calls of a window together with the fact that it was fetched.

    Raises:
        StaleWindowError: it was fetched before; nothing was changed.
    """
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None or plan.window is None:
        return
    measurements.get(root, dashboard_id).append(plan.window, batch)
    fetching = dashboard.fetching
    fetching.window_s = next_window_s(plan.window, len(batch), planned_s=plan.window_s)
    fetching.clock_lag_s = clock_lag_s
    fetching.note_stored(len(batch), now=now)
    fetching.succeed(now=now, next_fetch_at=next_fetch_at, is_caught_up=plan.is_last)


@transactional
def postpone(
    root: Root, dashboard_id: str, next_fetch_at: datetime, *, clock_lag_s: float | None = None
) -> None:
    """Store nothing this time, and set when the dashboard is to be asked next."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None:
        return
    dashboard.fetching.next_fetch_at = next_fetch_at
    if clock_lag_s is not None:
        dashboard.fetching.clock_lag_s = clock_lag_s


@transactional
def note_full(root: Root, dashboard_id: str, next_fetch_at: datetime) -> None:
    """Remember that there is no room for more calls, and when to look again."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is not None:
        dashboard.fetching.is_full = True
        dashboard.fetching.next_fetch_at = next_fetch_at


@transactional
def note_failure(
    root: Root, dashboard_id: str, error: RemoteError, *, now: datetime, next_fetch_at: datetime
) -> None:
    """Remember why a fetch failed, and when to try again."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is not None:
        dashboard.fetching.fail(error.code, error.message, now=now, next_fetch_at=next_fetch_at)


@transactional
def ask_for_less(root: Root, dashboard_id: str, plan: FetchPlan) -> None:
    """Make the next window smaller than this one, which was too much."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None or plan.window is None:
        return
    fetching = dashboard.fetching
    fetching.window_s = shrunk_window_s(plan.window, planned_s=plan.window_s)
    if plan.is_first:
        fetching.history_from_s = earlier_history_from_s(plan.history_from_s, plan.target_s)
