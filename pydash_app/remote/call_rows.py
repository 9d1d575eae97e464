"""The rows of FMD's `get_json_data`, turned into columns."""

import re
from collections.abc import Sequence
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from pydash_app.errors import BadRemoteDataError
from pydash_app.measurements.batch import MICROSECONDS, TEXT_COLUMNS, CallBatch
from pydash_app.measurements.window import Window
from pydash_app.remote.cleaning import clean_texts

_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?", re.ASCII)
"""What `str(datetime)` writes: no fraction where the microseconds are 0."""

_FLOAT32_MAX = float(np.finfo(np.float32).max)


class CallRow(msgspec.Struct, gc=False):
    """A row as sent. Of FMD's columns, `group_by` alone may be null."""

    endpoint: str
    execution_time: float
    time: str
    version: str
    ip: str
    group_by: str | None

    @property
    def place(self) -> str:
        """These rows have no number: the time is all there is to find one by."""
        return f"the call of {self.time}"


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
    @property
    def place(self) -> str: ...  # noqa: D102


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

    A text that is too long is cut, and its row is among the batch's flaws. A duration below 0 is
    what FMD measures when the remote's clock is set back meanwhile, and stays.

    Args:
        rows: as sent: `execution_time` in milliseconds; `time` in UTC though not marked so,
            without a fraction when it falls on a whole second.
        status_code: shape (rows,), where they have one.

    Raises:
        BadRemoteDataError: a value can't be a call's.

    Source:
        Flask-MonitoringDashboard 1.13.1, views/export/json.py.
    """
    texts = {
        name: clean_texts(name, [getattr(row, name) for row in rows], rows)
        for name in TEXT_COLUMNS
    }
    return CallBatch(
        called_at_us=_parse_times(["None" if row.time is None else row.time for row in rows]),
        duration_ms=_parse_durations([row.execution_time for row in rows]),
        status_code=status_code,
        flaws=tuple(flaw for _, flaws in texts.values() for flaw in flaws),
        unnamed={},
        **{name: column for name, (column, _) in texts.items()},
    ).sorted_by_time()


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
