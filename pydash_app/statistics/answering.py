"""Answers a question from the measurements of a dashboard."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.batch import MICROSECONDS
from pydash_app.measurements.ledger import Coverage
from pydash_app.measurements.segment import CallColumns
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.vocabulary import Vocabulary
from pydash_app.statistics.instants import from_us, to_us
from pydash_app.statistics.query import StatisticAnswer, StatisticQuery
from pydash_app.statistics.registry import get_statistic
from pydash_app.statistics.statistic import StatisticValue
from pydash_app.statistics.timeslices import Timeslices


def answer(measurements: Measurements, query: StatisticQuery, *, now: datetime) -> StatisticAnswer:
    """Compute a statistic.

    Raises:
        InvalidInputError: there is no such statistic, or there would be too many slices.
    """
    statistic = get_statistic(query.statistic)
    start, end = _range_of(measurements, query, now)
    slices = _slices_of(query, start, end)
    columns = (*statistic.columns, *query.filters)
    calls = _matching(measurements.read(to_us(start), to_us(end), columns), measurements, query)
    edges_us = np.array([to_us(start), to_us(end)]) if slices is None else slices.edges_us
    values = statistic.compute(calls, np.searchsorted(calls.called_at_us, edges_us, "left"))
    if statistic.key_column is not None:
        values = _with_texts(values, measurements.vocabulary(statistic.key_column))
    if slices is None:
        return StatisticAnswer(values[0])
    is_known = known_slices(measurements.coverage(), slices.edges_us)
    return StatisticAnswer(
        {
            key: value if known else None
            for key, value, known in zip(slices.keys, values, is_known.tolist(), strict=True)
        }
    )


def known_slices(coverage: Coverage, edges_us: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell of each slice whether any of it was fetched; what is not known is not zero.

    Args:
        coverage: what was fetched.
        edges_us: shape (slices + 1,), microseconds since 1970.

    Returns:
        shape (slices,). What lies before the first run counts as fetched: the remote was asked
        for its whole history, and has none there.
    """
    starts_us, ends_us = edges_us[:-1], edges_us[1:]
    known = np.zeros(len(starts_us), np.bool_)
    for run in coverage.runs:
        known |= (ends_us > run.after_s * MICROSECONDS) & (starts_us < run.until_s * MICROSECONDS)
    if coverage.complete_from_s is not None:
        known |= starts_us < coverage.complete_from_s * MICROSECONDS
    return known


def _range_of(
    measurements: Measurements, query: StatisticQuery, now: datetime
) -> tuple[datetime, datetime]:
    end = query.end_at or max(now, query.start_at or now)
    if query.start_at is not None:
        return query.start_at, end
    first_us = measurements.first_call_at_us
    return end if first_us is None else min(from_us(first_us), end), end


def _slices_of(query: StatisticQuery, start: datetime, end: datetime) -> Timeslices | None:
    if query.timeslice is None:
        return None
    if query.is_static:
        return Timeslices.static(start, end, query.timeslice, query.timezone)
    return Timeslices.dynamic(start, end, query.timeslice)


def _matching(
    calls: CallColumns, measurements: Measurements, query: StatisticQuery
) -> CallColumns:
    if not query.filters:
        return calls
    matches = np.ones(len(calls), np.bool_)
    for name, texts in query.filters.items():
        matches &= np.isin(calls[name], measurements.vocabulary(name).find_codes(texts))
    return CallColumns({name: values[matches] for name, values in calls.columns.items()})


def _with_texts(values: list[StatisticValue], vocabulary: Vocabulary) -> list[StatisticValue]:
    texts = vocabulary.list_texts()
    return [
        {texts[int(code)]: count for code, count in value.items()}
        if isinstance(value, dict)
        else value
        for value in values
    ]
