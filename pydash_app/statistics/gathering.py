"""Gathers what a question needs: cells of roll-ups for whole hours or days, calls for the rest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.cells import FAMILIES, MOMENTS, STATUSES, UNIT_US, Cells, Family
from pydash_app.measurements.segment import CallColumns
from pydash_app.measurements.store import Measurements
from pydash_app.statistics.cover import Cover, cover, stretch
from pydash_app.statistics.grouping import Grouping, Groups

Where = Mapping[str, NDArray[np.uint32]]
"""Codes that pass, by the text column that they are of."""

SMALL_REST_RATIO = 0.04
"""A family is taken, though another leaves less over, while the rest is this part of the range."""

MOST_ROWS = 524_288
"""Calls or cells that a question looks at in one go: what they take is some tens of megabytes,
and most of it stays in the processor's cache."""

_NO_FAMILY = Family("none", "hour", (), (*MOMENTS, *STATUSES))
"""Of no cells, where a question is answered from the calls alone."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Cells and calls, each of those asked for once.

    Attributes:
        cell_groups: shape (cells,).
        call_groups: shape (calls,).
    """

    cells: Cells
    cell_groups: Groups
    calls: CallColumns
    call_groups: Groups

    @property
    def row_count(self) -> int:
        """How many cells and calls there are."""
        return len(self.cells) + len(self.calls)


@dataclass(frozen=True, slots=True)
class Scope:
    """Calls of a dashboard that pass a filter, in groups."""

    measurements: Measurements
    grouping: Grouping
    where: Where

    def choose(self, families: Iterable[str]) -> tuple[Family, Cover] | None:
        """The roll-up to read from, and how far; `None` where all is to come from the calls.

        Args:
            families: those that would do, the cheapest first.
        """
        needed = {*self.where, *self.grouping.texts}
        length_us = self.grouping.end_us - self.grouping.start_us
        fitting = [
            (family, self.cover(family))
            for family in map(FAMILIES.__getitem__, families)
            if needed <= set(family.fields)
        ]
        least_us = min((found.rest_length_us for _, found in fitting), default=length_us)
        if least_us >= length_us:
            return None
        enough_us = max(least_us, int(length_us * SMALL_REST_RATIO))
        return next(pair for pair in fitting if pair[1].rest_length_us <= enough_us)

    def cover(self, family: Family) -> Cover:
        """What the whole hours or days of a roll-up tell of the calls, and what is left over."""
        edges_us, unit_us = self.grouping.edges_us, UNIT_US[family.unit]
        first_us, last_us = self.measurements.first_call_at_us, self.measurements.last_call_at_us
        if first_us is None or last_us is None:
            return cover(edges_us, family.unit, seen=(0, 0))
        stretched_us = stretch(edges_us, family.unit, first_us, last_us)
        return cover(stretched_us, family.unit, seen=(first_us // unit_us, last_us // unit_us + 1))

    def gather(self, family: Family | None, columns: tuple[str, ...]) -> Iterator[Gathered]:
        """Read from a roll-up, and calls for the rest.

        Args:
            family: as `choose` says.
            columns: of the calls, besides those by which they are grouped.

        Yields:
            at most `MOST_ROWS` cells at once; all of the calls with the last of them.

        Raises:
            CallsDroppedError: some of the calls needed are kept no more.
        """
        if family is None:
            nothing = Cells.empty(_NO_FAMILY), np.empty(0, np.intp)
            calls = self._read_calls(columns)
            yield Gathered(*nothing, calls, self.grouping.of_calls(calls))
            return
        covered = self.cover(family)
        calls = self._read_rest(covered, columns)
        *others, last = self._read_cells(family, covered)
        for found in others:
            yield Gathered(*found, _none_of(calls), np.empty(0, np.intp))
        yield Gathered(*last, calls, self.grouping.of_calls(calls))

    def _read_calls(self, columns: tuple[str, ...]) -> CallColumns:
        grouping = self.grouping
        names = (*columns, *grouping.texts)
        return self.measurements.read(grouping.start_us, grouping.end_us, names, where=self.where)

    def _read_cells(self, family: Family, covered: Cover) -> Iterator[tuple[Cells, Groups]]:
        units = (covered.first_unit, covered.end_unit)
        for cells in self.measurements.rollups.read_in_parts(family.name, *units, MOST_ROWS):
            slices = covered.slice_of_unit[cells.units - covered.first_unit]
            passes = slices >= 0
            for name, codes in self.where.items():
                passes &= np.isin(cells.field(name), codes)
            if passes.all():
                yield cells, self.grouping.of_slices(slices, cells.field)
            else:
                passing = cells.take(passes)
                yield passing, self.grouping.of_slices(slices[passes], passing.field)

    def _read_rest(self, covered: Cover, columns: tuple[str, ...]) -> CallColumns:
        names = ("called_at_us", *columns, *self.grouping.texts)
        grouping = self.grouping
        parts = [
            self.measurements.read(start_us, end_us, names, where=self.where)
            for start_us, end_us in covered.rest_us.tolist()
        ]
        fresh = self.measurements.read(
            grouping.start_us, grouping.end_us, names, where=self.where, only_fresh=True
        )
        is_new = ~covered.is_in_rest(fresh.called_at_us)
        parts.append(CallColumns({name: fresh[name][is_new] for name in names}))
        return CallColumns.joined([dict(part.columns) for part in parts], names)


def _none_of(calls: CallColumns) -> CallColumns:
    return CallColumns({name: values[:0] for name, values in calls.columns.items()})
