"""The figures of the last days that a process keeps: overviews ask for them again and again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from threading import Lock

from pydash_app.dashboard.services.recent import (
    RecentFigures,
    known_slices_of_fortnight,
    recent_figures,
)
from pydash_app.measurements.store import Measurements
from pydash_app.statistics.instants import to_us
from pydash_app.statistics.timeslices import LENGTH_US

WorkOut = Callable[[Measurements, datetime], RecentFigures]

MOST_DASHBOARDS = 20_000
"""Some kilobytes each."""


class RecentFiguresMemo:
    """Keeps each dashboard's figures for as long as they stay true. Threads share it.

    They stay true while no call came or was dropped, the same seconds are known, and the same
    full hours are meant.

    Args:
        most_dashboards: of how many dashboards figures are kept, the last that were worked out.
        work_out: what is spared.
    """

    def __init__(
        self, most_dashboards: int = MOST_DASHBOARDS, work_out: WorkOut = recent_figures
    ) -> None:
        self._most_dashboards = most_dashboards
        self._work_out = work_out
        self._kept: OrderedDict[str, tuple[Hashable, RecentFigures]] = OrderedDict()
        self._lock = Lock()

    def get(self, dashboard_id: str, stored: Measurements, now: datetime) -> RecentFigures:
        """What happened in the last two weeks, as `recent_figures` tells it."""
        if not _is_past(stored, now):  # as time goes on, calls of the future begin to count
            return self._work_out(stored, now)
        stand = _stand(stored, now)
        with self._lock:
            known = self._kept.get(dashboard_id)
        if known is not None and known[0] == stand:
            return known[1]
        figures = self._work_out(stored, now)
        with self._lock:
            self._kept[dashboard_id] = (stand, figures)
            self._kept.move_to_end(dashboard_id)
            if len(self._kept) > self._most_dashboards:
                self._kept.popitem(last=False)
        return figures


def _is_past(stored: Measurements, now: datetime) -> bool:
    last_us = stored.sightings.last_us
    return last_us is not None and last_us < to_us(now)


def _stand(stored: Measurements, now: datetime) -> Hashable:
    """What the figures follow from, in short."""
    known = known_slices_of_fortnight(stored, now)
    hour = to_us(now) // LENGTH_US["hour"]
    return hour, known.tobytes(), stored.call_count, stored.calls_from_us


RECENT_FIGURES = RecentFiguresMemo()
"""Of this process. An id names one dashboard, whatever database it is in."""
