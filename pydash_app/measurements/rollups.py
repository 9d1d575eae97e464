"""The roll-ups of a dashboard: cells by day, and by month once a month is over."""

from collections.abc import Iterator, Mapping
from itertools import chain

import numpy as np
from BTrees.LOBTree import LOBTree
from persistent import Persistent

from pydash_app.measurements.cells import (
    DAY_US,
    FAMILIES,
    UNIT_US,
    Cells,
    EncodedCells,
    Family,
    decode_cells,
    encode_cells,
)
from pydash_app.measurements.counting import count_cells
from pydash_app.measurements.months import Month, month_of, months_of
from pydash_app.measurements.record import Record, prefetch, prefetch_records
from pydash_app.measurements.segment import Columns

LONGEST_MONTH_US = 31 * DAY_US

_BESIDE_A_ROLLUP_BYTES = 350
_BESIDE_A_RECORD_BYTES = 200
"""What a block, and each record of one, takes in the database besides its cells."""


class Rollup(Persistent):
    """The cells of a day or a month, each family for itself. Never changed.

    A family without cells has no record: neither has one that was not counted yet when the block
    was written, as the statuses of calls were not by the first version of PyDash.
    """

    _byte_count: int | None = None  # not counted by an older PyDash

    def __init__(self, cells: Mapping[str, Cells]) -> None:
        self._records = {
            name: Record[EncodedCells](dict(encode_cells(found)))
            for name, found in cells.items()
            if len(found)
        }
        self._byte_count = self._count_bytes()

    @property
    def byte_count(self) -> int:
        """What it takes in the database."""
        return self._count_bytes() if self._byte_count is None else self._byte_count

    def records(self, family: Family) -> Iterator[Record[EncodedCells]]:
        """Where the cells of a family lie, if it has any."""
        if family.name in self._records:
            yield self._records[family.name]

    def read(self, family: Family) -> Cells:
        """The cells of a family, ascending."""
        for record in self.records(family):
            return record.read(lambda encoded: decode_cells(family, encoded))
        return Cells.empty(family)

    def _count_bytes(self) -> int:
        encoded = [record.peek() for record in self._records.values()]
        return _BESIDE_A_ROLLUP_BYTES + sum(
            _BESIDE_A_RECORD_BYTES + sum(map(len, columns.values())) for columns in encoded
        )


class Rollups(Persistent):
    """Cells of all packed calls, each call in one block.

    A block is a day or a month. Both may hold calls of the same day: cells add up.
    """

    _byte_count: int | None = None  # as long as what an older PyDash stored was not counted

    def __init__(self) -> None:
        self._days = LOBTree()  # start_us -> Rollup
        self._months = LOBTree()  # start_us -> Rollup
        self._byte_count = 0

    @property
    def byte_count(self) -> int:
        """What the blocks take in the database."""
        if self._byte_count is None:
            blocks = chain(self._days.values(), self._months.values())
            return sum(block.byte_count for block in blocks)
        return self._byte_count

    def add(self, columns: Columns, *, closed_before_us: int) -> None:
        """Add calls up.

        Args:
            columns: of the calls, in the order of their time.
            closed_before_us: months that end until then get no more calls but late ones.
        """
        closing = month_of(closed_before_us)
        is_closed = months_of(columns["called_at_us"]) < closing.number
        for tree, mask in ((self._months, is_closed), (self._days, ~is_closed)):
            if mask.any():
                part = {name: values[mask] for name, values in columns.items()}
                self._add_to(tree, part, is_by_month=tree is self._months)

    def read(self, family_name: str, first_unit: int, end_unit: int) -> Cells:
        """The cells with `first_unit <= unit < end_unit`.

        Args:
            family_name: one of `FAMILIES`.
            first_unit: number since 1970 of the first of the family's units.
            end_unit: the same; itself not inside.

        Returns:
            ascending where no call came late; else a key may come again, and adds up.
        """
        family = FAMILIES[family_name]
        return Cells.joined([*self._read_blocks(family, first_unit, end_unit)], family)

    def read_in_parts(
        self, family_name: str, first_unit: int, end_unit: int, most_cells: int
    ) -> Iterator[Cells]:
        """The same cells as `read` gives, so many at once at most.

        Yields:
            at least one part, which is empty where there are no cells.
        """
        family = FAMILIES[family_name]
        held: list[Cells] = []
        held_count = 0
        for block in self._read_blocks(family, first_unit, end_unit):
            for start in range(0, len(block), most_cells):
                part = block.take(slice(start, start + most_cells))
                if held and held_count + len(part) > most_cells:
                    yield Cells.joined(held, family)
                    held, held_count = [], 0
                held.append(part)
                held_count += len(part)
        yield Cells.joined(held, family)

    def _read_blocks(self, family: Family, first_unit: int, end_unit: int) -> Iterator[Cells]:
        unit_us = UNIT_US[family.unit]
        blocks = self._blocks(first_unit * unit_us, end_unit * unit_us)
        prefetch(self, blocks)
        prefetch_records(self, chain.from_iterable(block.records(family) for block in blocks))
        for block in blocks:
            yield block.read(family).cut(first_unit, end_unit)

    def _blocks(self, start_us: int, end_us: int) -> list[Rollup]:
        if start_us >= end_us:
            return []
        months = self._months.values(start_us - LONGEST_MONTH_US, end_us, excludemax=True)
        days = self._days.values(start_us - DAY_US, end_us, excludemin=True, excludemax=True)
        return [*months, *days]

    def fold(self, *, closed_before_us: int) -> None:
        """Make days of months that are over part of their month."""
        closing = month_of(closed_before_us)
        over = list(self._days.items(max=closing.start_us, excludemax=True))
        by_month: dict[int, list[Rollup]] = {}
        for start_us, rollup in over:
            by_month.setdefault(month_of(start_us).start_us, []).append(rollup)
            self._byte_count = self.byte_count - rollup.byte_count
            del self._days[start_us]
        for start_us, rollups in by_month.items():
            found = {
                family.name: [rollup.read(family) for rollup in rollups]
                for family in FAMILIES.values()
            }
            self._put(self._months, start_us, found)

    def _add_to(self, tree: LOBTree, columns: Columns, *, is_by_month: bool) -> None:
        """Add calls to the blocks that they belong to."""
        times_us = columns["called_at_us"]
        for start_us, end_us in _blocks_of(columns, is_by_month=is_by_month):
            low, high = np.searchsorted(times_us, (start_us, end_us))
            part = {name: values[low:high] for name, values in columns.items()}
            counted = {family.name: [count_cells(family, part)] for family in FAMILIES.values()}
            self._put(tree, start_us, counted)

    def _put(self, tree: LOBTree, start_us: int, cells: Mapping[str, list[Cells]]) -> None:
        """Put cells into a block, added to what it holds already."""
        held = tree.get(start_us)
        added = {}
        for name, parts in cells.items():
            family = FAMILIES[name]
            known = [] if held is None else [held.read(family)]
            added[name] = Cells.added_up([*known, *parts], family)
        block = Rollup(added)
        before = 0 if held is None else held.byte_count
        self._byte_count = self.byte_count + block.byte_count - before
        tree[start_us] = block


def _blocks_of(columns: Columns, *, is_by_month: bool) -> Iterator[tuple[int, int]]:
    """Where each block that calls lie in begins and ends."""
    times_us = columns["called_at_us"]
    if is_by_month:
        for number in np.unique(months_of(times_us)).tolist():
            yield Month(number).start_us, Month(number).after.start_us
    else:
        for day in np.unique(times_us // DAY_US).tolist():
            yield day * DAY_US, (day + 1) * DAY_US
