"""The rows of FMD's `get_json_data`, turned into columns."""

import re
from collections.abc import Sequence
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from pydash_app.errors import BadRemoteDataError
from pydash_app.measurements.batch import MICROSECONDS, CallBatch, TextColumn
from pydash_app.measurements.window import Window

_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?", re.ASCII)
"""What `str(datetime)` writes: no fraction where the microseconds are 0."""

_FLOAT32_MAX = float(np.finfo(np.float32).max)

LONGEST_TEXT_CHARACTERS = 10_000
"""FMD's own columns hold 250. One name is kept once, and goes into every answer about it."""


class CallRow(msgspec.Struct, gc=False):
    """A row as sent. Of FMD's columns, `group_by` alone may be null."""

    endpoint: str
    execution_time: float
    time: str
    version: str
    ip: str
    group_by: str | None


class CallLike(Protocol):
    """A row of any wire format."""

    @property
    def endpoint(self) -> str | None: ...  # noqa: D102
    @property
    def execution_time(self) -> float: ...  # noqa: D102
    @property
    def time(self) -> str | None: ...  # noqa: D102
    @property
    def version(self) -> str | None: ...  # noqa: D102
    @property
    def ip(self) -> str: ...  # noqa: D102
    @property
    def group_by(self) -> str | None: ...  # noqa: D102


def parse_calls(
    rows: Sequence[CallLike], window: Window, *, is_start_sent: bool = False
) -> CallBatch:
    """The calls in `rows`, in the order of their time; ties keep the remote's order.

    Args:
        rows: as sent, see `to_batch`.
        window: what was asked for.
        is_start_sent: whether the remote also sends calls at the very start of the window, which
            are no part of it.

    Raises:
        BadRemoteDataError: a value can't be a call's, or a row lies outside.
    """
    batch = to_batch(rows)
    inside = batch.within(window)
    start_us = window.after_s * MICROSECONDS
    surplus = int((batch.called_at_us == start_us).sum()) if is_start_sent else 0
    if len(inside) + surplus < len(batch):
        raise _bad("calls from outside the time that PyDash asked for")
    return inside


def to_batch(rows: Sequence[CallLike], status_code: NDArray[np.uint16] | None = None) -> CallBatch:
    """The calls in `rows`, in the order of their time; ties keep the remote's order.

    Texts are taken as they are: `"None"` is a value, and so is one with a NUL in it. A duration
    below 0 is what FMD measures when the remote's clock is set back meanwhile, and stays.

    Args:
        rows: as sent: `execution_time` in milliseconds; `time` in UTC though not marked so,
            without a fraction when it falls on a whole second.
        status_code: shape (rows,), where they have one.

    Raises:
        BadRemoteDataError: a value can't be a call's.

    Source:
        Flask-MonitoringDashboard 1.13.1, views/export/json.py.
    """
    return CallBatch(
        called_at_us=_parse_times([_as_shown(row.time) for row in rows]),
        duration_ms=_parse_durations([row.execution_time for row in rows]),
        endpoint=_encode("endpoint", [_as_shown(row.endpoint) for row in rows]),
        version=_encode("version", [_as_shown(row.version) for row in rows]),
        ip=_encode("ip", [row.ip for row in rows]),
        group_by=_encode("group_by", [_as_shown(row.group_by) for row in rows]),
        status_code=status_code,
    ).sorted_by_time()


def _as_shown(text: str | None) -> str:
    """A text as FMD shows it: null, too, is one."""
    return "None" if text is None else text


def _encode(key: str, values: list[str]) -> TextColumn:
    column = TextColumn.encode(values)
    if max(map(len, column.texts), default=0) > LONGEST_TEXT_CHARACTERS:
        raise _bad(f"calls whose {key!r} is longer than {LONGEST_TEXT_CHARACTERS:,} characters")
    return column


def _parse_times(texts: list[str]) -> NDArray[np.int64]:
    if not all(map(_TIME.fullmatch, texts)):
        raise _bad("calls whose 'time' can't be read")
    try:
        return np.array(texts, dtype=np.str_).astype("datetime64[us]").astype(np.int64)
    except ValueError as error:  # well written, and in no calendar
        raise _bad("calls whose 'time' is in no calendar") from error


def _parse_durations(values: list[float]) -> NDArray[np.float32]:
    durations = np.array(values, dtype=np.float64)
    if not (np.abs(durations) <= _FLOAT32_MAX).all():
        raise _bad("calls whose 'execution_time' is beyond measure")
    return durations.astype(np.float32)


def _bad(what: str) -> BadRemoteDataError:
    return BadRemoteDataError(
        f"The app sent {what}. "
        "Check that it runs an unchanged Flask-MonitoringDashboard on a sound database."
    )
