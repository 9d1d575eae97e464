"""Divides a question into portions that are answered one after the other, in little memory.

How much is read at once then no longer grows with the number of calls. Portions are cut where
slices of time end, so that each knows all about its groups; a single slice that holds too much is
cut within, at whole hours or days, and what is found in its parts must be added up.
"""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.cells import DAY_US, FAMILIES, HOUR_US, UNIT_US, Family
from pydash_app.statistics.cover import Cover
from pydash_app.statistics.gathering import MOST_ROWS, Gathered, Scope
from pydash_app.statistics.grouping import Grouping
from pydash_app.statistics.work_slots import work_slot

FEW_ROWS = MOST_ROWS // 4
"""What takes so little memory that no thread needs to wait for another."""


PASSING_RATIO = 0.25
"""Of the calls of a dashboard, so many pass a filter on addresses or groups at most, mostly; where
more do, a portion takes more memory."""

USUAL_BINS = 500
"""Of durations of which the longest takes twenty thousand times as long as the shortest."""

DAILY = FAMILIES["calls"]

Chosen = tuple[Family, Cover]
"""A roll-up, and how far it tells of what is asked about."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of the groups, and all calls that are theirs.

    Attributes:
        groups: which ones, among those of the question.
        scopes: one; more for a single slice that was cut within, each with the same groups.
        family: the roll-up to read from.
        is_large: whether it takes enough memory to wait for a slot.
    """

    groups: slice
    scopes: tuple[Scope, ...]
    family: Family | None
    is_large: bool

    @property
    def group_count(self) -> int:
        """How many groups there are."""
        return self.scopes[0].grouping.count

    def gather(self, columns: tuple[str, ...]) -> Iterator[Gathered]:
        """Read all that the portion is about, part by part.

        A slot is held until the next part is asked for: meanwhile nothing else may be gathered.

        Raises:
            CallsDroppedError: some of the calls needed are kept no more.
        """
        for scope in self.scopes:
            with work_slot() if self.is_large else nullcontext():
                yield from scope.gather(self.family, columns)


def divide(
    scope: Scope, families: Iterable[str], *, most_rows_of_slice: int = MOST_ROWS
) -> list[Portion]:
    """Divide a question, so that no portion has many more than `MOST_ROWS` calls and cells.

    Args:
        scope: what is asked about.
        families: the roll-ups that would do, the cheapest first.
        most_rows_of_slice: how many a single slice has at most that is not cut within.
    """
    chosen = scope.choose(families) if len(scope.grouping.edges_us) > 1 else None
    family = None if chosen is None else chosen[0]
    most_rows = _most_rows(scope, chosen)
    if most_rows > FEW_ROWS:
        rows = _Rows.count(scope, chosen)
        most_rows = rows.between(scope.grouping.start_us, scope.grouping.end_us)
        if most_rows > MOST_ROWS:
            return list(_divide(scope, family, rows, most_rows_of_slice))
    return [Portion(slice(0, scope.grouping.count), (scope,), family, most_rows > FEW_ROWS)]


def _most_rows(scope: Scope, chosen: Chosen | None) -> int:
    """How many rows there can be at most, as far as that can be told without looking."""
    stored = scope.measurements
    first_us, last_us = stored.first_call_at_us, stored.last_call_at_us
    if chosen is None or chosen[1].rest_length_us or first_us is None or last_us is None:
        return stored.call_count
    family, _ = chosen
    unit_count = (last_us - first_us) // UNIT_US[family.unit] + 2
    fresh_count = sum(one.call_count for one in stored.fresh_between(first_us, last_us + 1))
    return min(stored.call_count, unit_count * _cells_a_unit(scope, family) + fresh_count)


def _cells_a_unit(scope: Scope, family: Family) -> int:
    return prod(
        USUAL_BINS if name == "bin" else len(scope.measurements.vocabulary(name))
        for name in family.fields
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """How many rows a question reads until when, about.

    Attributes:
        hours_us: shape (hours + 1,), from the hour of the first call on.
        cumulated: shape (hours + 1,).
    """

    hours_us: NDArray[np.int64]
    cumulated: NDArray[np.float64]

    @classmethod
    def count(cls, scope: Scope, chosen: Chosen | None) -> "_Rows":
        """Count them: no more cells than calls in an hour or a day, nor than there can be."""
        hours_us, visits = _visits_by_hour(scope)
        calls = visits * _passing_ratios(scope, hours_us)
        if chosen is not None and len(visits):
            family, covered = chosen
            units = hours_us[:-1] // UNIT_US[family.unit]
            units -= units[0]
            by_unit = np.bincount(units, visits)
            share = np.minimum(_cells_a_unit(scope, family) / np.maximum(by_unit, 1), 1.0)
            is_left_over = covered.is_in_rest(hours_us[:-1] + HOUR_US // 2)
            calls = np.where(is_left_over, calls, visits * share[units])
        return cls(hours_us, np.concatenate(([0.0], np.cumsum(calls))))

    def until(self, instants_us: NDArray[np.int64]) -> NDArray[np.float64]:
        """How many come before these instants; within an hour they are taken to come evenly."""
        found: NDArray[np.float64] = np.interp(instants_us, self.hours_us, self.cumulated)
        return found

    def between(self, start_us: int, end_us: int) -> int:
        """How many there are in a range of time."""
        first, last = self.until(np.array([start_us, end_us])).tolist()
        return int(last - first)


def _visits_by_hour(scope: Scope) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The edges of hours, and how many calls lie in each, whatever the filter."""
    stored = scope.measurements
    first_us, last_us = stored.first_call_at_us or 0, stored.last_call_at_us or 0
    start_us = max(scope.grouping.start_us, first_us)
    end_us = max(min(scope.grouping.end_us, last_us + 1), start_us)
    first, end = start_us // HOUR_US, -(-end_us // HOUR_US)
    hours = stored.rollups.read("hours", first, end)
    visits: NDArray[np.float64] = np.bincount(
        hours.units - first, hours["visits"], minlength=end - first
    ).astype(np.float64, copy=False)
    for segment in stored.fresh_between(start_us, end_us):
        hour = min(max(segment.start_us // HOUR_US - first, 0), len(visits) - 1)
        visits[hour] += segment.call_count
    return np.arange(first, end + 1, dtype=np.int64) * HOUR_US, visits


def _passing_ratios(scope: Scope, hours_us: NDArray[np.int64]) -> NDArray[np.float64]:
    """Which part of the calls of each hour pass the filter, as far as that is known by the day."""
    ratios = np.ones(len(hours_us) - 1)
    where = {name: codes for name, codes in scope.where.items() if name in DAILY.fields}
    if where and len(ratios):
        days = hours_us[:-1] // DAY_US
        first = int(days[0])
        cells = scope.measurements.rollups.read(DAILY.name, first, int(days[-1]) + 1)
        passes = np.ones(len(cells), np.bool_)
        for name, codes in where.items():
            passes &= np.isin(cells.field(name), codes)
        day_count = int(days[-1]) - first + 1
        by_day = np.bincount(cells.units - first, cells["visits"], minlength=day_count)
        passing = np.bincount(
            cells.units[passes] - first, cells["visits"][passes], minlength=day_count
        )
        # What came since the last compaction is in no cell.
        ratios = np.where(by_day > 0, passing / np.maximum(by_day, 1), 1.0)[days - first]
    return ratios if scope.where.keys() <= where.keys() else ratios * PASSING_RATIO


def _divide(
    scope: Scope, family: Family | None, rows: _Rows, most_rows_of_slice: int
) -> Iterator[Portion]:
    edges_us = scope.grouping.edges_us
    width = prod(scope.grouping.sizes)
    for first, end in pairwise(_cuts(rows.until(edges_us))):
        within = Grouping(edges_us[first : end + 1], scope.grouping.texts, scope.grouping.sizes)
        groups = slice(first * width, end * width)
        parts = [within]
        row_count = rows.between(within.start_us, within.end_us)
        if end == first + 1 and row_count > most_rows_of_slice:
            parts = list(_cut_within(within, family, rows))
        scopes = tuple(Scope(scope.measurements, part, scope.where) for part in parts)
        yield Portion(groups, scopes, family, is_large=True)


def _cuts(until: NDArray[np.float64]) -> list[int]:
    """Between which slices to cut, so that only a single one has many more than `MOST_ROWS`."""
    is_cut = np.ones(len(until), np.bool_)
    is_cut[1:-1] = np.diff(until[:-1] // MOST_ROWS) > 0
    is_much = np.diff(until) > MOST_ROWS
    is_cut[:-1] |= is_much
    is_cut[1:] |= is_much
    return np.flatnonzero(is_cut).tolist()


def _cut_within(slice_: Grouping, family: Family | None, rows: _Rows) -> Iterator[Grouping]:
    """Cut one slice at whole units of the roll-up, or at hours where it is read call by call."""
    unit_us = HOUR_US if family is None else UNIT_US[family.unit]
    begins_us = rows.hours_us[rows.hours_us % unit_us == 0]
    inside_us = begins_us[(begins_us > slice_.start_us) & (begins_us < slice_.end_us)]
    edges_us = np.concatenate(([slice_.start_us], inside_us, [slice_.end_us]))
    for first, end in pairwise(_cuts(rows.until(edges_us))):
        yield Grouping(edges_us[[first, end]], slice_.texts, slice_.sizes)
