"""Fetches the calls of a dashboard, one window after the other.

Reading what is wanted, asking the remote and storing what it said are three steps, and only the
first and the last are transactions. A crash anywhere leaves whole windows stored and none twice.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from pydash_app.dashboard.services import fetch_records
from pydash_app.dashboard.services.fetch_records import FetchPlan
from pydash_app.dashboard.token_cipher import decrypt_token
from pydash_app.database import Database
from pydash_app.errors import AnswerTooLargeError, RemoteError, StaleWindowError, TimedOutError
from pydash_app.measurements.window import Window
from pydash_app.remote import CallsAnswer, Remote, RemoteGateway
from pydash_app.settings import Settings
from pydash_app.statistics.instants import EPOCH

FIRST_BACK_OFF_S = 2.0
LONGEST_BACK_OFF_S = 60.0
SHORTEST_INTERVAL_S = 1.0
CLOCK_TOLERANCE_S = 2.0
"""An HTTP date has whole seconds, and an answer takes a while: less is no difference of clocks."""

log = logging.getLogger(__name__)


def interval_s(settings: Settings) -> float:
    """Seconds between two fetches of a dashboard that is up to date."""
    return max(settings.fetch_interval, settings.min_fetch_interval, SHORTEST_INTERVAL_S)


def fetch_next_window(
    database: Database,
    remotes: RemoteGateway,
    dashboard_id: UUID,
    *,
    settings: Settings,
    secret_key: bytes,
    now: Callable[[], datetime],
) -> float:
    """Fetch and store the next window of a dashboard, or note why that failed.

    Returns:
        seconds until the next window is due.

    Raises:
        UnavailableError: the database can't be reached; the next call goes on where this began.
    """
    key = str(dashboard_id)
    plan = fetch_records.read_plan(database, key, settle_lag_s=settings.settle_lag, now=now())
    if plan is None:
        return interval_s(settings)  # deleted; the scheduler is about to forget it
    if settings.max_calls and plan.call_count >= settings.max_calls:
        due_in_s = interval_s(settings)
        fetch_records.note_full(database, key, now() + timedelta(seconds=due_in_s))
        return due_in_s
    try:
        remote = remotes.open(plan.url, decrypt_token(plan.encrypted_token, secret_key))
        if plan.window is None:
            return _wait(database, key, plan, remote, settings, now)
        answer = remote.get_calls(plan.window)
        return _keep(database, key, plan, plan.window, answer, settings, now())
    except RemoteError as error:
        log.info("Dashboard %s: %s: %s", dashboard_id, error.code, error.message)
        return _note_failure(database, key, plan, error, now())


def _wait(
    database: Database,
    dashboard_id: str,
    plan: FetchPlan,
    remote: Remote,
    settings: Settings,
    now: Callable[[], datetime],
) -> float:
    """Fetch nothing, because nothing is old enough; a clock that was behind is looked at anew.

    Else a clock that was wrong for a minute, ours or the remote's, would stay wrong for us until
    the present has caught up with it.
    """
    due_in_s, lag_s = interval_s(settings), plan.clock_lag_s
    if lag_s > 0:
        lag_s = _clock_lag_s(remote.get_details().answered_at, now())
        if plan.clock_lag_s - lag_s > CLOCK_TOLERANCE_S:
            due_in_s = SHORTEST_INTERVAL_S
    next_fetch_at = now() + timedelta(seconds=due_in_s)
    fetch_records.postpone(database, dashboard_id, next_fetch_at, clock_lag_s=lag_s)
    return due_in_s


def _keep(
    database: Database,
    dashboard_id: str,
    plan: FetchPlan,
    window: Window,
    answer: CallsAnswer,
    settings: Settings,
    now: datetime,
) -> float:
    due_in_s = interval_s(settings) if plan.is_last else settings.fetch_spacing
    soon_s = max(settings.fetch_spacing, SHORTEST_INTERVAL_S)
    lag_s = _clock_lag_s(answer.remote_now_at, now)
    if not _has_settled(window, answer, settings.settle_lag):
        fetch_records.postpone(
            database, dashboard_id, now + timedelta(seconds=soon_s), clock_lag_s=lag_s
        )
        return soon_s
    try:
        fetch_records.store_calls(
            database,
            dashboard_id,
            plan,
            answer.batch,
            clock_lag_s=lag_s,
            now=now,
            next_fetch_at=now + timedelta(seconds=due_in_s),
        )
    except StaleWindowError:
        log.info("Dashboard %s: another worker stored this window first.", dashboard_id)
        return soon_s
    return due_in_s


def _has_settled(window: Window, answer: CallsAnswer, settle_lag_s: float) -> bool:
    """Tell whether, by the remote's own clock, the window was over for long enough.

    A remote whose clock is behind ours may still add calls to a window that ends before our now.
    """
    if answer.remote_now_at is None:
        return True
    remote_now_s = (answer.remote_now_at - EPOCH).total_seconds()
    return window.until_s <= remote_now_s + CLOCK_TOLERANCE_S - settle_lag_s


def _clock_lag_s(remote_now_at: datetime | None, now: datetime) -> float:
    """How far the remote's clock is behind ours; too much rather than too little."""
    if remote_now_at is None:
        return 0.0
    lag_s = (now - remote_now_at).total_seconds()
    return lag_s if lag_s > CLOCK_TOLERANCE_S else 0.0


def _note_failure(
    database: Database, dashboard_id: str, plan: FetchPlan, error: RemoteError, now: datetime
) -> float:
    longest_s = min(LONGEST_BACK_OFF_S, FIRST_BACK_OFF_S * 2 ** min(plan.failure_count, 10))
    back_off_s = random.uniform(longest_s / 2, longest_s)  # noqa: S311  spreads, guards nothing
    next_fetch_at = now + timedelta(seconds=back_off_s)
    fetch_records.note_failure(database, dashboard_id, error, now=now, next_fetch_at=next_fetch_at)
    if isinstance(error, AnswerTooLargeError | TimedOutError):
        fetch_records.ask_for_less(database, dashboard_id, plan)
    return back_off_s
