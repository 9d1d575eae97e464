"""Fetches windows of seconds, which lie in UTC."""

import logging
from dataclasses import replace
from datetime import timedelta

from pydash_app import metrics
from pydash_app.dashboard.services import fetch_records, window_answers
from pydash_app.dashboard.services.errand import (
    CLOCK_TOLERANCE_S,
    SHORTEST_INTERVAL_S,
    Errand,
    clock_lag_s,
)
from pydash_app.errors import StaleWindowError
from pydash_app.measurements.window import Window
from pydash_app.remote import CallsAnswer
from pydash_app.statistics.instants import EPOCH

log = logging.getLogger(__name__)


def fetch(errand: Errand) -> float:
    """Fetch the next window.

    Returns:
        seconds until the next one is due.

    Raises:
        RemoteError: the remote can't be asked, or does not answer as it should.
    """
    plan = errand.plan
    if plan.window is None:
        return _wait(errand)
    remote = errand.remotes.open_windows(plan.url, errand.token, plan.wire)
    asked = window_answers.ask(errand, remote, plan.window)
    if asked is None:
        return errand.soon_s
    seen, answer = asked
    return keep(replace(errand, plan=seen), plan.window, answer)


def keep(errand: Errand, window: Window, answer: CallsAnswer) -> float:
    """Store what a window held, unless it may not be all yet.

    Returns:
        seconds until the next one is due.
    """
    plan, now = errand.plan, errand.clock()
    due_in_s = errand.due_in_s(is_last=plan.is_last)
    lag_s = clock_lag_s(answer.remote_now_at, now)
    if not _has_settled(window, answer, errand.settings.settle_lag):
        return errand.postpone(errand.soon_s, clock_lag_s=lag_s)
    try:
        stored_count = fetch_records.store_calls(
            errand.database,
            errand.dashboard_id,
            plan,
            answer.batch,
            clock_lag_s=lag_s,
            now=now,
            next_fetch_at=now + timedelta(seconds=due_in_s),
        )
    except StaleWindowError:
        log.info("Dashboard %s: another worker stored this window first.", errand.plan.label)
        return errand.soon_s
    metrics.current().calls_stored.inc(stored_count)
    return due_in_s


def _wait(errand: Errand) -> float:
    """Fetch nothing, because nothing is old enough; a clock that was behind is looked at anew.

    Else a clock that was wrong for a minute, ours or the remote's, would stay wrong for us until
    the present has caught up with it.
    """
    plan, due_in_s, lag_s = errand.plan, errand.steady_s, errand.plan.clock_lag_s
    if lag_s > 0:
        lag_s = clock_lag_s(errand.remotes.get_details(plan.url).answered_at, errand.clock())
        if plan.clock_lag_s - lag_s > CLOCK_TOLERANCE_S:
            due_in_s = SHORTEST_INTERVAL_S
    return errand.postpone(due_in_s, clock_lag_s=lag_s)


def _has_settled(window: Window, answer: CallsAnswer, settle_lag_s: float) -> bool:
    """Tell whether, by the remote's own clock, the window was over for long enough.

    A remote whose clock is behind ours may still add calls to a window that ends before our now.
    """
    if answer.remote_now_at is None:
        return True
    remote_now_s = (answer.remote_now_at - EPOCH).total_seconds()
    return window.until_s <= remote_now_s + CLOCK_TOLERANCE_S - settle_lag_s
