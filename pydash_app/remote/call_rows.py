"""The rows of an app's calls, turned into columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.batch import MICROSECONDS, TEXT_COLUMNS, CallBatch
from pydash_app.measurements.flaws import Flaw, Reason
from pydash_app.measurements.window import Window
from pydash_app.remote.cleaning import (
    CleanColumn,
    clean_durations,
    clean_statuses,
    clean_texts,
    clean_times,
    lost_flaw,
)
from pydash_app.remote.loose_rows import MISSING, LooseRow, Why, place_of_time


class CallRow(msgspec.Struct, gc=False):
    """A row of `get_json_data` as sent. Of FMD's columns, `group_by` alone may be null."""

    endpoint: str
    execution_time: float
    time: str
    version: str
    ip: str
    group_by: str | None

    @property
    def place(self) -> str:
        """These rows have no number: the time is all there is to find one by."""
        return place_of_time(self.time)


class CallLike(Protocol):
    """A row of any wire format; what it holds may be of any type. `status_code` may be missing."""

    @property
    def endpoint(self) -> Any: ...  # noqa: D102
    @property
    def execution_time(self) -> Any: ...  # noqa: D102
    @property
    def time(self) -> Any: ...  # noqa: D102
    @property
    def version(self) -> Any: ...  # noqa: D102
    @property
    def ip(self) -> Any: ...  # noqa: D102
    @property
    def group_by(self) -> Any: ...  # noqa: D102
    @property
    def place(self) -> str: ...  # noqa: D102


def parse_calls(
    rows: Sequence[CallLike],
    window: Window,
    *,
    is_start_sent: bool = False,
) -> CallBatch:
    """The calls in `rows`, in the order of their time; ties keep the remote's order.

    Rows from outside the window are left out, and named: another window is theirs.

    Args:
        rows: as sent, see `to_batch`.
        window: what was asked for.
        is_start_sent: whether the remote also sends calls at the very start of the window, which
            are no part of it.
    """
    start_us, end_us = window.after_s * MICROSECONDS, window.until_s * MICROSECONDS
    earliest_us = start_us if is_start_sent else start_us + 1

    def is_outside(instants_us: NDArray[np.int64]) -> NDArray[np.bool_]:
        outside: NDArray[np.bool_] = (instants_us < earliest_us) | (instants_us > end_us)
        return outside

    return to_batch(rows, is_outside=is_outside).within(window)


def to_batch(
    rows: Sequence[CallLike],
    status_code: NDArray[np.uint16] | None = None,
    *,
    is_outside: Callable[[NDArray[np.int64]], NDArray[np.bool_]] | None = None,
) -> CallBatch:
    """The calls in `rows`, in the order of their time; ties keep the remote's order.

    A row without a readable time or duration is left out, and any other value that can't be read;
    a text that is too long is cut. Each is among the batch's flaws.

    Args:
        rows: as sent: `execution_time` in milliseconds; `time` in UTC though not marked so,
            without a fraction when it falls on a whole second.
        status_code: shape (rows,), instead of those that the rows have.
        is_outside: tells of instants which ones were not asked for.

    Source:
        Flask-MonitoringDashboard 1.13.1, views/export/json.py.
    """
    times = clean_times([row.time for row in rows])
    durations = clean_durations([row.execution_time for row in rows])
    outside = [] if is_outside is None else np.flatnonzero(is_outside(times.values)).tolist()
    lost = _why_lost(rows, times, durations, outside)
    flaws = [lost_flaw(rows[place], why) for place, why in lost.items()]
    if lost:
        kept = np.setdiff1d(np.arange(len(rows)), list(lost))
        rows = [rows[place] for place in kept.tolist()]
        times, durations = _take(times, kept), _take(durations, kept)
        status_code = None if status_code is None else status_code[kept]
    batch = _batch_of(rows, times, durations, status_code)
    return replace(batch, flaws=(*flaws, *batch.flaws)).sorted_by_time()


def _batch_of(
    rows: Sequence[CallLike],
    times: CleanColumn,
    durations: CleanColumn,
    status_code: NDArray[np.uint16] | None,
) -> CallBatch:
    """The calls of rows that all are some."""
    flaws = _changed(rows, "id", _strange_ids(rows))
    flaws += _changed(rows, "time", times.changed)
    flaws += _changed(rows, "duration", durations.changed)
    if status_code is None:
        status_code, strange = _statuses(rows)
        flaws += strange
    texts = {
        name: clean_texts(name, [getattr(row, name) for row in rows], rows)
        for name in TEXT_COLUMNS
    }
    flaws += [flaw for _, found in texts.values() for flaw in found]
    return CallBatch(
        called_at_us=times.values,
        duration_ms=durations.values,
        status_code=status_code,
        flaws=tuple(flaws),
        **{name: column for name, (column, _) in texts.items()},
    )


def _why_lost(
    rows: Sequence[CallLike],
    times: CleanColumn,
    durations: CleanColumn,
    outside: Sequence[int],
) -> dict[int, Why]:
    """By the place of a row that becomes no call, why; each has one reason, the first of these."""
    found: dict[int, Why] = {
        place: row.verdict
        for place, row in enumerate(rows)
        if isinstance(row, LooseRow) and row.verdict is not None
    }
    for column, clean in (("time", times), ("duration", durations)):
        for place, reason in clean.lost.items():
            found.setdefault(place, (column, reason))
    for place in outside:
        found.setdefault(place, ("time", "outside"))
    return dict(sorted(found.items()))


def _strange_ids(rows: Sequence[CallLike]) -> dict[int, Reason]:
    """Ids that are no numbers; nothing is stored of any, so the calls stay."""
    loose = ((call, row.id) for call, row in enumerate(rows) if isinstance(row, LooseRow))
    return {
        call: "missing" if row_id is None else "unreadable"
        for call, row_id in loose
        if row_id is not MISSING and type(row_id) is not int
    }


def _statuses(rows: Sequence[CallLike]) -> tuple[NDArray[np.uint16] | None, list[Flaw]]:
    values = [getattr(row, "status_code", None) for row in rows]
    if all(value is None or value is MISSING for value in values):
        return None, []
    clean = clean_statuses(values)
    return clean.values, _changed(rows, "status_code", {**clean.lost, **clean.changed})


def _changed(rows: Sequence[CallLike], column: str, changed: Mapping[int, Reason]) -> list[Flaw]:
    return [Flaw(rows[call].place, column, reason, call) for call, reason in changed.items()]


def _take(column: CleanColumn, kept: NDArray[np.intp]) -> CleanColumn:
    """Those rows of a column that become calls."""
    places = {before: after for after, before in enumerate(kept.tolist())}
    changed = {places[row]: why for row, why in column.changed.items() if row in places}
    return replace(column, values=column.values[kept], lost={}, changed=changed)
