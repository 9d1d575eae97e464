"""Adds calls up to cells."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.cells import COUNTS, FIELD_BITS, STATUSES, UNIT_US, Cells, Family
from pydash_app.measurements.histogram import bins_of
from pydash_app.measurements.segment import Columns

FIRST_FAILURE = 500
"""The lowest status code by which an answer says that the app failed."""


def count_cells(family: Family, columns: Columns) -> Cells:
    """Add calls up.

    Args:
        family: by what.
        columns: of the calls, in any order; those that `family.columns` names, and the time.

    Returns:
        ascending. A call whose status is not known is in no cell of `STATUSES`.
    """
    if family.values == STATUSES:
        columns = _with_known_status(columns)
    keys = columns["called_at_us"] // UNIT_US[family.unit]
    for name in family.fields:
        codes = bins_of(columns["duration_ms"]) if name == "bin" else columns[name]
        keys = (keys << FIELD_BITS[name]) | codes.astype(np.int64)
    return Cells.added_up([Cells(family, keys, _values_of(family, columns))], family)


def is_failure(status_codes: NDArray[Any]) -> NDArray[np.bool_]:
    """Which answers say that the app failed; 4xx says that its caller did."""
    failed: NDArray[np.bool_] = status_codes >= FIRST_FAILURE
    return failed


def _values_of(family: Family, columns: Columns) -> dict[str, NDArray[Any]]:
    """What each call is worth as a cell of its own."""
    ones = np.ones(len(columns["called_at_us"]), np.int64)
    if family.values == STATUSES:
        return {"answered": ones, "failed": is_failure(columns["status_code"]).astype(np.int64)}
    if family.values == COUNTS:
        return {"visits": ones}
    durations_ms = columns["duration_ms"]
    return {
        "visits": ones,
        "total_ms": durations_ms.astype(np.float64),
        "fastest_ms": durations_ms,
        "slowest_ms": durations_ms,
    }


def _with_known_status(columns: Columns) -> Columns:
    """The calls whose status is known: none where they came without that column."""
    unknown = np.zeros(len(columns["called_at_us"]), np.uint8)
    status_codes = columns.get("status_code", unknown)
    is_known = status_codes != 0
    known = {name: values[is_known] for name, values in columns.items()}
    return {**known, "status_code": status_codes[is_known]}
