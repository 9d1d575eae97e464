"""The calls of an FMD's database, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Engine, Select, and_, false, func, select

from pydash_app.errors import ImportSourceError
from pydash_app.fmd_database.connecting import connect, told_apart
from pydash_app.fmd_database.host_clock import to_utc
from pydash_app.fmd_database.tables import CallTable, find_call_tables
from pydash_app.measurements.batch import CallBatch
from pydash_app.remote.call_rows import to_batch
from pydash_app.remote.loose_rows import LooseRow, convert

ROWS_A_PAGE = 10_000
"""One query of some tens of milliseconds: so long at most a SQLite file can't be written."""


class _Call(msgspec.Struct, array_like=True, gc=False):
    """A row as it should be read; of its texts version and group alone may be null."""

    id: int
    endpoint: str
    execution_time: float
    time: str
    version: str | None
    group_by: str | None
    ip: str
    status_code: int | None

    @property
    def place(self) -> str:
        """The id in the table."""
        return f"row {self.id}"


@dataclass(frozen=True)
class CallPage:
    """Some of the calls.

    Attributes:
        batch: the calls, in the order of their time.
        row_count: rows that were read; more than calls where some can't be read as such.
    """

    batch: CallBatch
    row_count: int


class FmdCalls:
    """The calls of one table.

    Attributes:
        name: of the table.
    """

    def __init__(self, engine: Engine, table: CallTable, zone: ZoneInfo) -> None:
        self._engine = engine
        self._table = table
        self._zone = zone
        self.name = table.name

    def count_rows(self) -> int:
        """How many rows there are now."""
        return int(self._ask(select(func.count()).select_from(self._table.rows))[0][0])

    def pages(self) -> Iterator[CallPage]:
        """All calls that are there when this begins, in the order of their ids.

        Raises:
            ImportSourceError: the database can't be read any more.
        """
        row_id = self._table.row_id
        last_id = self._ask(select(func.max(row_id)))[0][0]
        is_next = false() if last_id is None else row_id <= last_id
        while rows := self._read(is_next):
            yield self._page(rows)
            is_next = and_(row_id > rows[-1][0], row_id <= last_id)
        count = 0
        while rows := self._read(row_id.is_(None), offset=count):
            yield self._page(rows)
            count += len(rows)

    def _read(self, is_wanted: Any, *, offset: int = 0) -> Sequence[Any]:
        """Rows in the order of their ids; as texts where a driver can't say what is in one."""
        try:
            return self._ask(self._page_of(self._table.calls, is_wanted, offset))
        except ImportSourceError:
            return self._ask(self._page_of(self._table.calls_as_texts, is_wanted, offset))

    def _page_of(self, calls: Select[Any], is_wanted: Any, offset: int) -> Select[Any]:
        in_order = calls.where(is_wanted).order_by(self._table.row_id)
        return in_order.limit(ROWS_A_PAGE).offset(offset)

    def _ask(self, query: Select[Any]) -> Sequence[Any]:
        with told_apart(self._engine.url), self._engine.connect() as connection:
            return connection.execute(query).all()

    def _page(self, rows: Sequence[Any]) -> CallPage:
        return CallPage(to_utc(to_batch(_to_calls(rows)), self._zone), len(rows))


def open_fmd_database(
    source: str, *, zone: ZoneInfo, table_prefix: str | None = None
) -> list[FmdCalls]:
    """Connect to an FMD's database, and find its calls.

    Args:
        source: a path of a SQLite file, or an address as FMD's `DATABASE` has it.
        zone: of the times in it: UTC, save for FMD 1.10 and 1.11, which took their host's.
        table_prefix: FMD's `TABLE_PREFIX`; `None` where it is to be found out.

    Returns:
        those of one table; of two where an FMD 1 was upgraded, and left its own behind.

    Raises:
        ImportSourceError: it can't be read, or is not FMD's.
    """
    engine = connect(source)
    with told_apart(engine.url):
        tables = find_call_tables(engine, table_prefix)
    return [FmdCalls(engine, table, zone) for table in tables]


def _to_calls(rows: Sequence[Any]) -> list[_Call | LooseRow]:
    """Rows as they were read; drivers hand out times as texts or as `datetime`s."""
    timed = [
        (*row[:3], str(row[3]) if isinstance(row[3], datetime) else row[3], *row[4:])
        for row in rows
    ]
    try:
        return list(msgspec.convert(timed, list[_Call]))
    except msgspec.ValidationError:
        return [convert(row, _Call) or LooseRow(row, f"row {row[0]}") for row in timed]
