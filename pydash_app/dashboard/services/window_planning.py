"""Decides which window of seconds to ask a remote for.

A remote answers a window all at once, and a million rows cost it 2.5 GB and half a minute; an
empty window costs it a scan. So windows follow the traffic: about `WANTED_CALLS` each.
"""

from datetime import datetime, timedelta

from pydash_app.measurements.window import Window
from pydash_app.statistics.instants import EPOCH

WANTED_CALLS = 20_000
LONGEST_WINDOW_S = 90 * 86_400
MOST_GROWTH = 2
"""A window at most doubles: behind a quiet time may lie a busy one."""

MOST_SHRINKING = 8

HINT_ERROR = timedelta(hours=26)
"""How far `first-request` may be off: Flask-MonitoringDashboard 1.13 takes its UTC times for times
of its host's zone, and zones reach from -12 to +14 hours; with a day for what else may be."""


def history_from_s(first_request_at: datetime | None, now: datetime) -> int:
    """Where a remote's calls begin, or a little before, in seconds since 1970.

    Args:
        first_request_at: what the remote says; `None` when it has no calls.
        now: the present.
    """
    begin = min(first_request_at or now, now) - HINT_ERROR
    return max(1, int((begin - EPOCH).total_seconds()))


def first_window_s(total_requests: int, begin_s: int, now: datetime) -> int:
    """How many seconds hold `WANTED_CALLS`, were the traffic even."""
    whole_s = max(1, int((now - EPOCH).total_seconds()) - begin_s)
    return _bounded(WANTED_CALLS * whole_s // max(1, total_requests))


def next_window_s(window: Window, call_count: int, *, planned_s: int) -> int:
    """How many seconds to ask for next.

    Args:
        window: the one that was just fetched.
        call_count: how many calls it held.
        planned_s: how long it was meant to be. One that was cut short by the present, or that
            reached back to 1970, says too little about the traffic to let the next one grow.
    """
    fitting_s = window.length_s * WANTED_CALLS // max(1, call_count)
    longest_s = planned_s * MOST_GROWTH if window.length_s == planned_s else planned_s
    return _bounded(max(planned_s // MOST_SHRINKING, min(longest_s, fitting_s)))


def shrunk_window_s(window: Window, *, planned_s: int) -> int:
    """How many seconds to ask for after a window that was too much."""
    return _bounded(min(window.length_s, planned_s) // MOST_SHRINKING)


def earlier_history_from_s(begin_s: int, target_s: int) -> int:
    """Where a history may begin, when what lies before `begin_s` was too much for one answer."""
    return max(1, target_s - MOST_SHRINKING * max(1, target_s - begin_s))


def plan_window(
    *, complete_until_s: int | None, begin_s: int, window_s: int, target_s: int
) -> Window | None:
    """The next window to fetch, or `None` when nothing is left.

    The first one reaches from 1970 to where the history is said to begin. It is all but always
    empty, and it is asked for because the remote's word is a hint.

    Args:
        complete_until_s: end of what was fetched.
        begin_s: where the history is said to begin.
        window_s: the length wanted.
        target_s: the last second that is old enough to be fetched.
    """
    if complete_until_s is None:
        return Window(0, min(begin_s, target_s)) if target_s > 0 else None
    until_s = min(complete_until_s + window_s, target_s)
    return Window(complete_until_s, until_s) if until_s > complete_until_s else None


def _bounded(window_s: int) -> int:
    return max(1, min(LONGEST_WINDOW_S, window_s))
