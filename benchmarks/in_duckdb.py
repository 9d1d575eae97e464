"""The calls in a table of DuckDB in a file, in the order of their time, asked with all cores."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np

from benchmarks import in_sql
from benchmarks.questions import Ask
from pydash_app.measurements.batch import TEXT_COLUMNS, CallBatch

DIALECT = in_sql.Dialect(
    day="called_at::DATE",
    hour="hour(called_at)",
    quantile=lambda ratio: f"quantile_cont(duration_ms, {ratio})",
    source="FROM calls WHERE {where}",
    ranked_source="FROM calls WHERE {where}",
    bind=lambda instant: instant.replace(tzinfo=None),
)


class InDuckdb:
    """Answers with SQL."""

    name = "DuckDB"

    def __init__(self, calls: CallBatch, folder: Path) -> None:
        self._database = duckdb.connect(str(folder / "calls.duckdb"))
        columns = {"called_at_us": calls.called_at_us, "duration_ms": calls.duration_ms}
        columns |= {name: calls.text_column(name).codes for name in TEXT_COLUMNS}
        for name in TEXT_COLUMNS:
            texts = {"text": np.array(calls.text_column(name).texts, object)}
            self._database.register(f"{name}_texts", texts)
            self._database.execute(
                f"CREATE TEMP TABLE {name}_of AS "  # noqa: S608
                f"SELECT text AS {name}, row_number() OVER () - 1 AS code FROM {name}_texts"
            )
        self._database.register("columns", columns)
        joins = " ".join(
            f"JOIN {name}_of ON {name}_of.code = columns.{name}" for name in TEXT_COLUMNS
        )
        texts_of = ", ".join(f"{name}_of.{name}" for name in TEXT_COLUMNS)
        self._database.execute(
            "CREATE TABLE calls AS SELECT make_timestamp(called_at_us) AS called_at, duration_ms, "  # noqa: S608
            f"{texts_of} FROM columns {joins} ORDER BY called_at"
        )
        self._database.unregister("columns")
        self._database.execute("CHECKPOINT")

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


def _read_day(day: date) -> str:
    return day.isoformat()
