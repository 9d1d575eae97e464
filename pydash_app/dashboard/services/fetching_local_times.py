"""Fetches from a remote that knows times of its host's clock alone, of a zone that it hides.

Seconds are counted by that clock. When it is set back, an hour of them comes a second time. So a
second is over only when the clock has shown one that is an hour and a bit later: a call bears it,
or that much time has passed wherever on earth the host may be.
"""

import math
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from pydash_app.dashboard.services import fetching_windows
from pydash_app.dashboard.services.errand import Errand
from pydash_app.dashboard.services.fetch_records import CLOCK_SET_BACK_S
from pydash_app.dashboard.services.window_planning import MOST_SHRINKING
from pydash_app.errors import AnswerTooLargeError
from pydash_app.measurements.batch import MICROSECONDS
from pydash_app.measurements.window import Window
from pydash_app.remote import CallsAnswer, Wire
from pydash_app.statistics.instants import to_us

LATEST_ZONE = timedelta(hours=14)
"""No clock is further ahead of UTC."""

LEAST_PROGRESS_S = 60
"""What is asked for beyond the hour that must be asked for, however many calls there are."""


def fetch(errand: Errand) -> float:
    """Fetch the history in windows, then what came after it, as far as the calls show.

    What is over everywhere on earth grows by the second, so there is always a last window of it.
    That one alone is no reason to leave what lies behind it for later.

    Returns:
        seconds until the next one is due.

    Raises:
        RemoteError: the remote can't be asked, or does not answer as it should.
    """
    plan = errand.plan
    is_history = not plan.is_last or plan.is_first or plan.is_recheck
    if plan.window is not None and is_history:
        return fetching_windows.fetch(errand)
    return fetch_from_end(errand)


def fetch_from_end(errand: Errand) -> float:
    """Fetch all that came after what is stored, and keep what is over.

    Returns:
        seconds until the next fetch is due.

    Raises:
        RemoteError: the remote can't be asked, or does not answer as it should.
    """
    plan = errand.plan
    after_s = plan.complete_until_s or 0
    answer, asked_until_s = _ask(errand, after_s)
    is_whole = asked_until_s is None
    over_s = plan.target_s if asked_until_s is None else min(plan.target_s, asked_until_s)
    until_s = max(over_s, _shown_s(answer, errand.clock()) - CLOCK_SET_BACK_S - _lag_s(errand))
    if until_s <= after_s:
        return errand.postpone(errand.steady_s)
    window = Window(after_s, until_s)
    over = replace(answer, batch=answer.batch.within(window), remote_now_at=None)
    target_s = until_s if is_whole else until_s + 1  # then the rest is fetched at once
    seen = replace(plan, window=window, target_s=target_s, is_recheck=False)
    return fetching_windows.keep(replace(errand, plan=seen), window, over)


def _ask(errand: Errand, after_s: int) -> tuple[CallsAnswer, int | None]:
    """What came after a second, or the first of it where that is too much at once.

    Returns:
        the calls, and the last second that was asked for; `None` where no end was.
    """
    plan = errand.plan
    remote = errand.remotes.open_windows(plan.url, errand.token, plan.wire)
    try:
        return remote.get_calls_after(after_s), None
    except AnswerTooLargeError as error:
        if plan.wire is Wire.FMD_1_10:
            raise AnswerTooLargeError(
                "Flask-MonitoringDashboard 1.10 hands out all its calls at once, and they are "
                "more than PyDash reads at once. Install 1.13.1 in the app."
            ) from error
    least_s = CLOCK_SET_BACK_S + _lag_s(errand)
    length_s = plan.window_s
    while length_s > LEAST_PROGRESS_S:
        with suppress(AnswerTooLargeError):
            window = Window(after_s, after_s + least_s + length_s)
            return remote.get_calls(window), window.until_s
        length_s //= MOST_SHRINKING
    window = Window(after_s, after_s + least_s + LEAST_PROGRESS_S)
    return remote.get_calls(window), window.until_s


def _shown_s(answer: CallsAnswer, now: datetime) -> int:
    """The latest second that the host's clock is known to have shown.

    What no clock on earth shows yet was shown by a wrong one, which was set right since.
    """
    times_us = answer.batch.called_at_us
    possible = times_us[times_us <= to_us(now + LATEST_ZONE)]
    return int(possible[-1]) // MICROSECONDS if len(possible) else 0


def _lag_s(errand: Errand) -> int:
    return math.ceil(errand.settings.settle_lag)
