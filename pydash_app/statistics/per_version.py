"""How a version served each user, or each address."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.store import Measurements
from pydash_app.statistics.boxes import order_of
from pydash_app.statistics.pairs import Pairs, refuse_too_many
from pydash_app.statistics.query import Selection, StatisticAnswer
from pydash_app.statistics.selecting import range_of, scope_of

MOST_AVERAGES = 500_000
"""Each is a dictionary of its own, of which half a million take a second and 200 MB."""

Served = Mapping[int, list[tuple[int, dict[str, float]]]]
"""By the code of a version: each other code with what the API says of its calls."""


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
    served = _served(calls["version"], calls[column], calls["duration_ms"])
    texts = measurements.vocabulary(column).list_texts()
    versions = measurements.vocabulary("version").list_texts()
    in_order = [code for code in order_of(measurements, "version") if code in served]
    return StatisticAnswer(
        {
            versions[version]: {texts[code]: figures for code, figures in served[version]}
            for version in in_order
        }
    )


def _served(
    versions: NDArray[np.uint32], codes: NDArray[np.uint32], durations_ms: NDArray[np.float32]
) -> Served:
    pairs, totals_ms = Pairs.with_totals(versions.astype(np.intp), codes, durations_ms)
    refuse_too_many(len(pairs.codes), MOST_AVERAGES, "averages")
    rows = zip(
        pairs.groups.tolist(),
        pairs.codes.tolist(),
        (totals_ms / pairs.counts).tolist(),
        pairs.counts.tolist(),
        strict=True,
    )
    served: dict[int, list[tuple[int, dict[str, float]]]] = {}
    for version, code, average_ms, visits in rows:
        figures = {"average_execution_time": average_ms, "total_visits": visits}
        served.setdefault(version, []).append((code, figures))
    return served
