"""Answers a question for a statistic from the measurements of a dashboard."""

from datetime import datetime

import numpy as np

from pydash_app.measurements.store import Measurements
from pydash_app.statistics.instants import to_us
from pydash_app.statistics.query import StatisticAnswer, StatisticQuery, accuracy_of
from pydash_app.statistics.registry import get_statistic
from pydash_app.statistics.selecting import facts_by_slice, known_slices, range_of
from pydash_app.statistics.timeslices import Timeslices


def answer(measurements: Measurements, query: StatisticQuery, *, now: datetime) -> StatisticAnswer:
    """Compute a statistic.

    Raises:
        InvalidInputError: there is no such statistic, or there would be too many slices.
        CallsDroppedError: it needs calls that are kept no more.
    """
    statistic = get_statistic(query.statistic)
    start, end = range_of(measurements, query, now)
    slices = _slices_of(query, start, end)
    edges_us = np.array([to_us(start), to_us(end)]) if slices is None else slices.edges_us
    facts = facts_by_slice(measurements, query, edges_us)
    values = statistic.compute(facts)
    accuracy = accuracy_of(is_exact=facts.is_exact)
    if slices is None:
        return StatisticAnswer(values[0], accuracy)
    is_known = known_slices(measurements.coverage(), edges_us)
    by_key = {
        key: value if known else None
        for key, value, known in zip(slices.keys, values, is_known.tolist(), strict=True)
    }
    return StatisticAnswer(by_key, accuracy)


def _slices_of(query: StatisticQuery, start: datetime, end: datetime) -> Timeslices | None:
    if query.timeslice is None:
        return None
    if query.is_static:
        return Timeslices.static(start, end, query.timeslice, query.timezone)
    return Timeslices.dynamic(start, end, query.timeslice)
