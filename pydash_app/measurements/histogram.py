"""Bins of durations that are equally wide in relation to what they hold.

A bin's value is off by at most `RELATIVE_ERROR` from each duration in it. Quantiles of a histogram
are therefore as close: the bins keep the order of the durations, so the bin that holds a rank is
the bin of the duration that has it.

Source:
    Masson, Rim & Lee, DDSketch (2019), section 2; here with both signs and a bin for zero.
"""

import math

import numpy as np
from numpy.typing import NDArray

RELATIVE_ERROR = 0.01
"""What is promised. The bins are one per cent narrower than it allows, for rounding's sake."""

_NARROWED = 0.99 * RELATIVE_ERROR
_GROWTH = (1 + _NARROWED) / (1 - _NARROWED)
"""How much larger than its lower edge a bin's upper edge is."""

_GROWTH_LOG = math.log(_GROWTH)

_ZERO = 10_000
"""The bin of zero. Float32 reaches from 1.4e-45 to 3.4e38, which is 9,700 bins for each sign."""

_ONE_MS = 5_300
"""How far from `_ZERO` the bin is that begins at one millisecond."""


def bins_of(durations_ms: NDArray[np.float32]) -> NDArray[np.uint16]:
    """The bin of each duration; a longer one never has a lower bin.

    Args:
        durations_ms: finite, of any sign.
    """
    sizes = np.abs(durations_ms.astype(np.float64))
    is_zero = sizes == 0
    sizes[is_zero] = 1
    distances = np.floor(np.log(sizes) / _GROWTH_LOG).astype(np.int32) + _ONE_MS
    signs = np.sign(durations_ms).astype(np.int32)
    return (_ZERO + signs * distances).astype(np.uint16)


def values_of(bins: NDArray[np.uint16]) -> NDArray[np.float64]:
    """A duration in milliseconds for each bin, within `RELATIVE_ERROR` of all that it holds."""
    nearer, _ = _edges_by_size(bins)
    values: NDArray[np.float64] = _signs(bins) * nearer * (2 * _GROWTH / (1 + _GROWTH))
    return values


def edges_of(bins: NDArray[np.uint16]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lower and the upper edge of each bin, in milliseconds; both 0 for the bin of zero."""
    nearer, farther = (_signs(bins) * edge for edge in _edges_by_size(bins))
    return np.minimum(nearer, farther), np.maximum(nearer, farther)


def _edges_by_size(
    bins: NDArray[np.uint16],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far from zero a bin begins and ends."""
    steps = np.abs(bins.astype(np.int32) - _ZERO) - _ONE_MS
    return np.exp(steps * _GROWTH_LOG), np.exp((steps + 1) * _GROWTH_LOG)


def _signs(bins: NDArray[np.uint16]) -> NDArray[np.int32]:
    signs: NDArray[np.int32] = np.sign(bins.astype(np.int32) - _ZERO)
    return signs
