"""The values at given ranks of groups of numbers, without sorting them all.

Source:
    Selection by radix, as in Alabi et al., Fast K-Selection Algorithms for Graphics Processing
    Units (2012). The upper half of a float32's bits says in which of its cells, 0.8 % wide, a
    number lies; once these are counted, only the cells in which a rank lies need to be sorted.
"""

from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from pydash_app.statistics.grouping import Groups

LOWER_BITS = 16
LOWER_MASK = 2**LOWER_BITS - 1
ALL_BUT_SIGN = np.int32(0x7FFFFFFF)

CALLS_A_CELL = 2
"""Where there are fewer, counting them costs more than sorting.

Measured on a million calls and seven ranks: 4 ms, against 28 ms for sorting, in 8 groups of some
17,000 cells; 26 ms against 5 ms in 2,160 groups with 4.6 cells a call.
"""

FEW_RANKS = 2


class Order(Protocol):
    """Numbers in groups, of which those at given ranks can be found.

    Attributes:
        counts: shape (groups,), how many numbers each group has.
    """

    counts: NDArray[np.int64]

    def values_at(self, ranks: NDArray[np.int64], groups: Groups) -> NDArray[np.float32]:
        """The numbers that would stand at these places if each group were sorted.

        Args:
            ranks: shape (ranks, groups), counted from 0 within each group.
            groups: shape (groups,), which ones, each with more numbers than its ranks say.

        Returns:
            shape (ranks, groups).
        """
        ...


def order(numbers: NDArray[np.float32], groups: Groups, group_count: int) -> Order:
    """Bring numbers into an order, in the way that is cheaper.

    Args:
        numbers: shape (numbers,), finite.
        groups: shape (numbers,).
        group_count: how many groups there are.
    """
    counted = CountedCells.count(numbers, groups, group_count)
    return counted or SortedGroups(numbers, groups, group_count)


class CountedCells:
    """How many numbers of each group lie in each cell, and which.

    Attributes:
        counts: shape (groups,), how many numbers each group has.
    """

    def __init__(
        self,
        bits: NDArray[np.int32],
        cells: NDArray[np.intp],
        first_cell: int,
        shape: tuple[int, int],
    ) -> None:
        self._bits = bits
        self._cells = cells
        self._first_cell = first_cell
        self._cells_a_group = shape[1]
        self._cell_counts = np.bincount(cells, minlength=shape[0] * shape[1])
        self._cumulated = np.cumsum(self._cell_counts)
        self._firsts = np.concatenate(([0], self._cumulated[shape[1] - 1 :: shape[1]]))
        self.counts = np.diff(self._firsts)

    @classmethod
    def count(cls, numbers: NDArray[np.float32], groups: Groups, group_count: int) -> Self | None:
        """Count them.

        Args:
            numbers: shape (numbers,), finite.
            groups: shape (numbers,).
            group_count: how many groups there are.

        Returns:
            `None` where sorting is cheaper.
        """
        if not len(numbers):
            return None
        bits = ordered_bits(numbers)
        upper = bits >> LOWER_BITS
        first_cell = int(upper.min())
        cells_a_group = int(upper.max()) - first_cell + 1
        if group_count * cells_a_group * CALLS_A_CELL > len(numbers):
            return None
        cells = groups * cells_a_group
        cells += upper
        cells -= first_cell
        return cls(bits, cells, first_cell, (group_count, cells_a_group))

    def values_at(self, ranks: NDArray[np.int64], groups: Groups) -> NDArray[np.float32]:
        """The numbers that would stand at these places if each group were sorted.

        Args:
            ranks: shape (ranks, groups), counted from 0 within each group.
            groups: shape (groups,), which ones, each with more numbers than its ranks say.

        Returns:
            shape (ranks, groups).
        """
        places = (ranks + self._firsts[groups]).ravel()
        cells = np.searchsorted(self._cumulated, places, "right")
        is_wanted = np.zeros(len(self._cell_counts), np.bool_)
        is_wanted[cells] = True
        found = np.flatnonzero(is_wanted[self._cells])
        values = (self._cells[found] << LOWER_BITS) | (self._bits[found] & LOWER_MASK)
        values.sort()
        wanted = np.flatnonzero(is_wanted)
        counts = self._cell_counts[wanted]
        starts = (np.cumsum(counts) - counts)[np.searchsorted(wanted, cells)]
        before = self._cumulated[cells] - self._cell_counts[cells]
        return self._read(values[starts + places - before]).reshape(ranks.shape)

    def _read(self, values: NDArray[np.int64]) -> NDArray[np.float32]:
        upper = (values >> LOWER_BITS) % self._cells_a_group + self._first_cell
        bits = (upper << LOWER_BITS | values & LOWER_MASK).astype(np.int32)
        return flipped(bits).view(np.float32)


def ordered_bits(numbers: NDArray[np.float32]) -> NDArray[np.int32]:
    """Their bits, read as whole numbers that are in the same order."""
    bits = np.ascontiguousarray(numbers, np.float32).view(np.int32)
    return flipped(bits) if bits.min(initial=0) < 0 else bits


def flipped(bits: NDArray[np.int32]) -> NDArray[np.int32]:
    """Turn the order of the negative ones around; twice changes nothing."""
    turned: NDArray[np.int32] = np.where(bits < 0, bits ^ ALL_BUT_SIGN, bits)
    return turned


class SortedGroups:
    """Groups too small for counting: each is sorted where it stands.

    Attributes:
        counts: shape (groups,), how many numbers each group has.
    """

    def __init__(self, numbers: NDArray[np.float32], groups: Groups, group_count: int) -> None:
        self.counts = np.bincount(groups, minlength=group_count)
        self._firsts = np.concatenate(([0], np.cumsum(self.counts)))
        self._numbers = _by_group(numbers, groups, group_count)

    def values_at(self, ranks: NDArray[np.int64], groups: Groups) -> NDArray[np.float32]:
        """As `Order` says.

        Bringing two ranks to their places takes half as long as sorting, which is good for all;
        each group stays within the processor's cache.
        """
        ends = zip(self._firsts[groups].tolist(), self._firsts[groups + 1].tolist(), strict=True)
        for place, (start, end) in enumerate(ends):
            group = self._numbers[start:end]
            if len(ranks) <= FEW_RANKS:
                group.partition(ranks[:, place])
            else:
                group.sort()
        return self._numbers[ranks + self._firsts[groups]]


def _by_group(
    numbers: NDArray[np.float32], groups: Groups, group_count: int
) -> NDArray[np.float32]:
    """A copy in the order of the groups."""
    if np.all(groups[1:] >= groups[:-1]):
        return numbers.copy()
    # NumPy sorts 16 bits by radix, which is ten times as fast as comparing.
    narrow = groups.astype(np.uint16) if group_count <= 2**16 else groups
    return numbers[np.argsort(narrow, kind="stable")]
