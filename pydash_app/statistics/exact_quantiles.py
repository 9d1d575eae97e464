"""Quantiles of every single call, however many there are."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from pydash_app.statistics.gathering import MOST_ROWS, Scope
from pydash_app.statistics.portions import Portion, divide
from pydash_app.statistics.quantiles import Durations, find_quantiles_ms
from pydash_app.statistics.ranks import Order, order
from pydash_app.statistics.streamed_ranks import StreamedCells
from pydash_app.statistics.work_slots import long_work_slot

FEW_ENOUGH_TO_SORT = 4 * MOST_ROWS
"""Calls of one slice that are taken at once: reading them twice takes twice as long."""

Extremes = Callable[[], tuple[Durations, Durations]]
"""Gives the shortest and the longest duration of each group."""


def exact_quantiles_ms(
    scope: Scope, ratios: Sequence[float], extremes: Extremes
) -> dict[float, Durations]:
    """The quantiles of each group, by their ratio; NaN for a group without calls.

    Raises:
        CallsDroppedError: some of the calls are kept no more.
    """
    found_ms = {ratio: np.full(scope.grouping.count, np.nan) for ratio in ratios}
    for portion in divide(scope, (), most_rows_of_slice=FEW_ENOUGH_TO_SORT):
        for ordered in _orders_of(portion, extremes):
            of_portion = find_quantiles_ms(ordered, ratios, portion.group_count)
            for ratio, quantiles_ms in of_portion.items():
                found_ms[ratio][portion.groups] = quantiles_ms
    return found_ms


def _orders_of(portion: Portion, extremes: Extremes) -> Iterator[Order]:
    """One, which is used before the next portion is asked for."""
    if len(portion.scopes) > 1:
        fastest_ms, slowest_ms = (each[portion.groups] for each in extremes())
        with long_work_slot():
            yield StreamedCells.count(portion, float(fastest_ms.min()), float(slowest_ms.max()))
    else:
        for part in portion.gather(("duration_ms",)):
            yield order(part.calls["duration_ms"], part.call_groups, portion.group_count)
