"""Totals, averages, extremes and quantiles of the execution times, in milliseconds.

A slice without calls has a total of 0 and `None` for the rest. Sums are taken in float64: float32
would lose a digit for every ten calls.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.segment import CallColumns
from pydash_app.statistics.sorting import sort_within
from pydash_app.statistics.statistic import Offsets, Statistic, StatisticValue

Durations = NDArray[np.float64]


def _reduced(reduce: np.ufunc) -> Callable[[Durations, Offsets], Durations]:
    """Make a function that reduces each slice, of which none may be empty."""

    def compute(durations_ms: Durations, offsets: Offsets) -> Durations:
        reduced: Durations = reduce.reduceat(durations_ms, offsets[:-1])
        return reduced

    return compute


def _averages(durations_ms: Durations, offsets: Offsets) -> Durations:
    averages: Durations = np.add.reduceat(durations_ms, offsets[:-1]) / np.diff(offsets)
    return averages


def _quantiles(ratio: float) -> Callable[[Durations, Offsets], Durations]:
    """Make a function that computes one quantile of each slice, of which none may be empty.

    Source:
        Hyndman & Fan, Sample Quantiles in Statistical Packages (1996), type 7; NumPy's default.
    """

    def compute(durations_ms: Durations, offsets: Offsets) -> Durations:
        ascending = sort_within(durations_ms, offsets)
        positions = ratio * (np.diff(offsets) - 1)
        below = np.floor(positions).astype(np.intp)
        above = np.ceil(positions).astype(np.intp)
        low, high = ascending[offsets[:-1] + below], ascending[offsets[:-1] + above]
        quantiles: Durations = low + (high - low) * (positions - below)
        return quantiles

    return compute


def _statistic(
    name: str,
    compute: Callable[[Durations, Offsets], Durations],
    *,
    without_calls: StatisticValue = None,
) -> Statistic:
    """Make a statistic from a function that needs not care about empty slices."""

    def compute_all(calls: CallColumns, offsets: Offsets) -> list[StatisticValue]:
        filled = np.diff(offsets) > 0
        values: list[StatisticValue] = [without_calls] * len(filled)
        if filled.any():
            # Between two filled slices lie no calls, so each ends where the next begins.
            edges = np.append(offsets[:-1][filled], offsets[-1])
            durations_ms = calls["duration_ms"][edges[0] : edges[-1]].astype(np.float64)
            computed = compute(durations_ms, edges - edges[0])
            for index, value in zip(np.flatnonzero(filled), computed.tolist(), strict=True):
                values[index] = value
        return values

    return Statistic(name, ("duration_ms",), compute_all)


EXECUTION_TIME_STATISTICS = (
    _statistic("total_execution_time", _reduced(np.add), without_calls=0.0),
    _statistic("average_execution_time", _averages),
    _statistic("fastest_measured_execution_time", _reduced(np.minimum)),
    _statistic("fifth_percentile_execution_time", _quantiles(0.05)),
    _statistic("fastest_quartile_execution_time", _quantiles(0.25)),
    _statistic("median_execution_time", _quantiles(0.5)),
    _statistic("slowest_quartile_execution_time", _quantiles(0.75)),
    _statistic("ninetieth_percentile_execution_time", _quantiles(0.9)),
    _statistic("ninety-fifth_percentile_execution_time", _quantiles(0.95)),
    _statistic("ninety-ninth_percentile_execution_time", _quantiles(0.99)),
    _statistic("slowest_measured_execution_time", _reduced(np.maximum)),
)
