"""What the answers of `fmd_export` hold, and what is made of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

import msgspec

from pydash_app.errors import BadRemoteDataError
from pydash_app.measurements.text_limits import cut
from pydash_app.remote.bookmarks import Place, to_bookmark
from pydash_app.remote.call_rows import to_batch
from pydash_app.remote.cell_values import read_time
from pydash_app.remote.exported_calls import COLUMNS, Call, ExportedRow, refuse_strangers
from pydash_app.remote.http_session import Answer
from pydash_app.remote.loose_rows import LooseRow
from pydash_app.remote.protocol import PageAnswer, RemoteEndpoint

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

RowT = TypeVar("RowT")


class Head(msgspec.Struct):
    """The first line of an answer."""

    columns: list[str]
    ids_in_order: bool = True


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
    rows: list[RowT | LooseRow]
    lines: bytes
    claims: dict[str, Any]
    answer: Answer

    def numbered_lines(self) -> list[tuple[int, bytes]]:
        """The lines of calls, each with its row's id."""
        pairs = zip(self.rows, self.lines.split(b"\n"), strict=False)
        found = ((getattr(row, "id", None), line) for row, line in pairs)
        return [(row_id, line) for row_id, line in found if type(row_id) is int]


def to_page(asked: Asked[Call], after_id: int, place: Place) -> PageAnswer:
    """The page that an answer holds.

    Args:
        asked: the answer.
        after_id: of the row that all of its rows lie behind.
        place: where the page lies, which may begin later.
    """
    if tuple(asked.head.columns) not in (COLUMNS, COLUMNS[:-1]):
        raise bad("calls with other columns than expected")
    claims = asked.claims
    next_after_id, last_id = _number(claims, "next_after_id"), _number(claims, "last_id")
    if claims.get("count") != len(asked.rows):
        raise bad("another number of calls than it says")
    if asked.rows and next_after_id <= after_id:
        raise bad("a next page that begins before the end of this one")
    until_id = next_after_id if place.until_id is None else place.until_id
    own = refuse_strangers(asked.rows, after_id, next_after_id)
    rows = [row for row in own if _is_wanted(row, place.after_id, until_id)]
    marks = [to_bookmark(*line) for line in _ends(asked, place.after_id, until_id)]
    return PageAnswer(
        to_batch(rows),
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


def _is_wanted(row: ExportedRow, after_id: int, until_id: int) -> bool:
    """Whether a row is new; those that are none of the page are, to be named."""
    is_named = isinstance(row, LooseRow) and row.verdict is not None
    return is_named or type(row.id) is not int or after_id < row.id <= until_id


def _number(claims: dict[str, Any], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise bad(f"no {name}")
    return value


def to_endpoint(endpoint: Endpoint) -> RemoteEndpoint:
    """The endpoint that was sent; an instant that can't be read is none."""
    return RemoteEndpoint(
        name=cut(endpoint.name),
        is_monitored=bool(endpoint.monitor_level),
        added_at=_to_instant(endpoint.added_at),
        first_version=str(endpoint.first_version),
        last_called_at=_to_instant(endpoint.last_called_at),
    )


def _to_instant(text: str | None) -> datetime | None:
    instant_us = read_time(text)[0]
    return None if instant_us is None else EPOCH + timedelta(microseconds=instant_us)


def bad(what: str) -> BadRemoteDataError:
    """The error of an answer that is signed rightly, and holds `what` it should not."""
    return BadRemoteDataError(
        f"The app sent {what}. Check that it runs an unchanged fmd_export on a sound database."
    )
