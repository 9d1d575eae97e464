"""`total_visits`: how many calls there were."""

import numpy as np

from pydash_app.measurements.segment import CallColumns
from pydash_app.statistics.statistic import Offsets, Statistic, StatisticValue


def _count(_calls: CallColumns, offsets: Offsets) -> list[StatisticValue]:
    counts: list[StatisticValue] = np.diff(offsets).tolist()
    return counts


TOTAL_VISITS = Statistic("total_visits", (), _count)
