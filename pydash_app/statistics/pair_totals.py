"""Adds up the durations of what has the same group and the same code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pydash_app.statistics.grouping import Groups
from pydash_app.statistics.pairs import CODE_BITS, MOST_HELD, SPARE_COUNTERS, Pairs


@dataclass(frozen=True, slots=True)
class PairTotals:
    """Different pairs, and the sum of the durations of each.

    Attributes:
        totals_ms: shape (pairs,).
    """

    pairs: Pairs
    totals_ms: NDArray[np.float64]

    @classmethod
    def added_up(
        cls, groups: Groups, codes: NDArray[np.uint32], durations_ms: NDArray[np.float32]
    ) -> "PairTotals":
        """The different pairs of calls, which may come in any order."""
        width = int(codes.max(initial=0)) + 1
        keys = groups * width + codes
        size = int(keys.max(initial=0)) + 1
        if size > 4 * len(keys) + SPARE_COUNTERS:
            different, keys = np.unique(keys, return_inverse=True)
            size = len(different)
        else:
            different = np.arange(size)
        counts: NDArray[np.int64] = np.bincount(keys, minlength=size)
        totals_ms = np.bincount(keys, durations_ms, minlength=size).astype(np.float64, copy=False)
        there = np.flatnonzero(counts)
        found = different[there]
        return cls(Pairs(found // width, found % width, counts[there]), totals_ms[there])

    @classmethod
    def joined(cls, parts: Iterable["PairTotals"]) -> "PairTotals":
        """One pair for each that comes in any of the parts; there is at least one."""
        held: list[PairTotals] = []
        for part in parts:
            held.append(part)
            if len(held) > 1 and sum(len(one.totals_ms) for one in held) > MOST_HELD:
                held = [cls._joined(held)]
        return cls._joined(held)

    @classmethod
    def _joined(cls, parts: Sequence["PairTotals"]) -> "PairTotals":
        if len(parts) == 1:
            return parts[0]
        groups = np.concatenate([part.pairs.groups for part in parts])
        codes = np.concatenate([part.pairs.codes for part in parts])
        keys, places = np.unique((groups << CODE_BITS) | codes, return_inverse=True)
        counts = np.concatenate([part.pairs.counts for part in parts])
        added = np.zeros(len(keys), np.int64)
        np.add.at(added, places, counts)
        totals_ms = np.concatenate([part.totals_ms for part in parts])
        pairs = Pairs(keys >> CODE_BITS, keys & ((1 << CODE_BITS) - 1), added)
        summed_ms = np.bincount(places, totals_ms, minlength=len(keys))
        return cls(pairs, summed_ms.astype(np.float64, copy=False))
