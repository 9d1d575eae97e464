"""The values at given ranks of more numbers than are to be in memory at once.

As in `ranks`, and with its cells: a first pass counts how many numbers lie in each, a second one
takes those in which a rank lies, which are few.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pydash_app.statistics.grouping import Groups
from pydash_app.statistics.portions import Portion
from pydash_app.statistics.ranks import LOWER_BITS, LOWER_MASK, flipped, ordered_bits

COUNTERS_A_CALL = 4
"""Where there are more, looking at each costs more than looking the calls' own up."""

MOST_NUMBERS = 2 ** (32 - LOWER_BITS)
"""Of cells that 32 bits have room for, above the lower bits of a duration."""


class StreamedCells:
    """How many durations of each group lie in each cell; they are read again for the values.

    Attributes:
        counts: shape (groups,), how many durations each group has.
    """

    def __init__(self, portion: Portion, first_cell: int, last_cell: int) -> None:
        self._portion = portion
        self._first_cell = first_cell
        self._cells_a_group = last_cell - first_cell + 1
        self._cell_counts = self._count()
        self.counts = self._cell_counts.reshape(portion.group_count, -1).sum(axis=1)
        self._cumulated = np.cumsum(self._cell_counts)

    @classmethod
    def count(cls, portion: Portion, fastest_ms: float, slowest_ms: float) -> "StreamedCells":
        """Read the durations of a portion, and count them.

        Args:
            portion: whose calls.
            fastest_ms: none is shorter; more than `slowest_ms` where there are none.
            slowest_ms: none is longer.
        """
        if fastest_ms > slowest_ms:
            fastest_ms = slowest_ms = 0.0
        # Zero may be either of the two that there are.
        bounds_ms = np.array([fastest_ms or -0.0, slowest_ms or 0.0], np.float32)
        bounds = ordered_bits(bounds_ms) >> LOWER_BITS
        return cls(portion, *bounds.tolist())

    def values_at(self, ranks: NDArray[np.int64], groups: Groups) -> NDArray[np.float32]:
        """As `ranks.Order` says."""
        firsts = np.concatenate(([0], np.cumsum(self.counts)))
        places = (ranks + firsts[groups]).ravel()
        cells = np.searchsorted(self._cumulated, places, "right")
        wanted = np.unique(cells)
        values = self._collect(wanted)
        counts = self._cell_counts[wanted]
        starts = (np.cumsum(counts) - counts)[np.searchsorted(wanted, cells)]
        before = self._cumulated[cells] - self._cell_counts[cells]
        lower = values[starts + places - before] & LOWER_MASK
        upper = cells % self._cells_a_group + self._first_cell
        bits = (upper << LOWER_BITS | lower.astype(np.int64)).astype(np.int32)
        return flipped(bits).view(np.float32).reshape(ranks.shape)

    def _count(self) -> NDArray[np.int64]:
        counts = np.zeros(self._portion.group_count * self._cells_a_group, np.int64)
        for _, cells in self._read():
            if len(counts) > COUNTERS_A_CALL * len(cells):
                np.add.at(counts, cells, 1)
            else:
                counts += np.bincount(cells, minlength=len(counts))
        return counts

    def _collect(self, wanted: NDArray[np.int64]) -> NDArray[Any]:
        """The durations in some cells, ascending: the number of the cell, and the lower bits."""
        number_of_cell = np.full(len(self._cell_counts), -1, np.int64)
        number_of_cell[wanted] = np.arange(len(wanted))
        kind = np.uint32 if len(wanted) <= MOST_NUMBERS else np.uint64
        values = np.empty(int(self._cell_counts[wanted].sum()), kind)
        filled = 0
        for bits, cells in self._read():
            numbers = number_of_cell[cells]
            found = np.flatnonzero(numbers >= 0)
            kept = (numbers[found] << LOWER_BITS) | (bits[found] & LOWER_MASK)
            values[filled : filled + len(kept)] = kept
            filled += len(kept)
        values.sort()
        return values

    def _read(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64]]]:
        """The bits of the durations, and the cell of each, part by part."""
        for part in self._portion.gather(("duration_ms",)):
            bits = ordered_bits(part.calls["duration_ms"])
            cells = part.call_groups * self._cells_a_group + (bits >> LOWER_BITS)
            yield bits, cells - self._first_cell
