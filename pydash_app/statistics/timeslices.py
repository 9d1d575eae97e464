"""Cuts a range of time into slices, each with its key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from pydash_app.errors import InvalidInputError
from pydash_app.statistics import calendar_slices, clock_slices
from pydash_app.statistics.instants import from_us, to_us

MOST_SLICES = 100_000

TIMESLICES = ("year", "month", "week", "day", "hour", "minute")

LENGTH_US: Mapping[str, int] = {
    "week": 604_800_000_000,
    "day": 86_400_000_000,
    "hour": 3_600_000_000,
    "minute": 60_000_000,
}
"""Microseconds in the timeslices that, away from the calendar, are all equally long."""

LONGEST_US: Mapping[str, int] = {
    **LENGTH_US,
    "year": 367 * LENGTH_US["day"],
    "month": 32 * LENGTH_US["day"],
    "week": 8 * LENGTH_US["day"],
    "day": LENGTH_US["day"] + LENGTH_US["hour"],
}
"""About as long as a slice on the calendar can be. Tells ranges with far too many slices before
they are made; those that are left are counted."""


@dataclass(frozen=True, slots=True)
class Timeslices:
    """Adjacent slices of time.

    Attributes:
        edges_us: shape (slices + 1,), microseconds since 1970; slice i is
            `edges_us[i] <= t < edges_us[i + 1]`.
        keys: one for each slice, as the API writes them.
    """

    edges_us: NDArray[np.int64]
    keys: list[str]

    @classmethod
    def static(cls, start: datetime, end: datetime, timeslice: str, zone: ZoneInfo) -> Self:
        """Slices on the calendar of a time zone; the first and the last may be cut.

        Raises:
            InvalidInputError: there would be more than `MOST_SLICES`.
        """
        start_us, end_us = to_us(start), to_us(end)
        _refuse_too_many((end_us - start_us) // LONGEST_US[timeslice])
        make = clock_slices.cut if timeslice in ("hour", "minute") else calendar_slices.cut
        starts_us, keys = make(start, end, timeslice, zone)
        _refuse_too_many(len(keys))
        edges_us = np.append(np.maximum(starts_us, start_us), end_us)
        return cls(edges_us.astype(np.int64), keys)

    @classmethod
    def dynamic(cls, start: datetime, end: datetime, timeslice: str) -> Self:
        """Slices that begin at `start` and are equally long; the last may be cut.

        Raises:
            InvalidInputError: the timeslice has no fixed length, or there would be too many.
        """
        if timeslice not in LENGTH_US:
            reason = "Months and years differ in length: use timeslice_is_static=true with them."
            raise InvalidInputError(reason, fields={"timeslice_is_static": reason})
        start_us, end_us, length_us = to_us(start), to_us(end), LENGTH_US[timeslice]
        _refuse_too_many(-(-(end_us - start_us) // length_us))
        starts_us = np.arange(start_us, end_us, length_us, dtype=np.int64)
        return cls(np.append(starts_us, end_us), [_instant_key(at) for at in starts_us.tolist()])


def _instant_key(instant_us: int) -> str:
    return from_us(instant_us).isoformat().replace("+00:00", "Z")


def _refuse_too_many(count: int) -> None:
    if count > MOST_SLICES:
        reason = f"That would be more than {MOST_SLICES} slices. Choose longer ones or less time."
        raise InvalidInputError(reason, fields={"timeslice": reason})
