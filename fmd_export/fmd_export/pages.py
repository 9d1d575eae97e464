"""Export 1: lines of JSON, packed as they are read, signed at their end.

    {"columns": ["id", "endpoint", …]}
    [1, "items", 9.3, "2026-11-23 19:36:16.992189", "2.0", null, "127.0.0.1", 200]
    …
    eyJhbGciOiJIUzI1NiIs…

The last line is a JSON Web Token over all lines before. Where it is missing the answer broke off.
"""

from __future__ import annotations

import hashlib
import json
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from fmd_export import reading

ROWS_AT_ONCE = 1000
"""In memory, and under one lock of the database."""

_GZIP_WINDOW = 31  # zlib's number for the largest window in gzip's format
_FAST = 1

SignEnd = Callable[[dict[str, object], bytes], str]

log = logging.getLogger(__name__)


def stream_calls(after_id: int, until_id: int, limit: int, sign: SignEnd) -> Iterator[bytes]:
    """The lines of a page, uncompressed.

    Args:
        after_id: of the last call that the asker has.
        until_id: of the last that it wants.
        limit: how many it wants at most.
        sign: makes the last line from its claims and the SHA-256 of the others.

    Raises:
        SQLAlchemyError: the first rows can't be read; later ones end the answer unsigned.
    """
    last_id = reading.find_last_id()
    until_id = min(until_id, last_id)
    batches = _read_batches(after_id, until_id, limit)
    first = next(batches, [])
    return _write_lines(chain([first], batches), until_id, last_id, limit, sign)


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


def _read_batches(after_id: int, until_id: int, limit: int) -> Iterator[list[Any]]:
    while limit > 0 and after_id < until_id:
        rows = reading.list_calls(after_id, until_id, min(limit, ROWS_AT_ONCE))
        if not rows:
            return
        yield rows
        after_id = rows[-1][0]
        limit -= len(rows)


def _write_lines(
    batches: Iterable[list[Any]], until_id: int, last_id: int, limit: int, sign: SignEnd
) -> Iterator[bytes]:
    columns = [*reading.COLUMNS, *(["status_code"] if reading.HAS_STATUS_CODE else [])]
    head = to_line({"columns": columns})
    digest, count, next_id = hashlib.sha256(head), 0, until_id
    yield head
    try:
        for rows in batches:
            piece = b"".join(map(_to_row, rows))
            digest.update(piece)
            count += len(rows)
            if count == limit:
                next_id = rows[-1][0]
            yield piece
    except SQLAlchemyError:
        log.exception("The database of Flask-MonitoringDashboard can't be read any further.")
        return
    claims: dict[str, object] = {"count": count, "next_after_id": next_id, "last_id": last_id}
    yield sign(claims, digest.digest()).encode()


def _to_row(row: Any) -> bytes:
    call_id, endpoint, duration, time, *rest = row
    return to_line([call_id, endpoint, duration, str(time), *rest])


def to_line(value: object) -> bytes:
    """`value` as one line of JSON."""
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"
