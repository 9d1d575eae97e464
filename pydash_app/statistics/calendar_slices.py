"""Years, months, ISO weeks and days on the calendar of a time zone.

Days are counted since 1970, by NumPy, whose calendar has no ends: in zones east of UTC the last
day of the year 9999 reaches into one that `datetime` does not have.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pydash_app.statistics.instants import local_offset_us, offset_us, to_us

DAY_US = 86_400_000_000
DAYS_OF_WEEK = 7
MONDAY = 4
"""1970-01-05 was one."""

Days = NDArray[np.int64]
"""Numbers of days, 1970-01-01 being 0."""


def cut(
    start: datetime, end: datetime, timeslice: str, zone: ZoneInfo
) -> tuple[NDArray[np.int64], list[str]]:
    """Find the slices that hold a part of `start <= t < end`.

    Returns:
        where each begins, in microseconds since 1970 (the first one possibly before `start`), and
        its key. A day that a time zone skipped (Samoa, 2011-12-30) has no slice.
    """
    start_us, end_us = to_us(start), to_us(end)
    if start_us >= end_us:
        return np.empty(0, np.int64), []
    days = _first_days(_day_of(start_us, zone), _day_of(end_us, zone) + 1, timeslice)
    starts_us = _midnights_us(days, zone)
    is_cut = starts_us < end_us
    days, starts_us = days[is_cut], starts_us[is_cut]
    is_there = np.append(starts_us[1:] != starts_us[:-1], True)
    return starts_us[is_there], _keys(days[is_there], timeslice)


def _day_of(instant_us: int, zone: ZoneInfo) -> int:
    return (instant_us + offset_us(instant_us, zone)) // DAY_US


def _first_days(from_day: int, until_day: int, timeslice: str) -> Days:
    """The first day of each slice from the one that a day is in up to another day."""
    if timeslice == "week":
        monday = from_day - (from_day - MONDAY) % DAYS_OF_WEEK
        return np.arange(monday, until_day, DAYS_OF_WEEK, dtype=np.int64)
    if timeslice == "day":
        return np.arange(from_day, until_day, dtype=np.int64)
    unit = {"month": "M", "year": "Y"}[timeslice]
    first, end = np.array([from_day, until_day], "datetime64[D]").astype(f"datetime64[{unit}]")
    firsts = np.arange(first, end + 1)
    days: Days = firsts.astype("datetime64[D]").astype(np.int64)
    return days


def _midnights_us(days: Days, zone: ZoneInfo) -> NDArray[np.int64]:
    midnights_us = days * DAY_US
    if zone.key == "UTC":
        return midnights_us
    # Where midnight does not exist, the offset before it gives the instant of the change.
    offsets_us = [local_offset_us(at_us, zone) for at_us in midnights_us.tolist()]
    return midnights_us - np.array(offsets_us, np.int64)


def _keys(days: Days, timeslice: str) -> list[str]:
    dates = days.astype("datetime64[D]")
    if timeslice == "week":
        return _week_keys(dates)
    unit = {"day": "D", "month": "M", "year": "Y"}[timeslice]
    keys: list[str] = dates.astype(f"datetime64[{unit}]").astype(str).tolist()
    return keys


def _week_keys(mondays: NDArray[np.datetime64]) -> list[str]:
    """ISO 8601: a week belongs to the year that its Thursday is in."""
    thursdays = mondays + np.timedelta64(3, "D")
    years = thursdays.astype("datetime64[Y]")
    weeks = (thursdays - years.astype("datetime64[D]")).astype(np.int64) // DAYS_OF_WEEK + 1
    return [
        f"{year}-W{week:02}"
        for year, week in zip(years.astype(str).tolist(), weeks.tolist(), strict=True)
    ]
