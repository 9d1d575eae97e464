"""`unique_visitors`: how many different IPs called."""

import numpy as np

from pydash_app.measurements.segment import CallColumns
from pydash_app.statistics.sorting import first_of_each, sort_within
from pydash_app.statistics.statistic import Offsets, Statistic, StatisticValue


def _count_different(calls: CallColumns, offsets: Offsets) -> list[StatisticValue]:
    codes = calls["ip"][offsets[0] : offsets[-1]]
    edges = offsets - offsets[0]
    is_first = first_of_each(sort_within(codes, edges), edges)
    counted = np.concatenate(([0], np.cumsum(is_first)))
    different: list[StatisticValue] = np.diff(counted[edges]).tolist()
    return different


UNIQUE_VISITORS = Statistic("unique_visitors", ("ip",), _count_different)
