"""Which calls are there for good: where none with a lower id can still appear.

A database gives an id when a transaction inserts, and shows the row when that ends; so a row may
appear after another with a higher id. Who asks goes on after the highest id of an answer, and
would never see it. SQLite is spared: it has one writer at a time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import text

from fmd_export.reading import Reader, Row

PATIENCE_S = 0.25
"""How long to wait for writers; FMD's own end within milliseconds."""

_PAUSE_S = 0.005
_MYSQL = ("mysql", "mariadb")

_WRITERS = text(
    """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND relation = CAST(:name AS regclass)
    """
)


@dataclass(frozen=True)
class Batch:
    """Calls, and how far they reach.

    Attributes:
        until_id: up to which id there is no other call, nor will be.
        is_cut: whether somebody is still writing right after it.
    """

    rows: list[Row]
    until_id: int
    is_cut: bool = False


def gives_ids_in_order(reader: Reader) -> bool:
    """Whether who goes on after the highest id of an answer misses none.

    Where not, a reader must wait until the ids that it once saw as the last have settled: MySQL
    does not tell of an insertion between its taking an id and its writing of the row.
    """
    return reader.dialect in ("sqlite", "postgresql")


def wait_for_writers(reader: Reader) -> bool:
    """Wait until all who are writing calls have ended; whether they have.

    On PostgreSQL a writer locks the table, against nobody but those who change its shape, before
    it takes an id and until its rows can be seen. Elsewhere nobody is waited for.
    """
    if reader.dialect != "postgresql":
        return True
    deadline_s = time.monotonic() + PATIENCE_S
    waited_for = _list_writers(reader)
    while waited_for and time.monotonic() < deadline_s:
        time.sleep(_PAUSE_S)
        waited_for &= _list_writers(reader)
    return not waited_for


def read_batch(
    reader: Reader, after_id: int, until_id: int, limit: int, *, is_settled: bool
) -> Batch:
    """The next calls by id, up to the first that is still being written.

    Args:
        reader: of the database.
        after_id: of the last call before.
        until_id: of the last that is wanted.
        limit: how many are wanted at most.
        is_settled: whether all up to `until_id` who wrote have ended; see `wait_for_writers`.
    """
    if reader.dialect in _MYSQL:
        return _read_beside_unfinished(reader, after_id, until_id, limit)
    rows = reader.list_calls(after_id, until_id, limit)
    if is_settled:
        return Batch(rows, rows[-1][0] if len(rows) == limit else until_id)
    # A missing id may be that of a row to come.
    whole = sum(1 for place, row in enumerate(rows, start=1) if row[0] == after_id + place)
    reached_id = after_id + whole
    return Batch(rows[:whole], reached_id, is_cut=reached_id < until_id and whole < limit)


def _read_beside_unfinished(reader: Reader, after_id: int, until_id: int, limit: int) -> Batch:
    """What is committed before the first id that another transaction has not committed yet."""
    seen = reader.list_ids(after_id, until_id, limit, "READ UNCOMMITTED")
    rows = reader.list_calls(after_id, until_id, limit)
    reached_id = seen[-1] if len(seen) == limit else until_id
    unfinished = set(seen).difference(row[0] for row in rows)
    if unfinished:
        reached_id = min(unfinished) - 1
    rows = [row for row in rows if row[0] <= reached_id]
    return Batch(rows, reached_id, is_cut=bool(unfinished))


def _list_writers(reader: Reader) -> set[str]:
    with reader.session() as session:
        found = session.connection().execute(_WRITERS, {"name": reader.table_name})
        return {writer for (writer,) in found}
