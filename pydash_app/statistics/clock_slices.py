"""Hours and minutes by the clocks of a time zone."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pydash_app.statistics import instants
from pydash_app.statistics.instants import to_us

LENGTH_US = {"hour": 3_600_000_000, "minute": 60_000_000}
KEY_UNIT = {"hour": "datetime64[h]", "minute": "datetime64[m]"}
"""NumPy writes these as ISO 8601 down to their unit, which is the key."""

_DAY_US = 86_400_000_000
_SECOND_US = 1_000_000


def cut(
    start: datetime, end: datetime, timeslice: str, zone: ZoneInfo
) -> tuple[NDArray[np.int64], list[str]]:
    """Find the slices that hold a part of `start <= t < end`.

    A change of the clocks begins a new slice, so that the hour that comes twice has two.

    Returns:
        where each begins, in microseconds since 1970 (the first one possibly before `start`), and
        its key, which ends in the offset unless the zone is UTC.
    """
    length_us = LENGTH_US[timeslice]
    starts: list[NDArray[np.int64]] = []
    keys: list[str] = []
    for begin_us, end_us, offset_us in _stretches(to_us(start), to_us(end), zone):
        local_us = np.arange(
            (begin_us + offset_us) // length_us * length_us,
            end_us + offset_us,
            length_us,
            dtype=np.int64,
        )
        begins_us = local_us - offset_us
        if starts:
            begins_us[0] = begin_us  # the change of the clocks, not the full hour before it
        starts.append(begins_us)
        keys += _keys(local_us, timeslice, "" if zone.key == "UTC" else _offset_text(offset_us))
    return (np.concatenate(starts) if starts else np.empty(0, np.int64)), keys


def _keys(local_us: NDArray[np.int64], timeslice: str, suffix: str) -> list[str]:
    instants = local_us.view("datetime64[us]").astype(KEY_UNIT[timeslice])
    return [f"{text}{suffix}" for text in instants.astype(str).tolist()]


def _stretches(start_us: int, end_us: int, zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
    """Parts of a range in which the clocks of a zone keep one offset: begin, end, offset."""
    begin_us, offset_us = start_us, instants.offset_us(start_us, zone)
    at_us = start_us
    while at_us < end_us:
        next_us = min(at_us + _DAY_US, end_us)
        next_offset_us = instants.offset_us(next_us, zone)
        if next_offset_us != offset_us:
            change_us = _find_change(at_us, next_us, zone)
            yield begin_us, change_us, offset_us
            begin_us, offset_us = change_us, next_offset_us
        at_us = next_us
    if begin_us < end_us:
        yield begin_us, end_us, offset_us


def _find_change(before_us: int, after_us: int, zone: ZoneInfo) -> int:
    """The first instant, to the second, with the offset of `after_us`, by bisection."""
    new_offset_us = instants.offset_us(after_us, zone)
    low_s, high_s = before_us // _SECOND_US, -(-after_us // _SECOND_US)
    while high_s - low_s > 1:
        middle_s = (low_s + high_s) // 2
        if instants.offset_us(middle_s * _SECOND_US, zone) == new_offset_us:
            high_s = middle_s
        else:
            low_s = middle_s
    return high_s * _SECOND_US


def _offset_text(offset_us: int) -> str:
    minutes, seconds = divmod(abs(offset_us) // _SECOND_US, 60)
    text = f"{'-' if offset_us < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
