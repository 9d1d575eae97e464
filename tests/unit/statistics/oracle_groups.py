"""The oracle's other half: boxes, heat maps and averages over plain rows.

Written from the API's contract alone, like `oracle`, and as slow and obvious.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from math import fsum
from zoneinfo import ZoneInfo

import numpy as np

from tests.unit.statistics.oracle import EPOCH, RATIOS, Row

Run = tuple[int, int]


def expect_box(rows: Sequence[Row]) -> dict[str, float | int | None]:
    """What a box says of these rows."""
    durations = [row.duration_ms for row in rows]
    box: dict[str, float | int | None] = {"total_visits": len(rows)}
    box["average_execution_time"] = fsum(durations) / len(rows) if rows else None
    for name, ratio in RATIOS.items():
        box[name] = float(np.quantile(durations, ratio)) if rows else None
    return box


def grouped(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """Rows by a text, in the order in which the texts first come."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


def expect_averages(rows: Sequence[Row]) -> dict[str, float | int]:
    """The average execution time, and of how many."""
    durations = [row.duration_ms for row in rows]
    return {
        "average_execution_time": fsum(durations) / len(rows),
        "total_visits": len(rows),
    }


def expect_heat(
    rows: Sequence[Row],
    runs: Sequence[Run],
    start_at: datetime,
    end_at: datetime,
    timezone: str,
    *,
    counts_visitors: bool,
) -> list[list[int | None]]:
    """The heat map, found by walking through time in quarters of an hour."""
    zone = ZoneInfo(timezone)
    heat: dict[str, list[int | None]] = {}
    visitors: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in rows:
        if start_at <= row.called_at < end_at:
            local = row.called_at.astimezone(zone)
            visitors[f"{local:%Y-%m-%d}", local.hour].append(row.ip)
    moment = start_at.astimezone(UTC)
    while moment < end_at:
        after = moment + timedelta(minutes=15) - (moment - EPOCH) % timedelta(minutes=15)
        local = moment.astimezone(zone)
        day = heat.setdefault(f"{local:%Y-%m-%d}", [None] * 24)
        ips = visitors[f"{local:%Y-%m-%d}", local.hour]
        if ips or is_any_known(moment, min(after, end_at), runs):
            day[local.hour] = len(set(ips)) if counts_visitors else len(ips)
        moment = after
    days = [date.fromisoformat(day) for day in heat]
    # A day that the zone skipped has its row, so that the n-th row is the n-th day.
    return [
        heat.get(f"{days[0] + timedelta(days=number)}", [None] * 24)
        for number in range((days[-1] - days[0]).days + 1 if days else 0)
    ]


def is_any_known(start_at: datetime, end_at: datetime, runs: Sequence[Run]) -> bool:
    """Whether any of a stretch of time was fetched, or lies before all that was."""
    first_at = EPOCH + timedelta(seconds=runs[0][0])
    return start_at < first_at or any(
        EPOCH + timedelta(seconds=after_s) < end_at
        and start_at < EPOCH + timedelta(seconds=until_s)
        for after_s, until_s in runs
    )
