"""What FMD's database holds, read and never written.

FMD's own `session_scope` commits, retries after a pause and swallows errors; here a session is
opened, read from and closed. Each lives for one short query, so that nobody waits for a lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Integer, String, bindparam, cast, func, type_coerce
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Query

from fmd_export import odd_values

COLUMNS = ("id", "endpoint", "duration", "time", "version", "group_by", "ip")
"""Of a row as exported; `status_code` follows where FMD keeps it."""

_UNREADABLE = (SQLAlchemyError, ValueError, ArithmeticError)
"""What drivers raise where a value is not what its column promises, and where nothing can be read;
then the second attempt says so."""

_NO_FRACTION = ".000000"

Row = Any


class Reader:
    """Reads one FMD's database.

    Args:
        database: the module `flask_monitoringdashboard.database` of that FMD. A process may hold
            several FMDs, each imported anew; what is imported at a request need not be this one.
    """

    def __init__(self, database: Any) -> None:
        self._open_session = database.DBSession
        self._endpoint = database.Endpoint
        self.request = database.Request
        self.has_status_code = hasattr(self.request, "status_code")
        with self.session() as session:
            dialect = session.get_bind().dialect
        self.dialect = str(dialect.name)
        self.table_name = str(dialect.identifier_preparer.format_table(self.request.__table__))
        self._calls_by_id = self._select_calls()

    @contextmanager
    def session(self, isolation: str | None = None) -> Iterator[Any]:
        """A session that ends with the block, whatever happens in it.

        Args:
            isolation: of its transaction; where it is None, the database's usual one.
        """
        session = self._open_session()
        try:
            if isolation is not None:
                session.connection(execution_options={"isolation_level": isolation})
            yield session
        finally:
            session.close()

    @property
    def columns(self) -> list[str]:
        """The names of what a row holds."""
        return [*COLUMNS, *(["status_code"] if self.has_status_code else [])]

    def list_calls(self, after_id: int, until_id: int, limit: int) -> list[Row]:
        """Rows of `columns` with `after_id < id <= until_id`, in the order of their ids."""
        with self.session() as session:
            return self._run(session, after_id, until_id, limit)

    def list_calls_of(self, ids: list[int]) -> list[Row]:
        """The rows of `columns` that have these ids."""
        with self.session() as session:
            return self._fetch(session, self._select_of(ids), partial(self._select_of, ids), {})

    def list_calls_between(
        self, after_id: int, until_id: int, instants: Instants, limit: int
    ) -> list[Row]:
        """The same, of those that were served within `instants`."""
        with self.session() as session:
            return self._run(session, after_id, until_id, limit, *self._within(instants))

    def find_ids_between(self, instants: Instants) -> tuple[int, int]:
        """The lowest and highest id of the calls that were served within `instants`.

        Asked for apart from the rows, because FMD's index of 5.0.3 helps only so.
        """
        with self.session() as session:
            ids = session.query(func.min(self.request.id), func.max(self.request.id))
            lowest, highest = ids.filter(*self._within(instants)).one()
        return (1, 0) if lowest is None else (lowest, highest)

    def list_ids(self, after_id: int, until_id: int, limit: int, isolation: str) -> list[int]:
        """The ids of calls with `after_id < id <= until_id`, in order."""
        with self.session(isolation) as session:
            ids = session.query(self.request.id).filter(
                self.request.id > after_id, self.request.id <= until_id
            )
            return [call_id for (call_id,) in ids.order_by(self.request.id).limit(limit)]

    def list_endpoints(self) -> list[Row]:
        """FMD's endpoints, in the order of their ids."""
        columns = (
            self._endpoint.name,
            self._endpoint.monitor_level,
            self._as_kept(self._endpoint.time_added),
            self._endpoint.version_added,
            self._as_kept(self._endpoint.last_requested),
        )
        with self.session() as session:
            wanted = session.query(*columns).order_by(self._endpoint.id)
            try:
                return list(wanted)
            except _UNREADABLE:
                session.rollback()
                with odd_values.texts_of_any_bytes(session):
                    return list(wanted)

    def find_last_id(self) -> int:
        """The highest id of a call, 0 where there is none."""
        with self.session() as session:
            return session.query(func.max(self.request.id)).scalar() or 0

    def find_extent(self) -> tuple[datetime | None, int]:
        """The time of the first call and the number of all; slow before FMD 5.0.3."""
        with self.session() as session:
            first, count = session.query(
                self._as_kept(func.min(self.request.time_requested)), func.count(self.request.id)
            ).one()
            return _to_instant(first), count

    def _run(
        self, session: Any, after_id: int, until_id: int, limit: int, *conditions: Any
    ) -> list[Row]:
        values = {"after_id": after_id, "until_id": until_id, "most": limit}
        usual = self._select_calls(*conditions) if conditions else self._calls_by_id
        loose = partial(self._select_calls, *conditions)
        return self._fetch(session, usual, loose, values)

    def _fetch(
        self, session: Any, usual: Any, loose: Callable[..., Any], values: dict[str, int]
    ) -> list[Row]:
        """Rows past the ORM, whose own cost twice the time.

        Where the driver can't make what its types promise of one of them (bytes that are no
        text, a time that is in no calendar), all are read once more as whatever they are.
        """
        rows: list[Row]
        try:
            rows = session.connection().execute(usual, values).fetchall()
        except _UNREADABLE:
            session.rollback()
            wanted = loose(is_time_text=self.dialect != "sqlite")
            with odd_values.texts_of_any_bytes(session):
                rows = session.connection().execute(wanted, values).fetchall()
        return rows

    def _select_of(self, ids: list[int], *, is_time_text: bool = False) -> Any:
        wanted = self._join_endpoints(is_time_text=is_time_text)
        return wanted.filter(self.request.id.in_(ids)).statement

    def _select_calls(self, *conditions: Any, is_time_text: bool = False) -> Any:
        """The statement: to build it takes longer than to read a hundred rows by it."""
        call_id = self.request.id
        wanted = self._join_endpoints(is_time_text=is_time_text)
        wanted = wanted.filter(call_id > bindparam("after_id"), call_id <= bindparam("until_id"))
        wanted = wanted.filter(*conditions).order_by(call_id)
        return wanted.limit(bindparam("most", type_=Integer)).statement

    def _join_endpoints(self, *, is_time_text: bool) -> Any:
        return Query(self._selected(is_time_text=is_time_text)).outerjoin(
            self._endpoint, self.request.endpoint_id == self._endpoint.id
        )

    def _as_kept(self, time: Any) -> Any:
        """A time; SQLite keeps it as text: no need to read that, and write it again."""
        return type_coerce(time, String) if self.dialect == "sqlite" else time

    def _selected(self, *, is_time_text: bool) -> list[Any]:
        request = self.request
        time = self._as_kept(request.time_requested)
        if is_time_text:
            time = cast(request.time_requested, String)
        columns = [request.id, self._endpoint.name, request.duration, time]
        columns += [request.version_requested, request.group_by, request.ip]
        return columns + ([request.status_code] if self.has_status_code else [])

    def _within(self, instants: Instants) -> list[Any]:
        after_at, until_at = instants
        time = self.request.time_requested
        return [time > after_at, *([] if until_at is None else [time <= until_at])]


Instants = tuple[datetime, "datetime | None"]
"""After the one, and until the other, where there is one; naive UTC both."""


def _to_instant(value: object) -> datetime | None:
    """An instant as the database keeps it; `None` where it is none."""
    if isinstance(value, datetime) or value is None:
        return value
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError:
        return None


def to_text(instant: object) -> str:
    """A time as Python writes it, without a fraction where that is 0."""
    text = str(instant)
    return text.removesuffix(_NO_FRACTION)
