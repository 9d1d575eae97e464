"""Every statistic over all calls at once: the figures at a glance."""

from datetime import datetime

from pydash_app.errors import CallsDroppedError
from pydash_app.measurements.store import Measurements
from pydash_app.statistics.facts import Facts
from pydash_app.statistics.query import Selection
from pydash_app.statistics.registry import load_statistics
from pydash_app.statistics.selecting import facts_by_text, facts_of_all, range_of
from pydash_app.statistics.statistic import Statistic, StatisticValue

Aggregates = dict[str, StatisticValue]
"""Values by the name of their statistic; `None` also where it needs calls that were dropped."""

MOST_EXACT_CALLS = 100_000
"""A glance must not sort a million calls: beyond this, quantiles are within one per cent."""


def aggregates(measurements: Measurements, *, now: datetime) -> Aggregates:
    """All statistics that make sense over everything, over everything."""
    bounds = range_of(measurements, Selection(), now)
    facts = facts_of_all(measurements, Selection(), bounds, most_exact_calls=MOST_EXACT_CALLS)
    (only,) = _aggregates(facts, 1)
    return only


def aggregates_by_endpoint(measurements: Measurements, *, now: datetime) -> dict[str, Aggregates]:
    """The same for each endpoint that was ever called."""
    bounds = range_of(measurements, Selection(), now)
    facts = facts_by_text(
        measurements, Selection(), bounds, "endpoint", most_exact_calls=MOST_EXACT_CALLS
    )
    texts = measurements.vocabulary("endpoint").list_texts()
    return dict(zip(texts, _aggregates(facts, len(texts)), strict=True))


def _aggregates(facts: Facts, count: int) -> list[Aggregates]:
    shown = [statistic for statistic in load_statistics().values() if statistic.is_aggregate]
    columns = [_values(statistic, facts, count) for statistic in shown]
    names = [statistic.name for statistic in shown]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(statistic: Statistic, facts: Facts, count: int) -> list[StatisticValue]:
    try:
        return statistic.compute(facts)
    except CallsDroppedError:
        return [None] * count
