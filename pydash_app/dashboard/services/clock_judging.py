"""Judges whose clock is wrong where an app's and ours differ: the app's, or PyDash's own.

Only what contradicts our own past blames ours: a last look that lies in the future, or all apps
off by the same at once. Nothing else does, and while it lasts no app is blamed.
"""

from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard
from pydash_app.database import Root
from pydash_app.own_clock import TOLERANCE, forget_doubt, note_doubt

CLOCK_OFF_S = 60
CLOCK_OFF = "clock_off"

AT_ONCE = timedelta(minutes=10)
LATELY = timedelta(minutes=70)
"""A little more than from one look at an app to the next."""

MOST_COMPARED = 50
"""Of a hundred thousand apps, so many say enough, as their ids are random."""


def judge_clock(
    root: Root, dashboard: Dashboard, offset_s: float | None, *, now: datetime
) -> bool:
    """Note how far an app's clock is ahead of ours; whether the app is to blame for it.

    Args:
        root: within the transaction that notes the look, before it is noted.
        dashboard: the app's.
        offset_s: `None` where the app does not tell its time.
        now: by our clock.
    """
    fetching = dashboard.fetching
    before, fetching.clock_sight = fetching.clock_sight, None
    if offset_s is None:
        return False
    fetching.clock_sight = (offset_s, now)
    others = _list_others(root, dashboard)
    lately = [one for one in others if _is_within(one, LATELY, now)]
    if abs(offset_s) <= CLOCK_OFF_S:
        wrong_count = sum(not _is_right(one) for one in lately)
        if 2 * wrong_count <= len(lately):
            forget_doubt(root)
        return False
    witnesses = [one for one in lately if _is_within(one, AT_ONCE, now)] or lately
    alike = [one for one in witnesses if _is_alike(one, offset_s)]
    looked_at = fetching.looked_at
    is_past_ahead = looked_at is not None and looked_at > now + TOLERANCE
    if is_past_ahead or 2 * len(alike) > len(witnesses):
        note_doubt(root, offset_s, now=now)
        _absolve(alike)
        return False
    was_right = before is not None and abs(before[0]) <= CLOCK_OFF_S
    is_seen_now = any(_is_within(one, AT_ONCE, now) for one in witnesses)
    # A clock that was right an hour ago may be blamed when another app has been looked at.
    return not (was_right and others and not is_seen_now)


def clock_offset_s(answered_at: datetime | None, now: datetime) -> float | None:
    """How far a remote's clock is ahead of ours, to about a second."""
    return None if answered_at is None else (answered_at - now).total_seconds()


def _list_others(root: Root, dashboard: Dashboard) -> list[Dashboard]:
    """Some other apps: on other hosts, whose clocks are others, where there are any."""
    some = islice(root["dashboards"].ids(), MOST_COMPARED)
    others = [repository.get(root, one) for one in some if one != dashboard.id]
    host = urlsplit(dashboard.url).hostname
    return [one for one in others if urlsplit(one.url).hostname != host] or others


def _is_within(dashboard: Dashboard, age: timedelta, now: datetime) -> bool:
    sight = dashboard.fetching.clock_sight
    return sight is not None and timedelta() <= now - sight[1] <= age


def _is_right(dashboard: Dashboard) -> bool:
    sight = dashboard.fetching.clock_sight
    return sight is not None and abs(sight[0]) <= CLOCK_OFF_S


def _is_alike(dashboard: Dashboard, offset_s: float) -> bool:
    sight = dashboard.fetching.clock_sight
    return sight is not None and abs(sight[0] - offset_s) <= CLOCK_OFF_S


def _absolve(dashboards: list[Dashboard]) -> None:
    for dashboard in dashboards:
        fetching = dashboard.fetching
        if CLOCK_OFF in fetching.observed_codes:
            kept = [code for code in fetching.observed_codes if code != CLOCK_OFF]
            fetching.observed_codes = tuple(kept)
