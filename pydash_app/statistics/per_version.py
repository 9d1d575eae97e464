"""How a version served each user, or each address."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.store import Measurements
from pydash_app.statistics.answer_size import texts_of
from pydash_app.statistics.boxes import order_of
from pydash_app.statistics.pairs import Pairs, refuse_too_many
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
    calls = scope.read_calls(("version", column, "duration_ms"))
    pairs, totals_ms = Pairs.with_totals(
        calls["version"].astype(np.intp), calls[column], calls["duration_ms"]
    )
    refuse_too_many(len(pairs.codes), MOST_AVERAGES, "averages")
    served = _served(pairs, texts_of(measurements.vocabulary(column), pairs.codes), totals_ms)
    versions = measurements.vocabulary("version").list_texts()
    in_order = [code for code in order_of(measurements, "version") if code in served]
    return StatisticAnswer({versions[version]: served[version] for version in in_order})


def _served(pairs: Pairs, texts: NDArray[np.object_], totals_ms: NDArray[np.float64]) -> Served:
    rows = zip(
        pairs.groups.tolist(),
        texts.tolist(),
        (totals_ms / pairs.counts).tolist(),
        pairs.counts.tolist(),
        strict=True,
    )
    served: dict[int, dict[str, dict[str, float]]] = {}
    for version, text, average_ms, visits in rows:
        figures = {"average_execution_time": average_ms, "total_visits": visits}
        served.setdefault(version, {})[text] = figures
    return served
