"""What is read and written around a fetch: each function is one short transaction."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydash_app.dashboard import repository
from pydash_app.dashboard.cursors import Cursors
from pydash_app.dashboard.entity import Dashboard, FetchState
from pydash_app.dashboard.log_label import label_of
from pydash_app.dashboard.services.window_planning import (
    earlier_history_from_s,
    next_window_s,
    plan_window,
    shrunk_window_s,
)
from pydash_app.dashboard.services.window_records import merge_window
from pydash_app.dashboard.window_sight import WindowSight
from pydash_app.database import Root, reading, transactional
from pydash_app.errors import RemoteError
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.window import Window
from pydash_app.remote import Wire
from pydash_app.statistics.instants import EPOCH

CLOCK_SET_BACK_S = 3600
"""How far a host's clock goes back when its summer time ends."""

LATEST_ZONE_S = 12 * 3600 + CLOCK_SET_BACK_S
"""A clock of unknown zone shows no less than UTC less 12 hours. What it has shown may come again
within an hour, and is over when this much has passed."""

LOOK_INTERVAL = timedelta(hours=1)
"""How often a remote that answers is asked which version it is by now."""


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """What to ask, and of whom.

    Attributes:
        label: what the log calls the dashboard.
        window: `None` when every second that is old enough was fetched.
        target_s: the last second that is old enough.
        window_s: how long the window was meant to be.
        history_from_s: where the history is said to begin.
        call_count: how many calls are stored.
        stored_bytes: what they take, with all that was made of them.
        clock_lag_s: how far the remote's clock was behind ours when it was last asked.
        fetch_interval_s: as the owner has set it; `None` as the operator has.
        wire: how the remote hands out its calls.
        looked_at: when it was last asked which version it is; `None` when it never was.
        complete_until_s: end of what was fetched; `None` before the first fetch.
        is_recheck: whether calls of the window may be stored already.
        cursors: where the next page begins, whichever database answers.
        window_sight: by what the remote is known again where it is asked for windows.
        span_us: instants of the earliest and of the latest call, `None` where there is none.
        caught_up_at: when everything was fetched; `None` while something is left.
    """

    label: str
    url: str
    encrypted_token: bytes
    encrypted_headers: bytes | None
    window: Window | None
    target_s: int
    window_s: int
    history_from_s: int
    clock_lag_s: float
    failure_count: int
    call_count: int
    stored_bytes: int
    fetch_interval_s: int | None
    wire: Wire
    looked_at: datetime | None
    complete_until_s: int | None
    is_recheck: bool
    cursors: Cursors
    window_sight: WindowSight
    span_us: tuple[int | None, int | None]
    caught_up_at: datetime | None

    def is_of(self, dashboard: Dashboard) -> bool:
        """Whether that is still whom to ask: another app's calls must not pass for this one's."""
        mine = (self.url, self.encrypted_token, self.encrypted_headers, self.wire)
        return mine == (*dashboard.source, dashboard.fetching.wire)

    def is_look_due(self, now: datetime) -> bool:
        """Whether it is time to look at what the remote says of itself."""
        # A look in the future was noted by a clock that was wrong, then or now.
        looked_at = self.looked_at
        return looked_at is None or not looked_at <= now < looked_at + LOOK_INTERVAL

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
    """What is to be asked next; `None` when the dashboard was deleted, or is paused."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None or dashboard.is_paused:
        return None
    fetching = dashboard.fetching
    stored = measurements.get(root, dashboard_id)
    target_s = _target_s(fetching, settle_lag_s, now)
    until_s = stored.coverage().complete_until_s
    return FetchPlan(
        label=label_of(dashboard.name, dashboard_id),
        url=dashboard.url,
        encrypted_token=dashboard.encrypted_token,
        encrypted_headers=dashboard.encrypted_headers,
        window=_plan_window(fetching, until_s, target_s),
        target_s=target_s,
        window_s=fetching.window_s,
        history_from_s=fetching.history_from_s,
        clock_lag_s=fetching.clock_lag_s,
        failure_count=fetching.failure_count,
        call_count=stored.call_count,
        stored_bytes=stored.stored_bytes,
        fetch_interval_s=dashboard.fetch_interval_s,
        wire=Wire(fetching.wire),
        looked_at=fetching.looked_at,
        complete_until_s=until_s,
        is_recheck=fetching.recheck_after_s is not None,
        cursors=fetching.cursors,
        window_sight=fetching.window_sight,
        span_us=(stored.first_call_at_us, stored.last_call_at_us),
        caught_up_at=fetching.last_fetch_at if fetching.is_caught_up else None,
    )


def _plan_window(fetching: FetchState, until_s: int | None, target_s: int) -> Window | None:
    recheck_after_s = fetching.recheck_after_s
    return plan_window(
        complete_until_s=until_s if recheck_after_s is None else recheck_after_s,
        begin_s=fetching.history_from_s,
        window_s=fetching.window_s,
        target_s=target_s,
    )


def _target_s(fetching: FetchState, settle_lag_s: float, now: datetime) -> int:
    """The last second that is old enough, by the remote's clock."""
    remote_now_s = (now - EPOCH).total_seconds() - fetching.clock_lag_s
    zone_s = LATEST_ZONE_S if Wire(fetching.wire).is_local_time else 0
    return math.floor(remote_now_s - settle_lag_s) - zone_s


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
) -> int:
    """Store the calls of a window together with the fact that it was fetched.

    Returns:
        how many.

    Raises:
        StaleWindowError: it was fetched before; nothing was changed.
    """
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None or plan.window is None or not plan.is_of(dashboard):
        return 0
    fetching = dashboard.fetching
    stored = measurements.get(root, dashboard_id)
    if plan.is_recheck:
        merge_window(stored, fetching, plan.window, batch)
    else:
        stored.append(plan.window, batch, compared_until_us=fetching.imported_until_us)
    fetching.window_s = next_window_s(plan.window, len(batch), planned_s=plan.window_s)
    fetching.clock_lag_s = clock_lag_s
    fetching.window_sight = plan.window_sight
    fetching.note_stored(len(batch), now=now)
    fetching.succeed(now=now, next_fetch_at=next_fetch_at, is_caught_up=plan.is_last)
    return len(batch)


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
def note_full(root: Root, dashboard_id: str, full_code: str, next_fetch_at: datetime) -> None:
    """Remember of what there is as much as there may be, and when to look again."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is not None:
        dashboard.fetching.is_full = True
        dashboard.fetching.full_code = full_code
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
