"""Turns a selection into what the store understands: instants and codes."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pydash_app.errors import InvalidInputError
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
    """From when until when, with the defaults filled in: the first call, and now.

    Raises:
        InvalidInputError: the one that is given lies beyond the default of the other.
    """
    start, end = selection.start_at, selection.end_at
    if start is not None and end is None and start > now:
        raise _invalid("start_date", "This is after now, which end_date is by default.")
    first_us = measurements.first_call_at_us
    first = None if first_us is None else from_us(first_us)
    if start is None and end is not None and first is not None and first > end:
        reason = "This is before the first call, which start_date is by default."
        raise _invalid("end_date", reason)
    end = now if end is None else end
    return min(first or end, end) if start is None else start, end


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


def is_range_known(coverage: Coverage, edges_us: NDArray[np.int64], facts: Facts) -> bool:
    """Tell of a whole range whether anything is known, as `told_slices` does of each slice.

    An empty range has no calls, which is known; and while nothing was ever fetched, there is
    nothing that others could be compared with: what is not there yet counts as none.
    """
    is_empty = edges_us[0] >= edges_us[-1]
    return bool(is_empty or not coverage.runs or told_slices(coverage, edges_us, facts).any())


def told_slices(
    coverage: Coverage, edges_us: NDArray[np.int64], facts: Facts
) -> NDArray[np.bool_]:
    """Tell of each slice whether it has an answer: any of it was fetched, or it has calls.

    Calls may be there where it is not known that all are: behind the last second that is
    complete, or in a gap. They count everywhere, or the sum of slices were not the whole.

    Args:
        coverage: what was fetched.
        edges_us: shape (slices + 1,), microseconds since 1970.
        facts: of these slices.
    """
    known = known_slices(coverage, edges_us)
    return known if known.all() else known | (facts.visits > 0)


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


def _invalid(field: str, reason: str) -> InvalidInputError:
    return InvalidInputError(reason, fields={field: reason})


def _edges_us(bounds: tuple[datetime, datetime]) -> NDArray[np.int64]:
    return np.array([to_us(bound) for bound in bounds])
