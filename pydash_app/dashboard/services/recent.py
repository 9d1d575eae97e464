"""The figures of the last days that a dashboard's card shows."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from pydash_app.measurements.store import Measurements
from pydash_app.statistics.instants import to_us
from pydash_app.statistics.query import Selection
from pydash_app.statistics.selecting import facts_by_slice, known_slices
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
    """Count the visits of the last two weeks.

    Slices begin with the full hour before, so that roll-ups can tell; these reach farther back
    than single calls may be kept.
    """
    end_us, everything = to_us(now), Selection()
    edges_us = np.arange(end_us - 2 * WEEK_US, end_us + 1, SPARKLINE_SLICE_US, dtype=np.int64)
    known = known_slices(stored.coverage(), edges_us)
    edges_us[:-1] -= edges_us[:-1] % LENGTH_US["hour"]
    counts = facts_by_slice(stored, everything, edges_us).visits
    visitors = facts_by_slice(stored, everything, edges_us[[len(counts) // 2, -1]]).visitors
    half = len(counts) // 2
    return RecentFigures(
        visits=int(counts[half:].sum()) if known[half:].any() else None,
        visits_before=int(counts[:half].sum()) if known[:half].any() else None,
        unique_visitors=int(visitors[0]) if known[half:].any() else None,
        sparkline=[
            count if is_known else None
            for count, is_known in zip(counts[half:].tolist(), known[half:].tolist(), strict=True)
        ],
    )
