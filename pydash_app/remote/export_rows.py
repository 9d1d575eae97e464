"""What the answers of `fmd_export` hold, and what is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Generic, TypeVar

import msgspec
import numpy as np

from pydash_app.errors import BadRemoteDataError
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.text_limits import cut
from pydash_app.remote.bookmarks import Place, to_bookmark
from pydash_app.remote.call_rows import to_batch
from pydash_app.remote.http_session import Answer
from pydash_app.remote.protocol import PageAnswer, RemoteEndpoint

_COLUMNS = ("id", "endpoint", "duration", "time", "version", "group_by", "ip", "status_code")
_HIGHEST_STATUS = 999
_NO_TIME = (None, "None")
"""The text is how the first fmd_export wrote it."""

RowT = TypeVar("RowT")


class Head(msgspec.Struct):
    """The first line of an answer."""

    columns: list[str]
    ids_in_order: bool = True


class Call(msgspec.Struct, array_like=True, gc=False):
    """A row as sent; older versions of FMD keep no status code."""

    id: int
    endpoint: str | None
    execution_time: float
    time: str | None
    version: str | None
    group_by: str | None
    ip: str
    status_code: int | None = None

    @property
    def place(self) -> str:
        """The id in FMD's table."""
        return f"row {self.id}"


class Endpoint(msgspec.Struct, array_like=True):
    """An endpoint as sent."""

    name: str
    monitor_level: int | None
    added_at: str | None
    first_version: str | None
    last_called_at: str | None


@dataclass(frozen=True)
class Asked(Generic[RowT]):
    """An answer: its first line, its rows and the lines of them, and what its signature claims."""

    head: Head
    rows: list[RowT]
    lines: bytes
    claims: dict[str, Any]
    answer: Answer

    def numbered_lines(self) -> list[tuple[int, bytes]]:
        """The lines of calls, each with its row's id."""
        lines = self.lines.split(b"\n")[:-1]
        return [(int(line[1 : line.index(b",")]), line) for line in lines]


def to_page(asked: Asked[Call], after_id: int, place: Place) -> PageAnswer:
    """The page that an answer holds.

    Args:
        asked: the answer.
        after_id: of the row that all of its rows lie behind.
        place: where the page lies, which may begin later.
    """
    if tuple(asked.head.columns) not in (_COLUMNS, _COLUMNS[:-1]):
        raise bad("calls with other columns than expected")
    claims = asked.claims
    next_after_id, last_id = _number(claims, "next_after_id"), _number(claims, "last_id")
    _check_ids(asked.rows, after_id, next_after_id)
    if claims.get("count") != len(asked.rows):
        raise bad("another number of calls than it says")
    until_id = next_after_id if place.until_id is None else place.until_id
    rows = [row for row in asked.rows if place.after_id < row.id <= until_id]
    marks = [to_bookmark(*line) for line in _ends(asked, place.after_id, until_id)]
    return PageAnswer(
        _to_batch(rows),
        min(next_after_id, until_id),
        last_id,
        asked.answer.answered_at,
        first_mark=marks[0] if marks else None,
        last_mark=marks[-1] if marks else None,
        end_mark=place.end_mark,
        cursor=place.cursor,
        after=place.after,
        known=place.known,
        has_ids_in_order=place.has_ids_in_order,
        is_placed=place.is_placed,
    )


def _ends(asked: Asked[Call], after_id: int, until_id: int) -> list[tuple[int, bytes]]:
    """The first and the last line of the rows between two ids, each with its row's id."""
    lines = [line for line in asked.numbered_lines() if after_id < line[0] <= until_id]
    return [lines[0], lines[-1]] if lines else []


def _to_batch(rows: Sequence[Call]) -> CallBatch:
    """The calls of rows; one that has no time, as FMD's schema allows, can't be placed in it."""
    rows = [row for row in rows if row.time not in _NO_TIME]
    if all(row.status_code is None for row in rows):
        return to_batch(rows)
    codes = np.array([row.status_code or 0 for row in rows], np.int64)
    if codes.min() < 0 or codes.max() > _HIGHEST_STATUS:
        raise bad("calls with a status code that is none")
    return to_batch(rows, codes.astype(np.uint16))


def _check_ids(rows: Sequence[Call], after_id: int, next_after_id: int) -> None:
    ids = [after_id, *(row.id for row in rows)]
    if any(before >= after for before, after in pairwise(ids)):
        raise bad("rows out of order")
    if rows and next_after_id < ids[-1]:
        raise bad("a next page that begins before the end of this one")


def _number(claims: dict[str, Any], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise bad(f"no {name}")
    return value


def to_endpoint(endpoint: Endpoint) -> RemoteEndpoint:
    """The endpoint that was sent.

    Raises:
        ValueError: an instant can't be read.
    """
    return RemoteEndpoint(
        name=cut(endpoint.name),
        is_monitored=bool(endpoint.monitor_level),
        added_at=_to_instant(endpoint.added_at),
        first_version=str(endpoint.first_version),
        last_called_at=_to_instant(endpoint.last_called_at),
    )


def _to_instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def bad(what: str) -> BadRemoteDataError:
    """The error of an answer that is signed rightly, and holds `what` it should not."""
    return BadRemoteDataError(
        f"The app sent {what}. Check that it runs an unchanged fmd_export on a sound database."
    )
