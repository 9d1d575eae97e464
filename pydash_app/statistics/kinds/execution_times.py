"""Totals, averages, extremes and quantiles of the execution times, in milliseconds.

A group without calls has a total of 0 and `None` for the rest.
"""

from collections.abc import Callable

import numpy as np

from pydash_app.statistics.facts import Facts, Figures
from pydash_app.statistics.statistic import Statistic, StatisticValue


def _total(facts: Facts) -> list[StatisticValue]:
    totals: list[StatisticValue] = facts.totals_ms.tolist()
    return totals


def _average(facts: Facts) -> Figures:
    return facts.totals_ms / np.maximum(facts.visits, 1)


def _fastest(facts: Facts) -> Figures:
    return facts.fastest_ms


def _slowest(facts: Facts) -> Figures:
    return facts.slowest_ms


def _quantile(ratio: float) -> Callable[[Facts], Figures]:
    return lambda facts: facts.quantiles_ms(ratio)


def _time(name: str, compute: Callable[[Facts], Figures]) -> Statistic:
    """Make a statistic from a function that needs not care about groups without calls."""

    def compute_all(facts: Facts) -> list[StatisticValue]:
        figures = compute(facts).astype(object)
        figures[facts.visits == 0] = None
        values: list[StatisticValue] = figures.tolist()
        return values

    return Statistic(name, compute_all)


STATISTICS = (
    Statistic("total_execution_time", _total),
    _time("average_execution_time", _average),
    _time("fastest_measured_execution_time", _fastest),
    _time("fifth_percentile_execution_time", _quantile(0.05)),
    _time("fastest_quartile_execution_time", _quantile(0.25)),
    _time("median_execution_time", _quantile(0.5)),
    _time("slowest_quartile_execution_time", _quantile(0.75)),
    _time("ninetieth_percentile_execution_time", _quantile(0.9)),
    _time("ninety-fifth_percentile_execution_time", _quantile(0.95)),
    _time("ninety-ninth_percentile_execution_time", _quantile(0.99)),
    _time("slowest_measured_execution_time", _slowest),
)
