"""Gathers what a question needs: cells of roll-ups for whole hours or days, calls for the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.cells import FAMILIES, Cells, Family
from pydash_app.measurements.segment import CallColumns
from pydash_app.measurements.store import Measurements
from pydash_app.statistics.cover import Cover, cover, stretch
from pydash_app.statistics.grouping import Grouping, Groups

Where = Mapping[str, NDArray[np.uint32]]
"""Codes that pass, by the text column that they are of."""

SMALL_REST_RATIO = 0.04
"""A family is taken, though another leaves less over, while the rest is this part of the range."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Cells and calls that together are every call asked for, each once.

    Attributes:
        cell_groups: shape (cells,).
        call_groups: shape (calls,).
    """

    cells: Cells
    cell_groups: Groups
    calls: CallColumns
    call_groups: Groups


@dataclass(frozen=True, slots=True)
class Scope:
    """Calls of a dashboard that pass a filter, in groups."""

    measurements: Measurements
    grouping: Grouping
    where: Where

    def gather(self, families: Iterable[str], columns: tuple[str, ...]) -> Gathered:
        """Read from a roll-up where one can answer, and calls for the rest.

        Args:
            families: those that would do, the cheapest first.
            columns: of the calls, besides those by which they are grouped.

        Raises:
            CallsDroppedError: some of the calls needed are kept no more.
        """
        chosen = self._choose([FAMILIES[name] for name in families])
        if chosen is None:
            calls = self.read_calls(columns)
            nothing = Cells.empty(FAMILIES[next(iter(families))])
            return Gathered(nothing, np.empty(0, np.intp), calls, self.grouping.of_calls(calls))
        family, covered = chosen
        cells, groups = self._read_cells(family, covered)
        calls = self._read_rest(covered, columns)
        return Gathered(cells, groups, calls, self.grouping.of_calls(calls))

    def read_calls(self, columns: tuple[str, ...]) -> CallColumns:
        """Every call, from the columns alone.

        Raises:
            CallsDroppedError: some of them are kept no more.
        """
        grouping = self.grouping
        names = (*columns, *grouping.texts)
        return self.measurements.read(grouping.start_us, grouping.end_us, names, where=self.where)

    def _choose(self, families: list[Family]) -> tuple[Family, Cover] | None:
        needed = {*self.where, *self.grouping.texts}
        length_us = self.grouping.end_us - self.grouping.start_us
        fitting = [
            (family, cover(self._edges_us(family.unit), family.unit))
            for family in families
            if needed <= set(family.fields)
        ]
        least_us = min((found.rest_length_us for _, found in fitting), default=length_us)
        if least_us >= length_us:
            return None
        enough_us = max(least_us, int(length_us * SMALL_REST_RATIO))
        return next(pair for pair in fitting if pair[1].rest_length_us <= enough_us)

    def _edges_us(self, unit: str) -> NDArray[np.int64]:
        first_us, last_us = self.measurements.first_call_at_us, self.measurements.last_call_at_us
        if first_us is None or last_us is None:
            return self.grouping.edges_us
        return stretch(self.grouping.edges_us, unit, first_us, last_us)

    def _read_cells(self, family: Family, covered: Cover) -> tuple[Cells, Groups]:
        cells = self.measurements.rollups.read(family.name, covered.first_unit, covered.end_unit)
        slices = covered.slice_of_unit[cells.units - covered.first_unit]
        passes = slices >= 0
        for name, codes in self.where.items():
            passes &= np.isin(cells.field(name), codes)
        if not passes.all():
            cells, slices = cells.take(passes), slices[passes]
        return cells, self.grouping.of_slices(slices, cells.field)

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
