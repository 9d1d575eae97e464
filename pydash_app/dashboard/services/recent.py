"""The figures of the last days that a dashboard's card shows."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pydash_app.errors import CallsDroppedError
from pydash_app.measurements.store import Measurements
from pydash_app.statistics.facts import Facts
from pydash_app.statistics.instants import to_us
from pydash_app.statistics.query import Selection
from pydash_app.statistics.selecting import facts_by_slice, known_slices
from pydash_app.statistics.timeslices import LENGTH_US

WEEK_US = LENGTH_US["week"]
SPARKLINE_SLICE_US = 6 * LENGTH_US["hour"]

MOST_EXACT_CALLS = 20_000
"""A card must not sort a busy fortnight: beyond this, quantiles are within one per cent."""


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """What happened in seven days; `None` means not known, or that there is none."""

    visits: int | None
    unique_visitors: int | None
    median_execution_time: float | None
    p95_execution_time: float | None


NOT_KNOWN = WeekFigures(None, None, None, None)


@dataclass(frozen=True, slots=True)
class RecentFigures:
    """The last seven days beside the seven before.

    Attributes:
        sparkline: visits of the last seven days in slices of six hours, oldest first.
    """

    last: WeekFigures
    previous: WeekFigures
    sparkline: list[int | None]


def recent_figures(stored: Measurements, now: datetime) -> RecentFigures:
    """Tell what happened in the last two weeks.

    Slices begin with the full hour before, so that roll-ups can tell; these reach farther back
    than single calls may be kept.
    """
    everything = Selection()
    edges_us = _fortnight(now)
    known = known_slices_of_fortnight(stored, now)
    edges_us[:-1] -= edges_us[:-1] % LENGTH_US["hour"]
    half = len(known) // 2
    counts = facts_by_slice(stored, everything, edges_us[half:]).visits.tolist()
    previous, last = _weeks(stored, edges_us[[0, half, -1]], (known[:half], known[half:]))
    return RecentFigures(
        last=last,
        previous=previous,
        sparkline=[
            count if is_known or count else None
            for count, is_known in zip(counts, known[half:].tolist(), strict=True)
        ],
    )


def known_slices_of_fortnight(stored: Measurements, now: datetime) -> NDArray[np.bool_]:
    """Of each slice of six hours of the last two weeks, whether anything of it was fetched."""
    return known_slices(stored.knowledge(), _fortnight(now))


def _fortnight(now: datetime) -> NDArray[np.int64]:
    end_us = to_us(now)
    return np.arange(end_us - 2 * WEEK_US, end_us + 1, SPARKLINE_SLICE_US, dtype=np.int64)


def _weeks(
    stored: Measurements, edges_us: NDArray[np.int64], known: tuple[NDArray[np.bool_], ...]
) -> list[WeekFigures]:
    """Each week's figures, as far as anything of it is known."""
    facts = facts_by_slice(stored, Selection(), edges_us, most_exact_calls=MOST_EXACT_CALLS)
    visits, visitors = facts.visits.tolist(), facts.visitors.tolist()
    medians, p95s = (_quantiles(facts, ratio) for ratio in (0.5, 0.95))
    weeks = zip(visits, visitors, medians, p95s, strict=True)
    return [
        WeekFigures(*week) if is_known.any() or week[0] else NOT_KNOWN
        for week, is_known in zip(weeks, known, strict=True)
    ]


def _quantiles(facts: Facts, ratio: float) -> list[float | None]:
    """Milliseconds; `None` for a week without calls, or whose calls are kept no more."""
    try:
        found = facts.quantiles_ms(ratio).astype(object)
    except CallsDroppedError:
        return [None] * len(facts.visits)
    found[facts.visits == 0] = None
    quantiles: list[float | None] = found.tolist()
    return quantiles
