"""Brings calls into PyDash as its background tasks do: windows, commits, compactions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from uuid import UUID

import numpy as np

from benchmarks.rows import DAY_US
from benchmarks.timing import time_once
from pydash_app.dashboard.services import fetch_records
from pydash_app.dashboard.services.compaction import compact
from pydash_app.dashboard.services.schedule import list_fetches
from pydash_app.database import Database, Root
from pydash_app.measurements.batch import MICROSECONDS, TEXT_COLUMNS, CallBatch, TextColumn
from pydash_app.measurements.window import Window
from pydash_app.settings import Settings
from pydash_app.user import repository as users
from tests.factories import make_dashboard, make_user

CALLS_A_WINDOW = 10_000
"""About what a fetch of the past asks for."""

LIVE_WINDOWS = 23
"""Of the last day, which is fetched every hour, and packed at its end only."""

USER_NAME = "alice"

Windows = Sequence[tuple[Window, CallBatch]]
"""With the calls of each."""


@dataclass(frozen=True)
class Seeded:
    """What was brought in, and how fast.

    Attributes:
        packed_count: how many of the calls are packed; those of the last day are not yet.
    """

    dashboard_id: UUID
    call_count: int
    packed_count: int
    stored_ms: float
    compacted_ms: float


def seed(database: Database, settings: Settings, calls: CallBatch, end_at: datetime) -> Seeded:
    """Give a new user a dashboard with all calls."""
    dashboard_id = make_empty(database, end_at)
    last_day_at = end_at - timedelta(days=1)
    past, live = _windows(calls, int(last_day_at.timestamp()), int(end_at.timestamp()))
    stored_ms = time_once(lambda: store_all(database, dashboard_id, past, end_at))
    compacted_ms = time_once(lambda: compact_all(database, settings, dashboard_id, end_at))
    store_all(database, dashboard_id, live, end_at)
    packed_count = sum(len(batch) for _, batch in past)
    return Seeded(dashboard_id, len(calls), packed_count, stored_ms, compacted_ms)


def seed_parts(
    database: Database, settings: Settings, parts: Iterable[CallBatch], end_at: datetime
) -> UUID:
    """The same with calls that come in parts of whole days, all of which are packed."""
    dashboard_id = make_empty(database, end_at)
    after_s = 0
    for calls in parts:
        until_s = (int(calls.called_at_us[-1]) // DAY_US + 1) * DAY_US // MICROSECONDS
        edges_s = edges_of_windows(calls, int(calls.called_at_us[0]) // MICROSECONDS - 1, until_s)
        store_all(database, dashboard_id, cut(calls, [after_s, *edges_s[1:]]), end_at)
        compact_all(database, settings, dashboard_id, end_at)
        after_s = until_s
    return dashboard_id


def make_empty(database: Database, now: datetime, name: str = USER_NAME) -> UUID:
    """A new user's dashboard without calls."""
    make_user(database, name=name, is_verified=True, now=now)
    return make_dashboard(database, owner_id=database.read(partial(_id_of, name)), now=now)


def _id_of(name: str, root: Root) -> UUID:
    user = users.find_by_name(root, name)
    assert user is not None, "the user was just made"  # noqa: S101
    return UUID(user.id)


def store_all(database: Database, dashboard_id: UUID, windows: Windows, now: datetime) -> None:
    """Store windows one after the other."""
    for window, batch in windows:
        store(database, dashboard_id, window, batch, now)


def store(
    database: Database, dashboard_id: UUID, window: Window, batch: CallBatch, now: datetime
) -> None:
    """Store a window's calls in the transaction that a fetch ends with."""
    key = str(dashboard_id)
    plan = fetch_records.read_plan(database, key, settle_lag_s=0, now=now)
    assert plan is not None, "the dashboard was just made"  # noqa: S101
    fetch_records.store_calls(
        database,
        key,
        replace(plan, window=window),
        batch,
        clock_lag_s=0,
        now=now,
        next_fetch_at=now,
    )


def compact_all(database: Database, settings: Settings, dashboard_id: UUID, now: datetime) -> None:
    """Compact as often as the scheduler would."""
    while True:
        compact(database, dashboard_id, settings=settings, now=now)
        (schedule,) = (
            found
            for found in list_fetches(database, settings=settings)
            if found.dashboard_id == dashboard_id
        )
        if schedule.compact_at is None or schedule.compact_at > now:
            return


def cut(calls: CallBatch, edges_s: Sequence[int]) -> Windows:
    """The windows between edges, and the calls of each."""
    edges_us = np.array(edges_s, np.int64) * MICROSECONDS
    offsets = np.searchsorted(calls.called_at_us, edges_us, "right").tolist()
    return [
        (Window(after_s, until_s), _take(calls, low, high))
        for (after_s, until_s), (low, high) in zip(
            pairwise(edges_s), pairwise(offsets), strict=True
        )
    ]


def edges_of_windows(calls: CallBatch, after_s: int, until_s: int) -> list[int]:
    """Where to cut a time, so that each window holds about `CALLS_A_WINDOW` calls."""
    seconds = np.unique(calls.called_at_us[CALLS_A_WINDOW::CALLS_A_WINDOW] // MICROSECONDS)
    return [
        after_s,
        *(second for second in seconds.tolist() if after_s < second < until_s),
        until_s,
    ]


def _windows(calls: CallBatch, last_day_s: int, end_s: int) -> tuple[Windows, Windows]:
    """The windows of the past, and those of the last day."""
    first_s = int(calls.called_at_us[0]) // MICROSECONDS - 1
    # The first is all the time before, in which nothing was called.
    past = cut(calls, [0, *edges_of_windows(calls, first_s, last_day_s)])
    live = cut(calls, np.linspace(last_day_s, end_s, LIVE_WINDOWS + 1).astype(int).tolist())
    return past, live


def _take(calls: CallBatch, low: int, high: int) -> CallBatch:
    """Some of the calls, with the texts that occur in them in the order first seen, as parsed."""
    endpoint, version, ip, group_by = (
        _encode_anew(calls.text_column(name), low, high) for name in TEXT_COLUMNS
    )
    times_us, durations_ms = calls.called_at_us[low:high], calls.duration_ms[low:high]
    return CallBatch(times_us, durations_ms, endpoint, version, ip, group_by)


def _encode_anew(column: TextColumn, low: int, high: int) -> TextColumn:
    codes, firsts, places = np.unique(
        column.codes[low:high], return_index=True, return_inverse=True
    )
    order = np.argsort(firsts)
    ranks = np.empty(len(order), np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return TextColumn(ranks[places], tuple(column.texts[code] for code in codes[order].tolist()))
