"""Heat maps: visits, or visitors, of each hour of each day."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.store import Measurements
from pydash_app.statistics.query import Selection, StatisticAnswer
from pydash_app.statistics.selecting import facts_by_slice, range_of, told_slices
from pydash_app.statistics.timeslices import Timeslices

Heat = list[list[int | None]]
"""Shape (days, 24)."""

HOURS = 24


def heatmap(
    measurements: Measurements, selection: Selection, *, counts_visitors: bool, now: datetime
) -> StatisticAnswer:
    """The visits of each hour, or how many different IPs they came from.

    Returns:
        a list for each day from the first to the last one in the range, on the calendar of the
        selection's time zone, also for a day that this zone skipped.
        `None` stands for an hour outside of the range, one that nothing is known of, and one that
        the clocks skipped; one that came twice has the calls of both.

    Raises:
        InvalidInputError: there would be too many hours.
        CallsDroppedError: it needs calls that are kept no more.
    """
    start, end = range_of(measurements, selection, now)
    hours = Timeslices.static(start, end, "hour", selection.timezone)
    if not hours.keys:
        return StatisticAnswer([])
    edges_us, days, hours_of_day = _by_the_clock(hours)
    facts = facts_by_slice(measurements, selection, edges_us)
    counts = facts.visitors if counts_visitors else facts.visits
    is_known = told_slices(measurements.knowledge(), edges_us, facts)
    heat = np.full((int(days[-1]) + 1, HOURS), None, object)
    heat[days[is_known], hours_of_day[is_known]] = counts[is_known]
    return StatisticAnswer(heat.tolist())


def _without_offset(key: str) -> str:
    day, _, rest = key.partition("T")
    return f"{day}T{rest[:2]}"


def _by_the_clock(
    hours: Timeslices,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Join the hours that the clock shows alike: their edges, their days, their hours of the day.

    The offset in the key of an hour is all that tells one that comes again from the one before.
    """
    shown = np.array([_without_offset(key) for key in hours.keys], "datetime64[h]").astype(
        np.int64
    )
    is_new = np.concatenate(([True], shown[1:] != shown[:-1]))
    shown = shown[is_new]
    edges_us = hours.edges_us[np.append(is_new, True)]
    return edges_us, shown // HOURS - shown[0] // HOURS, shown % HOURS
