"""Turns a selection into what the store understands: instants and codes."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.batch import MICROSECONDS
from pydash_app.measurements.ledger import Coverage
from pydash_app.measurements.store import Measurements
from pydash_app.statistics.facts import Facts
from pydash_app.statistics.gathering import Scope
from pydash_app.statistics.grouping import Grouping
from pydash_app.statistics.instants import from_us, to_us
from pydash_app.statistics.query import Selection


def range_of(
    measurements: Measurements, selection: Selection, now: datetime
) -> tuple[datetime, datetime]:
    """From when until when, with the defaults filled in: the first call, and now."""
    end = selection.end_at or max(now, selection.start_at or now)
    if selection.start_at is not None:
        return selection.start_at, end
    first_us = measurements.first_call_at_us
    return end if first_us is None else min(from_us(first_us), end), end


def scope_of(
    measurements: Measurements, selection: Selection, bounds: tuple[datetime, datetime]
) -> Scope:
    """The calls between two instants that pass the filters, in one group."""
    return _scope(measurements, selection, Grouping(_edges_us(bounds)))


def facts_of_all(
    measurements: Measurements,
    selection: Selection,
    bounds: tuple[datetime, datetime],
    *,
    most_exact_calls: int | None = None,
) -> Facts:
    """The facts of the calls between two instants, as one group."""
    return Facts(
        scope_of(measurements, selection, bounds),
        must_be_exact=selection.must_be_exact,
        for_many_quantiles=True,
        most_exact_calls=most_exact_calls,
    )


def facts_by_slice(
    measurements: Measurements,
    selection: Selection,
    edges_us: NDArray[np.int64],
    *,
    most_exact_calls: int | None = None,
    for_many_quantiles: bool = False,
) -> Facts:
    """The facts of each slice of time.

    Args:
        measurements: of the dashboard.
        selection: whose filters count.
        edges_us: shape (slices + 1,), ascending, microseconds since 1970.
        most_exact_calls: up to how many calls in range quantiles come from the calls.
        for_many_quantiles: whether more than one quantile will be asked for.
    """
    return Facts(
        _scope(measurements, selection, Grouping(edges_us)),
        must_be_exact=selection.must_be_exact,
        for_many_quantiles=for_many_quantiles,
        most_exact_calls=most_exact_calls,
    )


def facts_by_text(
    measurements: Measurements,
    selection: Selection,
    bounds: tuple[datetime, datetime],
    column: str,
    *,
    most_exact_calls: int | None = None,
) -> Facts:
    """The facts of each code of a text column, between two instants."""
    size = len(measurements.vocabulary(column))
    return Facts(
        _scope(measurements, selection, Grouping(_edges_us(bounds), (column,), (size,))),
        must_be_exact=selection.must_be_exact,
        for_many_quantiles=True,
        most_exact_calls=most_exact_calls,
    )


def known_slices(coverage: Coverage, edges_us: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell of each slice whether any of it was fetched; what is not known is not zero.

    Args:
        coverage: what was fetched.
        edges_us: shape (slices + 1,), microseconds since 1970.

    Returns:
        shape (slices,). What lies before the first run counts as fetched: the remote was asked
        for its whole history, and has none there.
    """
    starts_us, ends_us = edges_us[:-1], edges_us[1:]
    known = np.zeros(len(starts_us), np.bool_)
    for run in coverage.runs:
        known |= (ends_us > run.after_s * MICROSECONDS) & (starts_us < run.until_s * MICROSECONDS)
    if coverage.complete_from_s is not None:
        known |= starts_us < coverage.complete_from_s * MICROSECONDS
    return known


def _scope(measurements: Measurements, selection: Selection, grouping: Grouping) -> Scope:
    where = {
        name: measurements.vocabulary(name).find_codes(texts)
        for name, texts in selection.filters.items()
    }
    return Scope(measurements, grouping, where)


def _edges_us(bounds: tuple[datetime, datetime]) -> NDArray[np.int64]:
    return np.array([to_us(bound) for bound in bounds])
