"""`visits_per_ip`: how many calls each IP made."""

from itertools import pairwise

import numpy as np

from pydash_app.measurements.segment import CallColumns
from pydash_app.statistics.sorting import first_of_each, sort_within
from pydash_app.statistics.statistic import Offsets, Statistic, StatisticValue


def _count_each(calls: CallColumns, offsets: Offsets) -> list[StatisticValue]:
    codes = calls["ip"][offsets[0] : offsets[-1]]
    edges = offsets - offsets[0]
    ascending = sort_within(codes, edges)
    firsts = np.flatnonzero(first_of_each(ascending, edges))
    visits = np.diff(np.append(firsts, len(ascending)))
    bounds = np.searchsorted(firsts, edges).tolist()
    return [
        dict(zip(ascending[firsts[low:high]].tolist(), visits[low:high].tolist(), strict=True))
        for low, high in pairwise(bounds)
    ]


VISITS_PER_IP = Statistic("visits_per_ip", ("ip",), _count_each, key_column="ip")
