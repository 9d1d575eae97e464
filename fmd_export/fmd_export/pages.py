"""Export 1: lines of JSON, packed as they are read, signed at their end.

    {"columns": ["id", "endpoint", …]}
    [1, "items", 9.3, "2026-11-23 19:36:16.992189", "2.0", null, "127.0.0.1", 200]
    …
    eyJhbGciOiJIUzI1NiIs…

The last line is a JSON Web Token over all lines before. Where it is missing the answer broke off.
"""

from __future__ import annotations

import hashlib
import logging
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from sqlalchemy.exc import SQLAlchemyError

from fmd_export import settling
from fmd_export.bookmarks import Cursor, find_place, to_bookmark
from fmd_export.odd_values import to_json, to_number, to_string
from fmd_export.reading import Reader, Row, to_text
from fmd_export.settling import Batch

ROWS_AT_ONCE = 200
"""In memory, and under one lock of the database; their reading is a turn."""

ROWS_A_TURN = 100
"""Made into text without letting go of Python's lock: a fraction of a millisecond, as is their
reading from SQLite, whose driver hardly lets go of it either."""

LONGEST_REST_S = 0.002
"""After each turn as long a rest as it took, and no longer than this."""

_GZIP_WINDOW = 31  # zlib's number for the largest window in gzip's format
_FAST = 1

SignEnd = Callable[[dict[str, object], bytes], str]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Page:
    """What is asked for.

    Attributes:
        after_id: of the last call that the asker has.
        until_id: of the last that it wants.
        limit: how many it wants at most.
    """

    after_id: int
    until_id: int
    limit: int


def stream_calls(reader: Reader, page: Page, sign: SignEnd) -> Iterator[bytes]:
    """The lines of a page, uncompressed.

    Args:
        reader: of the database.
        page: what is asked for.
        sign: makes the last line from its claims and the SHA-256 of the others.

    Raises:
        SQLAlchemyError: the first rows can't be read; later ones end the answer unsigned.
    """
    return _stream(reader, page, {"last_id": reader.find_last_id()}, sign)


def stream_calls_after(
    reader: Reader, cursors: list[Cursor], limit: int, sign: SignEnd
) -> Iterator[bytes]:
    """The lines of the page that follows in this very database, whichever it is.

    Args:
        reader: of the database.
        cursors: what the asker knows of databases, see `fmd_export.bookmarks`.
        limit: how many calls it wants at most.
        sign: makes the last line from its claims and the SHA-256 of the others.

    Raises:
        SQLAlchemyError: the first rows can't be read; later ones end the answer unsigned.
    """
    last_id = reader.find_last_id()
    place = find_place(cursors, lambda ids: _read_bookmarks(reader, ids))
    has_order = settling.gives_ids_in_order(reader)
    claims: dict[str, object] = {
        "last_id": last_id,
        "cursor": place.cursor,
        "after": place.after,
        "known": place.known,
        "end": next(iter(_read_bookmarks(reader, [last_id])), None),
        "ids_in_order": has_order,
    }
    page = Page(place.after_id, last_id if has_order else place.until_id, limit)
    return _stream(reader, page, claims, sign)


def _stream(
    reader: Reader, page: Page, claims: dict[str, object], sign: SignEnd
) -> Iterator[bytes]:
    last_id = claims["last_id"]
    assert isinstance(last_id, int)  # noqa: S101 - for the type checker
    page = Page(page.after_id, min(page.until_id, last_id), page.limit)
    batches = _read_batches(reader, page)
    first = next(batches, Batch([], max(page.after_id, page.until_id)))
    return _write_lines(chain([first], batches), reader.columns, claims, sign)


def _read_bookmarks(reader: Reader, ids: list[int]) -> list[str]:
    texts = _Texts()
    rows = reader.list_calls_of(ids)
    return [to_bookmark(row[0], _to_lines([row], texts).rstrip(b"\n")) for row in rows]


def sign_lines(lines: Iterable[bytes], sign: SignEnd) -> Iterator[bytes]:
    """`lines`, and a signature over them as the last."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
        yield line
    yield sign({}, digest.digest()).encode()


def pack(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same in gzip's format, packed lightly, which costs the app least."""
    packer = zlib.compressobj(_FAST, zlib.DEFLATED, _GZIP_WINDOW)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def to_line(value: object) -> bytes:
    """`value` as one line of JSON."""
    return to_json(value).encode() + b"\n"


def _read_batches(reader: Reader, page: Page) -> Iterator[Batch]:
    after_id, wanted = page.after_id, page.limit
    is_settled = after_id >= page.until_id or settling.wait_for_writers(reader)
    while wanted > 0 and after_id < page.until_id:
        limit = min(wanted, ROWS_AT_ONCE)
        batch = settling.read_batch(reader, after_id, page.until_id, limit, is_settled=is_settled)
        yield batch
        if batch.is_cut:
            return
        after_id = batch.until_id
        wanted -= len(batch.rows)


def _write_lines(
    batches: Iterable[Batch], columns: list[str], claims: dict[str, object], sign: SignEnd
) -> Iterator[bytes]:
    head = to_line({"columns": columns})
    digest, count, next_id, texts = hashlib.sha256(head), 0, 0, _Texts()
    yield head
    turn = _Turn()
    try:
        for batch in batches:
            turn.rest()
            for low in range(0, len(batch.rows), ROWS_A_TURN):
                piece = _to_lines(batch.rows[low : low + ROWS_A_TURN], texts)
                digest.update(piece)
                yield piece
                turn.rest()
            count += len(batch.rows)
            next_id = batch.until_id
    except SQLAlchemyError:
        log.exception("The database of Flask-MonitoringDashboard can't be read any further.")
        return
    yield sign({**claims, "count": count, "next_after_id": next_id}, digest.digest()).encode()


class _Texts(dict[object, str]):
    """What most rows share, as JSON, made once a page."""

    def __missing__(self, value: object) -> str:
        written = self[value] = to_json(value)
        return written


class _Turn:
    """What is done in one go; after it the app's other threads get theirs."""

    def __init__(self) -> None:
        self._began_s = time.perf_counter()

    def rest(self) -> None:
        """End it, and begin the next one after a while."""
        time.sleep(min(time.perf_counter() - self._began_s, LONGEST_REST_S))
        self._began_s = time.perf_counter()


def _to_lines(rows: list[Row], texts: _Texts) -> bytes:
    """Rows as lines of JSON: several times faster than by a call of `dumps` for each."""
    lines = [
        f"[{call_id},{texts[endpoint]},{to_number(duration)},{_to_json(called_at)},{texts[version]},"
        f"{texts[group_by]},{texts[ip]}{''.join([f',{texts[code]}' for code in status_code])}]\n"
        for call_id, endpoint, duration, called_at, version, group_by, ip, *status_code in rows
    ]
    return "".join(lines).encode("ascii")


def _to_json(called_at: object) -> str:
    """A time as JSON; FMD's schema allows rows that have none."""
    if called_at is None or isinstance(called_at, bytes):
        return to_json(called_at)
    return to_string(to_text(called_at))
