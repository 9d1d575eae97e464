"""Quantiles of groups, from durations or from counts of bins.

Source:
    Hyndman & Fan, Sample Quantiles in Statistical Packages (1996), type 7; NumPy's default.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.histogram import values_of
from pydash_app.statistics.pairs import Pairs
from pydash_app.statistics.ranks import Order

Durations = NDArray[np.float64]

COMMON_RATIOS = (0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
"""The quantiles that a box has."""


def find_quantiles_ms(
    order: Order, ratios: Sequence[float], group_count: int
) -> dict[float, Durations]:
    """Quantiles of each group by their ratio; NaN for a group without calls.

    All at once, which costs little more than one.
    """
    filled = np.flatnonzero(order.counts)
    counts = order.counts[filled]
    below, above, parts = zip(*(_ranks(ratio, counts) for ratio in ratios), strict=True)
    values = order.values_at(np.stack([*below, *above]), filled)
    low, high = values.astype(np.float64).reshape(2, len(ratios), -1)
    quantiles_ms = np.full((len(ratios), group_count), np.nan)
    quantiles_ms[:, filled] = low + (high - low) * np.stack(parts)
    return dict(zip(ratios, quantiles_ms, strict=True))


class BinnedDurations:
    """How many calls of each group lie in each bin."""

    def __init__(self, pairs: Pairs, group_count: int) -> None:
        self._values_ms = values_of(pairs.codes.astype(np.uint16))
        self._cumulated = np.cumsum(pairs.counts, dtype=np.int64)
        offsets = pairs.offsets(group_count)
        totals = np.concatenate(([0], self._cumulated))[offsets]
        self._before, self._counts = totals[:-1], np.diff(totals)

    def find_quantiles_ms(self, ratio: float) -> Durations | None:
        """The quantile of each group within the bins' error; NaN for one without calls.

        Returns:
            `None` where a quantile lies between a negative and a positive duration: there the
            error of either says nothing about the value between.
        """
        is_filled = self._counts > 0
        below, above, part = _ranks(ratio, self._counts[is_filled])
        before = self._before[is_filled]
        low, high = self._values_at(before + below), self._values_at(before + above)
        if np.any(low * high < 0):
            return None
        quantiles = np.full(len(self._counts), np.nan)
        quantiles[is_filled] = low + (high - low) * part
        return quantiles

    def _values_at(self, ranks: NDArray[np.int64]) -> Durations:
        return self._values_ms[np.searchsorted(self._cumulated, ranks, "right")]


def _ranks(
    ratio: float, counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Durations]:
    """Between which ranks, counted from 0, a quantile lies, and how far from the lower one."""
    positions = ratio * (counts - 1)
    below = np.floor(positions).astype(np.int64)
    return below, np.ceil(positions).astype(np.int64), positions - below
