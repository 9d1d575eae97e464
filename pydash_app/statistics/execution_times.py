"""Figures over the execution times, in milliseconds."""

import numpy as np

from pydash_app.measurements.segment import CallColumns
from pydash_app.statistics.statistic import Offsets, Statistic, StatisticValue


def _average(calls: CallColumns, offsets: Offsets) -> list[StatisticValue]:
    counts = np.diff(offsets)
    filled = counts > 0
    averages = np.full(len(counts), np.nan)
    if filled.any():
        # Empty slices have no start of their own here, so each sum ends where the next begins.
        # Sums in float64: float32 would lose a digit for every ten calls.
        durations_ms = calls["duration_ms"][: offsets[-1]].astype(np.float64)
        averages[filled] = np.add.reduceat(durations_ms, offsets[:-1][filled]) / counts[filled]
    return [
        value if known else None for value, known in zip(averages.tolist(), filled, strict=True)
    ]


AVERAGE_EXECUTION_TIME = Statistic("average_execution_time", ("duration_ms",), _average)
