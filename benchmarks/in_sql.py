"""What SQLite and DuckDB are asked: the same SQL, save for words that each has of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from benchmarks.questions import FIGURES, QUANTILES, Ask

Row = Sequence[Any]
OF_ALL_SQL: Mapping[str, str] = {
    "total_visits": "count(*)",
    "average_execution_time": "avg(duration_ms)",
    "fastest_measured_execution_time": "min(duration_ms)",
    "slowest_measured_execution_time": "max(duration_ms)",
    "unique_visitors": "count(DISTINCT ip)",
}
"""Each statistic that every SQL knows."""


@dataclass(frozen=True)
class Dialect:
    """How a database says things.

    Attributes:
        day: the day of a call.
        hour: the hour of a call, 0 to 23.
        quantile: a quantile of the durations in a group, from its ratio.
        source: the calls that `{where}` is true of.
        ranked_source: the same, fit for quantiles in groups of `{group}`.
        bind: the value that stands for an instant.
    """

    day: str
    hour: str
    quantile: Callable[[float], str]
    source: str
    ranked_source: str
    bind: Callable[[datetime], object]


def write(ask: Ask, dialect: Dialect) -> tuple[str, list[object]]:
    """The statement that answers, and its parameters."""
    conditions = ["called_at >= ?", "called_at < ?", *(f"{name} = ?" for name in ask.where)]
    parameters = [dialect.bind(ask.start_at), dialect.bind(ask.end_at), *ask.where.values()]
    group, figures = _group_and_figures(ask, dialect)
    has_quantile = ask.kind == "boxes" or ask.statistic in QUANTILES
    source = (dialect.ranked_source if has_quantile else dialect.source).format(
        group=group, where=" AND ".join(conditions)
    )
    return f"SELECT {group}, {figures} {source} GROUP BY {group}", parameters


def _group_and_figures(ask: Ask, dialect: Dialect) -> tuple[str, str]:
    def figure(name: str) -> str:
        ratio = QUANTILES.get(name)
        return OF_ALL_SQL[name] if ratio is None else dialect.quantile(ratio)

    if ask.kind == "by_day":
        if ask.statistic == "visits_per_ip":
            return f"{dialect.day}, ip", "count(*)"
        return dialect.day, figure(ask.statistic)
    if ask.kind == "heatmap":
        return f"{dialect.day}, {dialect.hour}", figure(ask.statistic)
    if ask.kind == "boxes":
        return ask.column, ", ".join(figure(name) for name in FIGURES)
    return f"version, {ask.column}", "avg(duration_ms), count(*)"


def read(ask: Ask, rows: Sequence[Row], read_day: Callable[[Any], str]) -> object:
    """Bring rows into the form of PyDash's API."""
    if ask.kind == "boxes":
        return {row[0]: dict(zip(FIGURES, row[1:], strict=True)) for row in rows}
    if ask.kind == "heatmap":
        return _read_heat(ask, rows, read_day)
    found: dict[str, Any] = {}
    for row in rows:
        if ask.kind == "averages":
            figures = {"average_execution_time": row[2], "total_visits": row[3]}
            found.setdefault(row[0], {})[row[1]] = figures
        elif ask.statistic == "visits_per_ip":
            found.setdefault(read_day(row[0]), {})[row[1]] = row[2]
        else:
            found[read_day(row[0])] = row[1]
    return found


def _read_heat(ask: Ask, rows: Sequence[Row], read_day: Callable[[Any], str]) -> object:
    first = ask.start_at.date()
    last = max(datetime.fromisoformat(read_day(row[0])).date() for row in rows)
    heat = [[0] * 24 for _ in range((last - first).days + 1)]
    for row in rows:
        day = datetime.fromisoformat(read_day(row[0])).date()
        heat[(day - first).days][row[1]] = row[2]
    return heat
