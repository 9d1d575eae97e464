"""Tells which of some calls are stored already."""

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.batch import TEXT_COLUMNS
from pydash_app.measurements.segment import CallColumns, Columns

COMPARED = ("duration_ms", *TEXT_COLUMNS)
"""What makes two calls of the same microsecond the same, besides that."""


def find_new(
    columns: Columns,
    known: NDArray[np.bool_],
    kept_from_us: int | None,
    read: Callable[[int, int, tuple[str, ...]], CallColumns],
) -> NDArray[np.bool_]:
    """Which calls are not stored, and were not before they were dropped.

    Args:
        columns: of the calls, coded by the dashboard's vocabularies.
        known: shape (calls,), which of them may be stored; at least one.
        kept_from_us: the first instant of which no call was dropped; `None` when none ever was.
        read: reads columns of the stored calls from an instant to before another.

    Returns:
        shape (calls,).
    """
    times_us = columns["called_at_us"]
    kept = ~known
    if kept_from_us is not None:
        known = known & (times_us >= kept_from_us)
    places = np.flatnonzero(known)
    if len(places):
        some = {name: values[places] for name, values in columns.items()}
        start_us, end_us = int(times_us[places[0]]), int(times_us[places[-1]]) + 1
        kept[places] = find_missing(some, read(start_us, end_us, COMPARED))
    return kept


def find_missing(columns: Columns, stored: CallColumns) -> NDArray[np.bool_]:
    """Which calls are not among those stored; of several that are alike, as many as are missing.

    Args:
        columns: of the calls, coded by the dashboard's vocabularies.
        stored: with `COMPARED`, all calls of the same stretch of time.

    Returns:
        shape (calls,).
    """
    known = Counter(_rows(stored.columns))
    missing = np.ones(len(columns["called_at_us"]), np.bool_)
    for place, row in enumerate(_rows(columns)):
        if known[row]:
            known[row] -= 1
            missing[place] = False
    return missing


def _rows(columns: Columns) -> Iterator[tuple[float, ...]]:
    lists = (columns[name].tolist() for name in ("called_at_us", *COMPARED))
    return zip(*lists, strict=True)
