"""The figures of the last days that a dashboard's card shows."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from pydash_app.measurements.store import Measurements
from pydash_app.statistics.answering import known_slices
from pydash_app.statistics.instants import to_us
from pydash_app.statistics.timeslices import LENGTH_US

WEEK_US = LENGTH_US["week"]
SPARKLINE_SLICE_US = 6 * LENGTH_US["hour"]


@dataclass(frozen=True, slots=True)
class RecentFigures:
    """Visits of the last seven days and of the seven before; `None` means not known."""

    visits: int | None
    visits_before: int | None
    unique_visitors: int | None
    sparkline: list[int | None]


def recent_figures(stored: Measurements, now: datetime) -> RecentFigures:
    """Count the visits of the last two weeks."""
    end_us = to_us(now)
    calls = stored.read(end_us - 2 * WEEK_US, end_us, ("ip",))
    edges_us = np.arange(end_us - 2 * WEEK_US, end_us + 1, SPARKLINE_SLICE_US, dtype=np.int64)
    counts = np.diff(np.searchsorted(calls.called_at_us, edges_us))
    known = known_slices(stored.coverage(), edges_us)
    half = len(counts) // 2
    this_week = np.searchsorted(calls.called_at_us, end_us - WEEK_US)
    return RecentFigures(
        visits=int(counts[half:].sum()) if known[half:].any() else None,
        visits_before=int(counts[:half].sum()) if known[:half].any() else None,
        unique_visitors=len(np.unique(calls["ip"][this_week:])) if known[half:].any() else None,
        sparkline=[
            count if is_known else None
            for count, is_known in zip(counts[half:].tolist(), known[half:].tolist(), strict=True)
        ],
    )
