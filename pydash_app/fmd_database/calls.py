"""The calls of an FMD's database, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
from sqlalchemy import Engine, Select, func, select

from pydash_app.errors import BadRemoteDataError, ImportSourceError
from pydash_app.fmd_database.connecting import connect, told_apart
from pydash_app.fmd_database.host_clock import to_utc
from pydash_app.fmd_database.tables import CallTable, find_call_tables
from pydash_app.measurements.batch import CallBatch
from pydash_app.remote.call_rows import to_batch

ROWS_A_PAGE = 10_000
"""One query of some tens of milliseconds: so long at most a SQLite file can't be written."""

_HIGHEST_STATUS = 999


class _Call(msgspec.Struct, array_like=True, gc=False):
    """A row as read; of its texts the endpoint's name alone is never null."""

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
        row_count: rows that were read; more than calls where rows have no time.
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
            ImportSourceError: the database can't be read any more, or a row is no call.
        """
        row_id = self._table.row_id
        in_order = self._table.calls.order_by(row_id).limit(ROWS_A_PAGE)
        after_id, last_id = 0, self._ask(select(func.max(row_id)))[0][0] or 0
        while rows := self._ask(in_order.where(row_id > after_id, row_id <= last_id)):
            yield self._page(rows)
            after_id = rows[-1][0]

    def _ask(self, query: Select[Any]) -> Sequence[Any]:
        with told_apart(self._engine.url), self._engine.connect() as connection:
            return connection.execute(query).all()

    def _page(self, rows: Sequence[Any]) -> CallPage:
        # Drivers hand out times as texts or as `datetime`s, whose text is the same.
        timed = [(*row[:3], str(row[3]), *row[4:6], str(row[6]), row[7]) for row in rows if row[3]]
        try:
            calls = msgspec.convert(timed, list[_Call])
            batch = to_batch(calls, _status_codes(calls))
        except (msgspec.ValidationError, BadRemoteDataError, OverflowError) as error:
            raise ImportSourceError(
                f"Among the rows {rows[0][0]} to {rows[-1][0]} of {self.name} is one that can't "
                "be a call: its time, its duration or a name is missing or no such thing. "
                "Nothing more was read; repair or delete that row."
            ) from error
        return CallPage(to_utc(batch, self._zone), len(rows))


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


def _status_codes(calls: Sequence[_Call]) -> Any:
    if all(call.status_code is None for call in calls):
        return None
    codes = np.array([call.status_code or 0 for call in calls], np.int64)
    codes[(codes < 0) | (codes > _HIGHEST_STATUS)] = 0
    return codes.astype(np.uint16)
