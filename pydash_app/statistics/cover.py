"""Finds the whole hours or days within slices of time: what roll-ups can answer for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.cells import UNIT_US


@dataclass(frozen=True, slots=True)
class Cover:
    """How far whole units fill slices.

    Attributes:
        first_unit: number since 1970 of the first unit that lies in a slice and may have calls.
        slice_of_unit: shape (units,) from there on, the slice that a unit lies in as a whole, or
            -1 where an edge cuts it.
        rest_us: shape (ranges, 2), what no whole unit fills: start and end in microseconds since
            1970, ascending, never touching.
    """

    first_unit: int
    slice_of_unit: NDArray[np.intp]
    rest_us: NDArray[np.int64]

    @property
    def end_unit(self) -> int:
        """The unit after the last one."""
        return self.first_unit + len(self.slice_of_unit)

    @property
    def rest_length_us(self) -> int:
        """How much time is left over."""
        return int(np.sum(self.rest_us[:, 1] - self.rest_us[:, 0]))

    def is_in_rest(self, instants_us: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of instants whether they are left over."""
        is_inside: NDArray[np.bool_] = (
            np.searchsorted(self.rest_us.reshape(-1), instants_us, "right") % 2 == 1
        )
        return is_inside


def cover(edges_us: NDArray[np.int64], unit: str, *, seen: tuple[int, int]) -> Cover:
    """Fill slices with whole units.

    Args:
        edges_us: shape (slices + 1,), ascending.
        unit: one of `UNIT_US`.
        seen: the first unit that has a call, and the one after the last: a slice may be as long as
            the calendar, and no unit before or after is looked at.
    """
    unit_us = UNIT_US[unit]
    starts_us, ends_us = edges_us[:-1], edges_us[1:]
    first, end = -(-starts_us // unit_us), ends_us // unit_us
    is_filled = first < end
    if not is_filled.any():
        whole = np.array([[edges_us[0], edges_us[-1]]])
        return Cover(0, np.empty(0, np.intp), whole)
    seen_first, seen_end = np.clip(first[is_filled], *seen), np.clip(end[is_filled], *seen)
    first_unit, counts = int(seen_first[0]), seen_end - seen_first
    slice_of_unit = np.full(int(seen_end[-1]) - first_unit, -1, np.intp)
    places = np.repeat(seen_first - first_unit, counts) + _counting(counts)
    slice_of_unit[places] = np.repeat(np.flatnonzero(is_filled), counts)
    filled_from_us = np.where(is_filled, first * unit_us, ends_us)
    filled_until_us = np.where(is_filled, end * unit_us, ends_us)
    pieces = np.stack([starts_us, filled_from_us, filled_until_us, ends_us], axis=1)
    return Cover(first_unit, slice_of_unit, _joined(pieces.reshape(-1, 2)))


def stretch(
    edges_us: NDArray[np.int64], unit: str, first_us: int, last_us: int
) -> NDArray[np.int64]:
    """Move the outer edges to whole units where no calls lie in between.

    Args:
        edges_us: shape (slices + 1,), ascending.
        unit: one of `UNIT_US`.
        first_us: the instant of the first call of all.
        last_us: the instant of the last one.
    """
    if len(edges_us) < 2:  # noqa: PLR2004  no slice has no edges
        return edges_us
    unit_us = UNIT_US[unit]
    stretched = edges_us.copy()
    if edges_us[0] <= first_us < edges_us[1]:
        stretched[0] = edges_us[0] // unit_us * unit_us
    if edges_us[-2] <= last_us < edges_us[-1]:
        stretched[-1] = -(-edges_us[-1] // unit_us) * unit_us
    return stretched


def _counting(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, … for each count, one behind the other."""
    return np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)


def _joined(ranges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Drop empty ranges, and make one of those that touch."""
    ranges = ranges[ranges[:, 0] < ranges[:, 1]]
    is_new = np.ones(len(ranges) + 1, np.bool_)
    is_new[1:-1] = ranges[1:, 0] != ranges[:-1, 1]
    return np.stack([ranges[is_new[:-1], 0], ranges[is_new[1:], 1]], axis=1)
