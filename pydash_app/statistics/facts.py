"""What statistics are made of: a few figures for each group of calls, each computed once.

Counts, sums, extremes and visitors are exact, wherever they come from. Quantiles are exact up to
`MOST_EXACT_CALLS` in range, or when that is asked for; beyond that they may come from histograms.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.counting import is_failure
from pydash_app.measurements.histogram import bins_of
from pydash_app.statistics.answer_size import texts_of
from pydash_app.statistics.exact_quantiles import exact_quantiles_ms
from pydash_app.statistics.gathering import Gathered, Scope
from pydash_app.statistics.grouping import Grouping, Groups
from pydash_app.statistics.pairs import Pairs, refuse_too_many
from pydash_app.statistics.portions import Portion
from pydash_app.statistics.quantiles import COMMON_RATIOS, BinnedDurations
from pydash_app.statistics.scope_parts import ScopeParts

MOST_EXACT_CALLS = 2_000_000

MOST_VISITS_PER_IP = 1_000_000
"""Each is an entry of a dictionary, of which a million take a second and 200 MB."""

MOMENT_FAMILIES = ("hours", "calls")
BIN_FAMILIES = ("version_bins", "hour_bins", "endpoint_bins")
STATUS_FAMILIES = ("hour_statuses", "call_statuses")
IP_FAMILIES = ("ips", "hour_ips", "endpoint_ips")

Figures = NDArray[np.float64]
"""Shape (groups,); NaN or infinite for a group without calls."""

Counts = NDArray[np.int64]
"""Shape (groups,)."""


class Facts:
    """Figures for each group of the calls in a scope.

    Args:
        scope: which calls.
        must_be_exact: whether quantiles must come from the calls, however many there are.
        for_many_quantiles: whether more than one quantile will be asked for.
        most_exact_calls: up to how many calls in range quantiles come from the calls anyhow.

    Attributes:
        is_exact: whether all that was asked for so far is exact.
    """

    def __init__(
        self,
        scope: Scope,
        *,
        must_be_exact: bool = False,
        for_many_quantiles: bool = False,
        most_exact_calls: int | None = None,
    ) -> None:
        self._scope = scope
        self._count = scope.grouping.count
        self._must_be_exact = must_be_exact
        self._ratios = COMMON_RATIOS if for_many_quantiles else ()
        self._most_exact_calls = MOST_EXACT_CALLS if most_exact_calls is None else most_exact_calls
        self._parts = ScopeParts(scope)
        self._quantiles_ms: dict[float, Figures] = {}
        self._from_bins: set[float] = set()
        self.is_exact = True

    @cached_property
    def visits(self) -> Counts:
        """How many calls."""
        counts = np.zeros(self._count, np.int64)
        for portion, found in self._parts.gather(MOMENT_FAMILIES):
            counts[portion.groups] += _count(portion, found.call_groups)
            counts[portion.groups] += _sum(portion, found, "visits").astype(np.int64)
        return counts

    @cached_property
    def totals_ms(self) -> Figures:
        """The sum of the durations, taken in float64: float32 loses a digit for ten calls."""
        totals_ms = np.zeros(self._count)
        for portion, found in self._parts.gather(MOMENT_FAMILIES, "duration_ms"):
            durations_ms = found.calls["duration_ms"]
            totals_ms[portion.groups] += _count(portion, found.call_groups, durations_ms)
            totals_ms[portion.groups] += _sum(portion, found, "total_ms")
        return totals_ms

    @property
    def fastest_ms(self) -> Figures:
        """The shortest duration."""
        return self._extremes_ms[0]

    @property
    def slowest_ms(self) -> Figures:
        """The longest duration."""
        return self._extremes_ms[1]

    @cached_property
    def answered(self) -> Counts:
        """How many calls have a known status; not all remotes tell it."""
        return self._count_statuses("answered", lambda status_codes: status_codes != 0)

    @cached_property
    def failed(self) -> Counts:
        """How many of these were answered with a failure of the app."""
        return self._count_statuses("failed", is_failure)

    @cached_property
    def visitors(self) -> Counts:
        """How many different IPs."""
        counts = np.zeros(self._count, np.int64)
        for portion, pairs in self._pairs_of_ips():
            counts[portion.groups] = pairs.count_different(portion.group_count)
        return counts

    @cached_property
    def visits_per_ip(self) -> list[dict[str, int]]:
        """For each group, how many calls each IP made.

        Raises:
            InvalidInputError: there are too many to answer.
        """
        parts: list[Pairs] = []
        for portion, found in self._pairs_of_ips():
            parts.append(found.moved(portion.groups.start))
            pair_count = sum(len(part.codes) for part in parts)
            refuse_too_many(pair_count, MOST_VISITS_PER_IP, "counts of visits per IP")
        pairs = Pairs.joined(parts)
        ips = texts_of(self._scope.measurements.vocabulary("ip"), pairs.codes).tolist()
        counts = pairs.counts.tolist()
        offsets = pairs.offsets(self._count).tolist()
        return [
            dict(zip(ips[low:high], counts[low:high], strict=True))
            for low, high in pairwise(offsets)
        ]

    def quantiles_ms(self, ratio: float) -> Figures:
        """A quantile of the durations.

        Args:
            ratio: 0 is the shortest, 1 the longest.
        """
        if ratio not in self._quantiles_ms:
            self._find_quantiles(self._ratios if ratio in self._ratios else (ratio,))
        if ratio in self._from_bins:
            self.is_exact = False
        return self._quantiles_ms[ratio]

    @cached_property
    def bins(self) -> Pairs:
        """How many calls of each group lie in each bin of durations."""
        return Pairs.joined(
            pairs.moved(portion.groups.start) for portion, pairs in self._pairs_of_bins()
        )

    def _find_quantiles(self, ratios: tuple[float, ...]) -> None:
        """All at once, which costs little more than one."""
        if not self._takes_every_call:
            self._find_in_bins(ratios)
        missing = tuple(ratio for ratio in ratios if ratio not in self._quantiles_ms)
        if missing:
            self._quantiles_ms |= exact_quantiles_ms(
                self._scope, missing, lambda: (self.fastest_ms, self.slowest_ms)
            )

    def _find_in_bins(self, ratios: tuple[float, ...]) -> None:
        """As far as bins can tell."""
        found_ms = {ratio: np.full(self._count, np.nan) for ratio in ratios}
        for portion, pairs in self._pairs_of_bins():
            binned = BinnedDurations(pairs, portion.group_count)
            for ratio in tuple(found_ms):
                quantiles_ms = binned.find_quantiles_ms(ratio)
                if quantiles_ms is None:
                    del found_ms[ratio]
                else:
                    found_ms[ratio][portion.groups] = quantiles_ms
        for ratio, quantiles_ms in found_ms.items():
            self._quantiles_ms[ratio] = np.clip(quantiles_ms, self.fastest_ms, self.slowest_ms)
            self._from_bins.add(ratio)

    def _pairs_of_ips(self) -> Iterator[tuple[Portion, Pairs]]:
        return self._parts.pairs(IP_FAMILIES, "ip", "ip", lambda codes: codes.astype(np.int64))

    def _pairs_of_bins(self) -> Iterator[tuple[Portion, Pairs]]:
        return self._parts.pairs(
            BIN_FAMILIES, "duration_ms", "bin", lambda ms: bins_of(ms).astype(np.int64)
        )

    def _count_statuses(
        self, name: str, counts: Callable[[NDArray[Any]], NDArray[np.bool_]]
    ) -> Counts:
        counted = np.zeros(self._count, np.int64)
        for portion, found in self._parts.gather(STATUS_FAMILIES, "status_code"):
            groups = found.call_groups[counts(found.calls["status_code"])]
            counted[portion.groups] += _count(portion, groups)
            counted[portion.groups] += _sum(portion, found, name).astype(np.int64)
        return counted

    @cached_property
    def _takes_every_call(self) -> bool:
        """Whether quantiles are to come from the calls themselves."""
        if self._must_be_exact:
            return True
        scope = self._scope
        kept_from_us = scope.measurements.calls_from_us
        if kept_from_us is not None and scope.grouping.start_us < kept_from_us:
            return False
        if scope.measurements.call_count <= self._most_exact_calls:
            return True
        whole = Grouping(scope.grouping.edges_us[[0, -1]])
        in_range = Facts(Scope(scope.measurements, whole, {})).visits
        return int(in_range.sum()) <= self._most_exact_calls

    @cached_property
    def _extremes_ms(self) -> tuple[Figures, Figures]:
        # `ufunc.at` is fifty times as slow where it must convert.
        fastest_ms = np.full(self._count, np.inf, np.float32)
        slowest_ms = np.full(self._count, -np.inf, np.float32)
        for portion, found in self._parts.gather(MOMENT_FAMILIES, "duration_ms"):
            groups, durations_ms = found.call_groups, found.calls["duration_ms"]
            for name, keep, extremes_ms in (
                ("fastest_ms", np.minimum, fastest_ms[portion.groups]),
                ("slowest_ms", np.maximum, slowest_ms[portion.groups]),
            ):
                keep.at(extremes_ms, found.cell_groups, found.cells[name])
                keep.at(extremes_ms, groups, durations_ms)
        return fastest_ms.astype(np.float64), slowest_ms.astype(np.float64)


def _count(portion: Portion, groups: Groups, weights: NDArray[Any] | None = None) -> NDArray[Any]:
    return np.bincount(groups, weights, minlength=portion.group_count)


def _sum(portion: Portion, found: Gathered, name: str) -> Figures:
    return _count(portion, found.cell_groups, found.cells[name]).astype(np.float64, copy=False)
