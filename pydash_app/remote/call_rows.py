"""The rows of FMD's `get_json_data`, turned into columns."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pydash_app.errors import BadRemoteDataError
from pydash_app.measurements.batch import MICROSECONDS, CallBatch, TextColumn
from pydash_app.measurements.window import Window

_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?", re.ASCII)
"""What `str(datetime)` writes: no fraction where the microseconds are 0."""

_FLOAT32_MAX = float(np.finfo(np.float32).max)


def parse_calls(rows: Sequence[Any], window: Window) -> CallBatch:
    """The calls in `rows`, in the order of their time; ties keep the remote's order.

    Texts are taken as they are: `"None"` is a value, and so is one with a NUL in it. A duration
    below 0 is what FMD measures when the remote's clock is set back meanwhile, and stays.

    Args:
        rows: as sent: `execution_time` in milliseconds; `time` in UTC though not marked so,
            without a fraction when it falls on a whole second. Further keys are ignored.
        window: what was asked for.

    Raises:
        BadRemoteDataError: a field is missing or not of its kind, or a row lies outside.

    Source:
        Flask-MonitoringDashboard 1.13.1, views/export/json.py.
    """
    called_at_us = _parse_times(_texts(rows, "time"))
    inside = (called_at_us > window.after_s * MICROSECONDS) & (
        called_at_us <= window.until_s * MICROSECONDS
    )
    if not inside.all():
        raise _bad("calls from outside the time that PyDash asked for")
    return CallBatch(
        called_at_us=called_at_us,
        duration_ms=_parse_durations(_column(rows, "execution_time")),
        endpoint=TextColumn.encode(_texts(rows, "endpoint")),
        version=TextColumn.encode(_texts(rows, "version")),
        ip=TextColumn.encode(_texts(rows, "ip")),
        group_by=TextColumn.encode(_groups(rows)),
    ).sorted_by_time()


def _column(rows: Sequence[Any], key: str) -> list[Any]:
    try:
        return [row[key] for row in rows]
    except (KeyError, TypeError) as error:
        raise _bad(f"calls without {key!r}") from error


def _texts(rows: Sequence[Any], key: str) -> list[str]:
    return _require_texts(_column(rows, key), key)


def _require_texts(values: list[Any], key: str) -> list[str]:
    if not set(map(type, values)) <= {str}:
        raise _bad(f"calls whose {key!r} is no text")
    return values


def _groups(rows: Sequence[Any]) -> list[str]:
    """Like `_texts`; of FMD's columns, this one alone may be null, which it shows as None."""
    values = _column(rows, "group_by")
    if None in values:
        values = ["None" if value is None else value for value in values]
    return _require_texts(values, "group_by")


def _parse_times(texts: list[str]) -> NDArray[np.int64]:
    if not all(map(_TIME.fullmatch, texts)):
        raise _bad("calls whose 'time' can't be read")
    try:
        return np.array(texts, dtype=np.str_).astype("datetime64[us]").astype(np.int64)
    except ValueError as error:  # well written, and in no calendar
        raise _bad("calls whose 'time' is in no calendar") from error


def _parse_durations(values: list[Any]) -> NDArray[np.float32]:
    if not set(map(type, values)) <= {float, int}:
        raise _bad("calls whose 'execution_time' is no number")
    durations = np.array(values, dtype=np.float64)
    if not (np.abs(durations) <= _FLOAT32_MAX).all():  # false for NaN, too
        raise _bad("calls whose 'execution_time' is beyond measure")
    return durations.astype(np.float32)


def _bad(what: str) -> BadRemoteDataError:
    return BadRemoteDataError(
        f"The app sent {what}. "
        "Check that it runs an unchanged Flask-MonitoringDashboard 1.13 on a sound database."
    )
