"""Exports the calls of a dashboard, one piece after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

import numpy as np

from pydash_app.audit import Subject, note
from pydash_app.dashboard import repository
from pydash_app.database import Database, Root, reading
from pydash_app.errors import CallsDroppedError
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import TEXT_COLUMNS, CallBatch, TextColumn
from pydash_app.measurements.cells import HOUR_US
from pydash_app.measurements.segment import CallColumns
from pydash_app.measurements.store import Measurements
from pydash_app.statistics.instants import from_us, to_us
from pydash_app.statistics.query import Selection
from pydash_app.statistics.selecting import facts_by_slice, range_of

MOST_CALLS_AT_ONCE = 65_536
"""How many calls are in memory at once, more or less: as many as a segment may have."""


@dataclass(frozen=True, slots=True)
class CallExport:
    """What is exported.

    Attributes:
        dashboard_name: as its owner calls it.
        batches: the calls in the order of their time, read as they are asked for; between two
            batches nothing of the database is held.
        complete_until_s: what lies behind may lack calls, seconds since 1970; `None` where nothing
            was fetched yet.
    """

    dashboard_name: str
    batches: Iterator[CallBatch]
    complete_until_s: int | None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to read.

    Attributes:
        edges_us: from each to the next there are some `MOST_CALLS_AT_ONCE` calls.
    """

    subject: Subject
    dashboard_name: str
    edges_us: list[int]
    complete_until_s: int | None


def export_calls(
    database: Database, user_id: UUID, dashboard_id: UUID, selection: Selection, *, now: datetime
) -> CallExport:
    """Get the calls of a dashboard that a selection is about.

    A call that is there when this is called comes exactly once, whatever is stored or packed
    meanwhile. One that fills a gap meanwhile may come, and then once.

    Raises:
        NotFoundError: there is no such dashboard; from `batches`, it was deleted meanwhile.
        NotAllowedError: it belongs to somebody else.
        CallsDroppedError: calls of this range are kept no more.
    """
    plan = _plan(database, user_id, dashboard_id, selection, now=now)
    note(database, "dashboard_exported", plan.subject)
    pieces = (
        _read_piece(database, str(dashboard_id), selection, start_us, end_us)
        for start_us, end_us in pairwise(plan.edges_us)
    )
    return CallExport(plan.dashboard_name, filter(len, pieces), plan.complete_until_s)


@reading
def _plan(
    root: Root, user_id: UUID, dashboard_id: UUID, selection: Selection, *, now: datetime
) -> _Plan:
    dashboard = repository.get_owned(root, str(user_id), str(dashboard_id))
    stored = measurements.get(root, dashboard.id)
    start_us, end_us = _range_of(stored, selection, now)
    edges_us = _cut(stored, start_us, end_us) if start_us < end_us else []
    until_s = stored.knowledge().complete_until_s
    return _Plan(dashboard.subject, dashboard.name, edges_us, until_s)


def _range_of(stored: Measurements, selection: Selection, now: datetime) -> tuple[int, int]:
    """From when until when there are calls to export, microseconds since 1970."""
    start_us, end_us = map(to_us, range_of(stored, selection, now))
    first_us, last_us = stored.first_call_at_us, stored.last_call_at_us
    if first_us is None or last_us is None:
        return start_us, start_us
    kept_from_us = stored.calls_from_us or first_us
    if selection.start_at is not None and max(start_us, first_us) < kept_from_us:
        reason = f"Single calls are kept from {from_us(kept_from_us):%Y-%m-%dT%H:%M:%SZ} on."
        raise CallsDroppedError(reason, fields={"start_date": reason})
    return max(start_us, kept_from_us), min(end_us, last_us + 1)


def _cut(stored: Measurements, start_us: int, end_us: int) -> list[int]:
    """Cut a range into pieces that hold about as many calls each.

    Full hours are counted by roll-ups. Within an hour, calls are taken to come evenly.
    """
    full_hours = np.arange(start_us - start_us % HOUR_US + HOUR_US, end_us, HOUR_US)
    hours_us = np.concatenate(([start_us], full_hours, [end_us]))
    visits = facts_by_slice(stored, Selection(), hours_us).visits
    reached = np.concatenate(([0], np.cumsum(visits))) // MOST_CALLS_AT_ONCE
    edges_us = [start_us]
    for hour in np.flatnonzero(np.diff(reached)).tolist():
        low_us, high_us = hours_us[hour], hours_us[hour + 1]
        parts = int(visits[hour]) // MOST_CALLS_AT_ONCE + 1
        edges_us += np.linspace(low_us, high_us, parts, endpoint=False, dtype=np.int64).tolist()
    return [*dict.fromkeys(edges_us), end_us]


@reading
def _read_piece(
    root: Root, dashboard_id: str, selection: Selection, start_us: int, end_us: int
) -> CallBatch:
    """Read calls, wherever they are stored by now."""
    stored = measurements.get(root, dashboard_id)
    where = {
        name: stored.vocabulary(name).find_codes(texts)
        for name, texts in selection.filters.items()
    }
    names = ("duration_ms", "status_code", *TEXT_COLUMNS)
    calls = stored.read(start_us, end_us, names, where=where)
    return _batch_of(stored, calls)


def _batch_of(stored: Measurements, calls: CallColumns) -> CallBatch:
    endpoint, version, ip, group_by = (_decoded(stored, calls, name) for name in TEXT_COLUMNS)
    return CallBatch(
        calls.called_at_us,
        calls["duration_ms"],
        endpoint,
        version,
        ip,
        group_by,
        status_code=calls["status_code"],
    )


def _decoded(stored: Measurements, calls: CallColumns, name: str) -> TextColumn:
    known, codes = np.unique(calls[name], return_inverse=True)
    vocabulary = stored.vocabulary(name)
    texts = tuple(vocabulary.get_text(code) for code in known.tolist())
    return TextColumn(codes.astype(np.uint32), texts)
