"""The calls in a table of SQLite, with an index on their time."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import in_sql
from benchmarks.questions import Ask
from pydash_app.measurements.batch import CallBatch
from pydash_app.statistics.instants import to_us

ROWS_AT_ONCE = 100_000
DAY_US = 86_400_000_000


def _quantile(ratio: float) -> str:
    """SQLite knows no quantiles: the two calls around it, by how near they are to it."""
    distance = f"abs(rank - {ratio} * (visits - 1))"
    return f"sum(CASE WHEN {distance} < 1 THEN duration_ms * (1 - {distance}) END)"


DIALECT = in_sql.Dialect(
    day=f"called_at / {DAY_US}",
    hour=f"called_at % {DAY_US} / {DAY_US // 24}",
    quantile=_quantile,
    source="FROM calls WHERE {where}",
    ranked_source=(
        "FROM (SELECT *,"
        " row_number() OVER (PARTITION BY {group} ORDER BY duration_ms) - 1 AS rank,"
        " count(*) OVER (PARTITION BY {group}) AS visits FROM calls WHERE {where})"
    ),
    bind=to_us,
)


class InSqlite:
    """Answers with SQL."""

    name = "SQLite"

    def __init__(self, calls: CallBatch, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "calls.sqlite")
        with self._database as database:
            database.execute(
                "CREATE TABLE calls (called_at INTEGER, duration_ms REAL, endpoint TEXT, "
                "version TEXT, ip TEXT, group_by TEXT)"
            )
            for low in range(0, len(calls), ROWS_AT_ONCE):
                rows = _rows(calls, low, low + ROWS_AT_ONCE)
                database.executemany("INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?)", rows)
            database.execute("CREATE INDEX calls_by_time ON calls (called_at)")
            database.execute("ANALYZE")

    def run(self, ask: Ask) -> object:
        """All rows of the answer."""
        return self._database.execute(*in_sql.write(ask, DIALECT)).fetchall()

    def read(self, ask: Ask, result: object) -> object:
        """In the form of PyDash's API."""
        assert isinstance(result, list)  # noqa: S101  what `run` gave
        return in_sql.read(ask, result, _read_day)

    def close(self) -> None:
        """End it."""
        self._database.close()


def _rows(calls: CallBatch, low: int, high: int) -> "zip[tuple[object, ...]]":
    texts = []
    for name in ("endpoint", "version", "ip", "group_by"):
        column = calls.text_column(name)
        texts.append([column.texts[code] for code in column.codes[low:high].tolist()])
    times_us = calls.called_at_us[low:high].tolist()
    return zip(times_us, calls.duration_ms[low:high].tolist(), *texts, strict=True)


def _read_day(day: int) -> str:
    return datetime.fromtimestamp(day * 86_400, UTC).date().isoformat()
