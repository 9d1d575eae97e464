"""Answers a question for statistics from the measurements of a dashboard."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from pydash_app.measurements.store import Measurements
from pydash_app.statistics.instants import to_us
from pydash_app.statistics.pairs import refuse_too_many
from pydash_app.statistics.query import (
    SlicedSelection,
    StatisticAnswer,
    StatisticQuery,
    StatisticsQuery,
    accuracy_of,
)
from pydash_app.statistics.registry import get_statistic
from pydash_app.statistics.selecting import (
    facts_by_slice,
    is_range_known,
    range_of,
    told_slices,
)
from pydash_app.statistics.statistic import StatisticValue
from pydash_app.statistics.timeslices import Timeslices

MOST_VALUES = 1_000_000
"""In one answer. Making and writing so many takes half a second, in which no other thread of the
process computes."""

SlicedValues = StatisticValue | dict[str, StatisticValue]
"""One value, or one for each slice."""


def answer(measurements: Measurements, query: StatisticQuery, *, now: datetime) -> StatisticAnswer:
    """Compute a statistic.

    Raises:
        InvalidInputError: there is no such statistic, or there would be too many slices or values.
        CallsDroppedError: it needs calls that are kept no more.
    """
    (value,), accuracy = _compute(measurements, query, [query.statistic], now)
    return StatisticAnswer(value, accuracy)


def answer_all(
    measurements: Measurements, query: StatisticsQuery, *, now: datetime
) -> StatisticAnswer:
    """Compute several statistics of the same calls, which are read once.

    Returns:
        each one's value by its name.

    Raises:
        InvalidInputError: there is no such statistic, or there would be too many slices or values.
        CallsDroppedError: one needs calls that are kept no more.
    """
    values, accuracy = _compute(measurements, query, query.statistics, now)
    return StatisticAnswer(dict(zip(query.statistics, values, strict=True)), accuracy)


def _compute(
    measurements: Measurements, query: SlicedSelection, names: Sequence[str], now: datetime
) -> tuple[list[SlicedValues], str]:
    statistics = [get_statistic(name) for name in names]
    start, end = range_of(measurements, query, now)
    slices = _slices_of(query, start, end)
    edges_us = np.array([to_us(start), to_us(end)]) if slices is None else slices.edges_us
    refuse_too_many((len(edges_us) - 1) * len(names), MOST_VALUES, "values")
    facts = facts_by_slice(measurements, query, edges_us, for_many_quantiles=len(names) > 1)
    columns = [statistic.compute(facts) for statistic in statistics]
    accuracy = accuracy_of(is_exact=facts.is_exact)
    coverage = measurements.knowledge()
    if slices is None:
        is_known = is_range_known(coverage, edges_us, facts)
        return [column[0] if is_known else None for column in columns], accuracy
    unknown = np.flatnonzero(~told_slices(coverage, edges_us, facts)).tolist()
    return [_by_key(slices.keys, column, unknown) for column in columns], accuracy


def _by_key(
    keys: Sequence[str], values: Sequence[StatisticValue], unknown: Sequence[int]
) -> dict[str, StatisticValue]:
    """The value of each slice; `None` for those of which nothing is known, by their places."""
    by_key = dict(zip(keys, values, strict=True))
    for place in unknown:
        by_key[keys[place]] = None
    return by_key


def _slices_of(query: SlicedSelection, start: datetime, end: datetime) -> Timeslices | None:
    if query.timeslice is None:
        return None
    if query.is_static:
        return Timeslices.static(start, end, query.timeslice, query.timezone)
    return Timeslices.dynamic(start, end, query.timeslice)
