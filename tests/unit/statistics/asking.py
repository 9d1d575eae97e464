"""Asks the domain what the oracle is asked, over the same rows."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window
from pydash_app.statistics.answering import answer
from pydash_app.statistics.query import StatisticQuery
from tests.factories import make_batch
from tests.unit.statistics.oracle import EPOCH, Question, Row

Run = tuple[int, int]

LATER_US = 4_000_000_000_000_000
"""In 2096: whatever is stored, the months of it are over."""


def make_measurements(
    rows: Sequence[Row], runs: Sequence[Run], *, compact_after: Sequence[int] = ()
) -> Measurements:
    """Store rows, each in the run of fetched seconds that it belongs to, or without one.

    Args:
        rows: to be stored.
        runs: in the order in which they are fetched.
        compact_after: numbers of the runs after which the store is compacted.
    """
    measurements = Measurements()
    for number, (after_s, until_s) in enumerate(runs):
        window = Window(after_s, until_s)
        inside = [row for row in rows if is_inside(row.called_at, (after_s, until_s))]
        measurements.append(window, _batch_of(inside))
        if number in compact_after:
            measurements.compact(LATER_US)
    outside = [row for row in rows if not any(is_inside(row.called_at, run) for run in runs)]
    if outside:
        measurements.merge(_batch_of(outside), complete_until_s=None)
    return measurements


def _batch_of(rows: Sequence[Row]) -> CallBatch:
    in_order = sorted(rows, key=lambda row: row.called_at)
    return make_batch(
        [row.called_at for row in in_order],
        durations_ms=[row.duration_ms for row in in_order],
        endpoints=[row.endpoint for row in in_order],
        versions=[row.version for row in in_order],
        ips=[row.ip for row in in_order],
        groups=[row.group_by for row in in_order],
        status_codes=_status_codes(in_order),
    )


def _status_codes(rows: Sequence[Row]) -> list[int] | None:
    """As a remote sends them: no column at all where it knows none."""
    codes = [row.status_code for row in rows]
    return [code or 0 for code in codes] if any(codes) else None


def is_inside(instant: datetime, run: Run) -> bool:
    """Whether a run of fetched seconds (after, until] holds an instant."""
    after_s, until_s = run
    return after_s < (instant - EPOCH).total_seconds() <= until_s


def ask(measurements: Measurements, question: Question, *, now: datetime) -> object:
    """Ask the domain."""
    query = StatisticQuery(
        statistic=question.statistic,
        start_at=question.start_at,
        end_at=question.end_at,
        timeslice=question.timeslice,
        is_static=question.is_static,
        timezone=ZoneInfo(question.timezone),
        **{name: tuple(texts) for name, texts in question.filters.items()},  # type: ignore[arg-type]
    )
    return answer(measurements, query, now=now).value
