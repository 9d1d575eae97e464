"""What statistics are made of: a few figures for each group of calls, each computed once.

Counts, sums, extremes and visitors are exact, wherever they come from. Quantiles are exact up to
`MOST_EXACT_CALLS` in range, or when that is asked for; beyond that they may come from histograms.
"""

from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.counting import is_failure
from pydash_app.measurements.histogram import bins_of
from pydash_app.measurements.segment import CallColumns
from pydash_app.statistics.answer_size import texts_of
from pydash_app.statistics.gathering import Gathered, Scope
from pydash_app.statistics.grouping import Grouping
from pydash_app.statistics.pairs import Pairs, refuse_too_many
from pydash_app.statistics.quantiles import BinnedDurations, GroupedDurations

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
        self._for_many_quantiles = for_many_quantiles
        self._most_exact_calls = MOST_EXACT_CALLS if most_exact_calls is None else most_exact_calls
        self.is_exact = True

    @cached_property
    def visits(self) -> Counts:
        """How many calls."""
        found = self._scope.gather(MOMENT_FAMILIES, ())
        counted = np.bincount(found.call_groups, minlength=self._count)
        return counted + self._sum(found, "visits").astype(np.int64)

    @cached_property
    def totals_ms(self) -> Figures:
        """The sum of the durations, taken in float64: float32 loses a digit for ten calls."""
        found = self._measured
        durations_ms = found.calls["duration_ms"]
        summed = np.bincount(found.call_groups, durations_ms, minlength=self._count)
        return summed + self._sum(found, "total_ms")

    @cached_property
    def fastest_ms(self) -> Figures:
        """The shortest duration."""
        return self._extreme("fastest_ms", np.minimum, np.inf)

    @cached_property
    def slowest_ms(self) -> Figures:
        """The longest duration."""
        return self._extreme("slowest_ms", np.maximum, -np.inf)

    @cached_property
    def answered(self) -> Counts:
        """How many calls have a known status; not all remotes tell it."""
        found = self._with_status
        known = found.calls["status_code"] != 0
        counted = np.bincount(found.call_groups[known], minlength=self._count)
        return counted + self._sum(found, "answered").astype(np.int64)

    @cached_property
    def failed(self) -> Counts:
        """How many of these were answered with a failure of the app."""
        found = self._with_status
        failed = is_failure(found.calls["status_code"])
        counted = np.bincount(found.call_groups[failed], minlength=self._count)
        return counted + self._sum(found, "failed").astype(np.int64)

    @cached_property
    def visitors(self) -> Counts:
        """How many different IPs."""
        return self._ip_pairs.count_different(self._count)

    @cached_property
    def visits_per_ip(self) -> list[dict[str, int]]:
        """For each group, how many calls each IP made.

        Raises:
            InvalidInputError: there are too many to answer.
        """
        pairs = self._ip_pairs
        refuse_too_many(len(pairs.codes), MOST_VISITS_PER_IP, "counts of visits per IP")
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
        if not self._takes_every_call:
            found = self._binned.find_quantiles_ms(ratio)
            if found is not None:
                self.is_exact = False
                return np.clip(found, self.fastest_ms, self.slowest_ms)
        return self._durations.quantiles_ms(ratio)

    @cached_property
    def bins(self) -> Pairs:
        """How many calls of each group lie in each bin of durations."""
        found = self._scope.gather(BIN_FAMILIES, ("duration_ms",))
        codes = bins_of(found.calls["duration_ms"]).astype(np.int64)
        return _add_up(found, "bin", codes)

    @cached_property
    def _ip_pairs(self) -> Pairs:
        found = self._scope.gather(IP_FAMILIES, ("ip",))
        return _add_up(found, "ip", found.calls["ip"].astype(np.int64))

    @cached_property
    def _measured(self) -> Gathered:
        return self._scope.gather(MOMENT_FAMILIES, ("duration_ms",))

    @cached_property
    def _with_status(self) -> Gathered:
        return self._scope.gather(STATUS_FAMILIES, ("status_code",))

    @cached_property
    def _durations(self) -> GroupedDurations:
        calls: CallColumns = self._scope.read_calls(("duration_ms",))
        groups = self._scope.grouping.of_calls(calls)
        return GroupedDurations(
            calls["duration_ms"],
            groups,
            self._count,
            for_many_quantiles=self._for_many_quantiles,
        )

    @cached_property
    def _binned(self) -> BinnedDurations:
        return BinnedDurations(self.bins, self._count)

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

    def _sum(self, found: Gathered, name: str) -> Figures:
        summed: Figures = np.bincount(
            found.cell_groups, found.cells[name], minlength=self._count
        ).astype(np.float64, copy=False)
        return summed

    def _extreme(self, name: str, keep: np.ufunc, start: float) -> Figures:
        found = self._measured
        # `ufunc.at` is fifty times as slow where it must convert.
        extremes = np.full(self._count, start, np.float32)
        keep.at(extremes, found.cell_groups, found.cells[name])
        keep.at(extremes, found.call_groups, found.calls["duration_ms"])
        return extremes.astype(np.float64)


def _add_up(found: Gathered, field: str, call_codes: NDArray[np.int64]) -> Pairs:
    cells = found.cells
    if not len(cells):
        return Pairs.added_up(found.call_groups, call_codes, np.ones(len(call_codes), np.int64))
    if not len(call_codes):
        return Pairs.added_up(found.cell_groups, cells.field(field), cells["visits"])
    return Pairs.added_up(
        np.concatenate([found.cell_groups, found.call_groups]),
        np.concatenate([cells.field(field), call_codes]),
        np.concatenate([cells["visits"], np.ones(len(call_codes), np.int64)]),
    )
