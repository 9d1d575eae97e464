"""An independent oracle for statistics: plain Python and NumPy over plain rows, slow and obvious.

Written from the API's contract alone. It shares no code with what it checks: it finds static
slices by walking through time in small steps and asking the zone what its clocks show, and it
answers each slice by going over every row.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import fsum
from zoneinfo import ZoneInfo

import numpy as np

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LENGTHS = {
    "week": timedelta(days=7),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
}
STEPS = {
    "year": timedelta(minutes=15),
    "month": timedelta(minutes=15),
    "week": timedelta(minutes=15),
    "day": timedelta(minutes=15),
    "hour": timedelta(minutes=15),
    "minute": timedelta(minutes=1),
}
"""Since 1973 every zone's clock differs from UTC by quarters of an hour, and changes on one."""


RATIOS = {
    "fastest_measured_execution_time": 0.0,
    "fifth_percentile_execution_time": 0.05,
    "fastest_quartile_execution_time": 0.25,
    "median_execution_time": 0.5,
    "slowest_quartile_execution_time": 0.75,
    "ninetieth_percentile_execution_time": 0.9,
    "ninety-fifth_percentile_execution_time": 0.95,
    "ninety-ninth_percentile_execution_time": 0.99,
    "slowest_measured_execution_time": 1.0,
}


@dataclass(frozen=True)
class Row:
    """One endpoint call."""

    called_at: datetime
    duration_ms: float = 1.0
    endpoint: str = "home"
    version: str = "1.0"
    ip: str = "10.0.0.1"
    group_by: str = "None"
    status_code: int | None = None


@dataclass(frozen=True)
class Question:
    """What is asked, with bounds given; `timeslice` is `None` for the bare value."""

    statistic: str
    start_at: datetime
    end_at: datetime
    timeslice: str | None = None
    is_static: bool = True
    timezone: str = "UTC"
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)


Value = int | float | dict[str, int] | None


def expect(
    question: Question, rows: Sequence[Row], runs: Sequence[tuple[int, int]]
) -> Value | dict[str, Value]:
    """Say what the API must answer.

    Args:
        question: what is asked.
        rows: all calls that are stored.
        runs: windows (after, until] in seconds since 1970 that were fetched; the first one begins
            before everything. Calls of other times may be stored, too, and count like all others.
    """
    matching = [row for row in rows if _matches(row, question.filters)]

    def is_told(start_at: datetime, end_at: datetime) -> bool:
        has_calls = any(start_at <= row.called_at < end_at for row in matching)
        return has_calls or _is_known(start_at, end_at, runs)

    if question.timeslice is None:
        if question.start_at < question.end_at and not is_told(question.start_at, question.end_at):
            return None
        return _value(question.statistic, matching, question.start_at, question.end_at)
    return {
        key: _value(question.statistic, matching, start_at, end_at)
        if is_told(start_at, end_at)
        else None
        for key, start_at, end_at in slices(question)
    }


def slices(question: Question) -> Iterator[tuple[str, datetime, datetime]]:
    """The slices of a question as key, start and exclusive end, cut by its bounds."""
    assert question.timeslice is not None
    if not question.is_static:
        yield from _dynamic_slices(question, LENGTHS[question.timeslice])
        return
    found: dict[str, datetime] = {}
    for moment in _moments(question, STEPS[question.timeslice]):
        found.setdefault(_key(moment, question), moment)
    starts = [*found.values(), question.end_at]
    yield from zip(found, starts, starts[1:], strict=False)


def _dynamic_slices(
    question: Question, length: timedelta
) -> Iterator[tuple[str, datetime, datetime]]:
    start_at = question.start_at
    while start_at < question.end_at:
        key = start_at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
        yield key, start_at, min(start_at + length, question.end_at)
        start_at += length


def _moments(question: Question, step: timedelta) -> Iterator[datetime]:
    """The start, then every whole step of the clock until the end."""
    moment = question.start_at.astimezone(UTC)
    while moment < question.end_at:
        yield moment
        moment += step - (moment - EPOCH) % step


def _key(moment: datetime, question: Question) -> str:
    local = moment.astimezone(ZoneInfo(question.timezone))
    year, week, _ = local.isocalendar()
    hours = local.isoformat(timespec="minutes")
    offset = "" if question.timezone == "UTC" else hours[16:]
    return {
        "year": hours[:4],
        "month": hours[:7],
        "week": f"{year:04}-W{week:02}",
        "day": hours[:10],
        "hour": hours[:13] + offset,
        "minute": hours[:16] + offset,
    }[question.timeslice or ""]


def _matches(row: Row, filters: Mapping[str, Sequence[str]]) -> bool:
    return all(not wanted or getattr(row, name) in wanted for name, wanted in filters.items())


def _is_known(start_at: datetime, end_at: datetime, runs: Sequence[tuple[int, int]]) -> bool:
    """Whether any stretch of a slice was fetched; a lone instant at its border is none."""
    for number, (after_s, until_s) in enumerate(runs):
        begins_before_end = number == 0 or EPOCH + timedelta(seconds=after_s) < end_at
        if begins_before_end and start_at < EPOCH + timedelta(seconds=until_s):
            return True
    return False


def _value(statistic: str, rows: Sequence[Row], start_at: datetime, end_at: datetime) -> Value:
    inside = [row for row in rows if start_at <= row.called_at < end_at]
    durations = [row.duration_ms for row in inside]
    counts: dict[str, Value] = {
        "total_visits": len(inside),
        "unique_visitors": len({row.ip for row in inside}),
        "visits_per_ip": dict(Counter(row.ip for row in inside)),
        "total_execution_time": fsum(durations),
    }
    if statistic in counts:
        return counts[statistic]
    if statistic in ("total_errors", "error_rate"):
        return _errors(statistic, inside)
    if not durations:
        return None
    if statistic == "average_execution_time":
        return fsum(durations) / len(durations)
    return float(np.quantile(durations, RATIOS[statistic]))


def _errors(statistic: str, rows: Sequence[Row]) -> Value:
    codes = [row.status_code for row in rows if row.status_code is not None]
    errors = [code for code in codes if code // 100 >= 5]
    if not codes:
        return None
    return len(errors) if statistic == "total_errors" else len(errors) / len(codes)
