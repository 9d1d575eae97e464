"""Boxes: what a box plot draws of the execution times, and what stands beside it."""

from datetime import datetime
from typing import Any, Literal

import numpy as np

from pydash_app.measurements.histogram import edges_of
from pydash_app.measurements.store import Measurements
from pydash_app.statistics.facts import Facts
from pydash_app.statistics.instants import to_us
from pydash_app.statistics.pairs import Pairs
from pydash_app.statistics.query import Selection, StatisticAnswer, accuracy_of
from pydash_app.statistics.registry import get_statistic
from pydash_app.statistics.selecting import (
    facts_by_text,
    facts_of_all,
    is_range_known,
    range_of,
)

Box = dict[str, Any]
"""By name: the statistics of `BOX`, and where asked for, `distribution`."""

BOX = (
    "average_execution_time",
    "fastest_measured_execution_time",
    "fifth_percentile_execution_time",
    "fastest_quartile_execution_time",
    "median_execution_time",
    "slowest_quartile_execution_time",
    "ninetieth_percentile_execution_time",
    "ninety-fifth_percentile_execution_time",
    "ninety-ninth_percentile_execution_time",
    "slowest_measured_execution_time",
    "total_visits",
)

DRAWN_BINS = 8
"""So many bins of the histogram make one of a distribution: 14 to each power of ten."""


def box(
    measurements: Measurements, selection: Selection, *, with_distribution: bool, now: datetime
) -> StatisticAnswer:
    """One box over all calls selected; nothing but `None` where nothing was fetched yet.

    Raises:
        CallsDroppedError: it needs calls that are kept no more.
    """
    bounds = range_of(measurements, selection, now)
    facts = facts_of_all(measurements, selection, bounds)
    (only,) = _boxes(facts, with_distribution=with_distribution)
    edges_us = np.array([to_us(bound) for bound in bounds])
    if not is_range_known(measurements.knowledge(), edges_us, facts):
        only |= dict.fromkeys(BOX)
    return StatisticAnswer(only, accuracy_of(is_exact=facts.is_exact))


def boxes_by(
    measurements: Measurements,
    selection: Selection,
    column: Literal["endpoint", "version"],
    *,
    with_distribution: bool,
    now: datetime,
) -> StatisticAnswer:
    """A box for each endpoint or version that was called.

    Returns:
        by text: endpoints in the order of their names, versions in the order first seen.

    Raises:
        CallsDroppedError: it needs calls that are kept no more.
    """
    bounds = range_of(measurements, selection, now)
    facts = facts_by_text(measurements, selection, bounds, column)
    boxes = _boxes(facts, with_distribution=with_distribution)
    texts = measurements.vocabulary(column).list_texts()
    by_text = {texts[code]: boxes[code] for code in order_of(measurements, column)}
    called = {text: found for text, found in by_text.items() if found["total_visits"]}
    return StatisticAnswer(called, accuracy_of(is_exact=facts.is_exact))


def order_of(measurements: Measurements, column: str) -> list[int]:
    """The codes of a text column as people expect them: versions by age, the rest by name."""
    if column == "version":
        return measurements.versions_in_order()
    texts = measurements.vocabulary(column).list_texts()
    return sorted(range(len(texts)), key=texts.__getitem__)


def _boxes(facts: Facts, *, with_distribution: bool) -> list[Box]:
    columns = [get_statistic(name).compute(facts) for name in BOX]
    boxes: list[Box] = [dict(zip(BOX, row, strict=True)) for row in zip(*columns, strict=True)]
    if with_distribution:
        offsets = facts.bins.offsets(len(boxes)).tolist()
        for group, found in enumerate(boxes):
            found["distribution"] = _distribution(facts.bins, offsets[group], offsets[group + 1])
    return boxes


def _distribution(pairs: Pairs, low: int, high: int) -> dict[str, list[float]]:
    """Counts of adjacent bins, and the edges between them in milliseconds."""
    if low == high:
        return {"edges": [], "counts": []}
    drawn = pairs.codes[low:high] // DRAWN_BINS
    counts = np.bincount(drawn - drawn[0], pairs.counts[low:high]).astype(np.int64)
    firsts = (drawn[0] + np.arange(len(counts) + 1)) * DRAWN_BINS
    edges, _ = edges_of(firsts.astype(np.uint16))
    return {"edges": edges.tolist(), "counts": counts.tolist()}
