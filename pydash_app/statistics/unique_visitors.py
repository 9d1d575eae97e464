"""`unique_visitors`: how many different IPs called."""

import numpy as np

from pydash_app.measurements.segment import CallColumns
from pydash_app.statistics.statistic import Offsets, Statistic, StatisticValue


def _count_different(calls: CallColumns, offsets: Offsets) -> list[StatisticValue]:
    slice_count = len(offsets) - 1
    slices = np.repeat(np.arange(slice_count, dtype=np.uint64), np.diff(offsets))
    # Slice and IP in one number, so that one sort finds the different pairs.
    pairs = np.unique((slices << np.uint64(32)) | calls["ip"][offsets[0] : offsets[-1]])
    counts = np.bincount((pairs >> np.uint64(32)).astype(np.intp), minlength=slice_count)
    different: list[StatisticValue] = counts.tolist()
    return different


UNIQUE_VISITORS = Statistic("unique_visitors", ("ip",), _count_different)
