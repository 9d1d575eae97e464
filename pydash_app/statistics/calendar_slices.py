"""Years, months, ISO weeks and days on the calendar of a time zone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
from dateutil.relativedelta import MO, relativedelta
from numpy.typing import NDArray

from pydash_app.statistics.instants import to_us

FIRST_DAY: Mapping[str, relativedelta] = {
    "year": relativedelta(month=1, day=1),
    "month": relativedelta(day=1),
    "week": relativedelta(weekday=MO(-1)),
    "day": relativedelta(),
}
"""What leads from a day to the first day of its slice."""

STEP: Mapping[str, relativedelta] = {
    "year": relativedelta(years=1),
    "month": relativedelta(months=1),
    "week": relativedelta(weeks=1),
    "day": relativedelta(days=1),
}

KEY_FORMAT: Mapping[str, str] = {
    "year": "{day:%Y}",
    "month": "{day:%Y-%m}",
    "week": "{day:%G-W%V}",
    "day": "{day:%Y-%m-%d}",
}


def cut(
    start: datetime, end: datetime, timeslice: str, zone: ZoneInfo
) -> tuple[NDArray[np.int64], list[str]]:
    """Find the slices that hold a part of `start <= t < end`.

    Returns:
        where each begins, in microseconds since 1970 (the first one possibly before `start`), and
        its key. A day that a time zone skipped (Samoa, 2011-12-30) has no slice.
    """
    starts_us: list[int] = []
    keys: list[str] = []
    end_us = to_us(end)
    day: date = start.astimezone(zone).date() + FIRST_DAY[timeslice]
    while start < end and (begin_us := _midnight_us(day, zone)) < end_us:
        if starts_us and begin_us == starts_us[-1]:
            keys.pop()
            starts_us.pop()
        starts_us.append(begin_us)
        keys.append(_key(day, timeslice))
        day += STEP[timeslice]
    return np.array(starts_us, np.int64), keys


def _midnight_us(day: date, zone: ZoneInfo) -> int:
    # Where midnight does not exist, the offset before it gives the instant of the change.
    return to_us(datetime.combine(day, time(), zone).astimezone(UTC))


def _key(day: date, timeslice: str) -> str:
    # `%Y` and `%G` don't fill years before 1000 with zeros on every platform.
    text = KEY_FORMAT[timeslice].format(day=day)
    year, dash, rest = text.partition("-")
    return year.zfill(4) + dash + rest
