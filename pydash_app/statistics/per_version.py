"""How a version served each user, or each address."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.store import Measurements
from pydash_app.statistics.answer_size import texts_of
from pydash_app.statistics.boxes import order_of
from pydash_app.statistics.gathering import Scope
from pydash_app.statistics.pair_totals import PairTotals
from pydash_app.statistics.pairs import refuse_too_many
from pydash_app.statistics.portions import divide
from pydash_app.statistics.query import Selection, StatisticAnswer
from pydash_app.statistics.selecting import range_of, scope_of

MOST_AVERAGES = 500_000
"""Each is a dictionary of its own, of which half a million take a second and 200 MB."""

Served = Mapping[int, dict[str, dict[str, float]]]
"""By the code of a version: each address or group with what the API says of its calls."""


def averages_per_version_and(
    measurements: Measurements,
    selection: Selection,
    column: Literal["ip", "group_by"],
    *,
    now: datetime,
) -> StatisticAnswer:
    """For each version and each IP or group with calls, their number and average time.

    Returns:
        by version, in the order first seen, then by text, in the order first seen.

    Raises:
        CallsDroppedError: it needs calls that are kept no more.
        InvalidInputError: there are too many averages to answer.
    """
    scope = scope_of(measurements, selection, range_of(measurements, selection, now))
    found = _add_up(scope, column)
    refuse_too_many(len(found.pairs.codes), MOST_AVERAGES, "averages")
    served = _served(found, texts_of(measurements.vocabulary(column), found.pairs.codes))
    versions = measurements.vocabulary("version").list_texts()
    in_order = [code for code in order_of(measurements, "version") if code in served]
    return StatisticAnswer({versions[version]: served[version] for version in in_order})


def _add_up(scope: Scope, column: str) -> PairTotals:
    """How many calls each version and each code of a column have, and how long they took."""
    return PairTotals.joined(
        PairTotals.added_up(
            part.calls["version"].astype(np.intp), part.calls[column], part.calls["duration_ms"]
        )
        for portion in divide(scope, ())
        for part in portion.gather(("version", column, "duration_ms"))
    )


def _served(found: PairTotals, texts: NDArray[np.object_]) -> Served:
    pairs = found.pairs
    rows = zip(
        pairs.groups.tolist(),
        texts.tolist(),
        (found.totals_ms / pairs.counts).tolist(),
        pairs.counts.tolist(),
        strict=True,
    )
    served: dict[int, dict[str, dict[str, float]]] = {}
    for version, text, average_ms, visits in rows:
        figures = {"average_execution_time": average_ms, "total_visits": visits}
        served.setdefault(version, {})[text] = figures
    return served
