"""What FMD's database holds, read and never written.

FMD's own `session_scope` commits, retries after a pause and swallows errors; here a session is
opened, read from and closed. Each lives for one short query, so that nobody waits for a lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask_monitoringdashboard.database import DBSession, Endpoint, Request
from sqlalchemy import func

COLUMNS = ("id", "endpoint", "duration", "time", "version", "group_by", "ip")
"""Of a row as exported; `status_code` follows where FMD keeps it."""

HAS_STATUS_CODE = hasattr(Request, "status_code")


@contextmanager
def reading() -> Iterator[Any]:
    """A session that ends with the block, whatever happens in it."""
    session = DBSession()
    try:
        yield session
    finally:
        session.close()


def list_calls(after_id: int, until_id: int, limit: int) -> list[Any]:
    """Rows of `COLUMNS` with `after_id < id <= until_id`, in the order of their ids."""
    with reading() as session:
        rows = _calls(session).filter(Request.id > after_id, Request.id <= until_id)
        return list(rows.order_by(Request.id).limit(limit))


def list_calls_between(after_at: datetime, until_at: datetime | None) -> list[Any]:
    """Rows of `COLUMNS` with `after_at < time <= until_at`, naive UTC both.

    The time comes first in their order because only so FMD's index of 5.0.3 is of use.
    """
    with reading() as session:
        rows = _calls(session).filter(Request.time_requested > after_at)
        if until_at is not None:
            rows = rows.filter(Request.time_requested <= until_at)
        return list(rows.order_by(Request.time_requested, Request.id))


def list_endpoints() -> list[Any]:
    """FMD's endpoints, in the order of their ids."""
    with reading() as session:
        columns = (
            Endpoint.name,
            Endpoint.monitor_level,
            Endpoint.time_added,
            Endpoint.version_added,
            Endpoint.last_requested,
        )
        return list(session.query(*columns).order_by(Endpoint.id))


def find_last_id() -> int:
    """The highest id of a call, 0 where there is none."""
    with reading() as session:
        return session.query(func.max(Request.id)).scalar() or 0


def find_extent() -> tuple[datetime | None, int]:
    """The time of the first call and the number of all; reads the whole table before 5.0.3."""
    with reading() as session:
        first_at, count = session.query(
            func.min(Request.time_requested), func.count(Request.id)
        ).one()
        return first_at, count


def gives_ids_in_order() -> bool:
    """Whether a call with a lower id never appears after one with a higher.

    SQLite has one writer at a time. Others give an id when a transaction inserts and show it when
    that ends, so a reader must wait until the ids that it once saw as the last have settled.
    """
    with reading() as session:
        return bool(session.get_bind().dialect.name == "sqlite")


def _calls(session: Any) -> Any:
    columns = [
        Request.id,
        Endpoint.name,
        Request.duration,
        Request.time_requested,
        Request.version_requested,
        Request.group_by,
        Request.ip,
    ]
    if HAS_STATUS_CODE:
        columns.append(Request.status_code)
    return session.query(*columns).join(Endpoint, Request.endpoint_id == Endpoint.id)
