"""The wire format of FMD 1.13: JSON in a JSON string in a JSON Web Token, readable by anyone.

What anyone may ask for must not fill the app's memory: an answer is made and signed as it is
read, batch by batch, to the same bytes that 1.13 would have made of the whole.

Source:
    Flask-MonitoringDashboard 1.13.1, views/export/json.py.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy.exc import SQLAlchemyError

from fmd_export.odd_values import to_legacy_text
from fmd_export.reading import Instants, Reader, Row, to_text

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  FMD's database holds UTC and no zone
ROWS_AT_ONCE = 1000
_NO_REQUEST_YET = -1
_KEYS = ("endpoint", "execution_time", "time", "version", "group_by", "ip")
_HEADER = {"alg": "HS256", "typ": "JWT"}
_BYTES_OF_A_GROUP = 3
"""Base64 writes so many bytes as four letters, and fills up only the last of them."""

_PIECE_BYTES = 65_536

log = logging.getLogger(__name__)


def parse_instant(unix_s: str) -> datetime:
    """An instant as asked for, naive UTC.

    Raises:
        ValueError: it is no whole number, or in no calendar.
    """
    try:
        return EPOCH + timedelta(seconds=int(unix_s))
    except OverflowError as error:
        raise ValueError(str(error)) from error


def calls(reader: Reader, instants: Instants, token: str) -> Iterator[bytes]:
    """The calls of a time, in the order of their ids, signed.

    Raises:
        SQLAlchemyError: the first can't be read; later ones end the answer unsigned.
    """
    batches = _read_batches(reader, instants)
    first = next(batches, [])
    return _sign(map(_to_call, chain.from_iterable(chain([first], batches))), token)


def rules(reader: Reader, token: str) -> Iterator[bytes]:
    """The endpoints, signed."""
    rows = [
        {
            "endpoint": name,
            "monitor": bool(level),
            "time_added": to_text(added_at),
            "version_added": version,
            "last_accessed": to_text(last_requested_at),
        }
        for name, level, added_at, version, last_requested_at in reader.list_endpoints()
    ]
    return _sign(iter(rows), token)


def extent(reader: Reader) -> dict[str, int]:
    """What 1.13 told anybody of its calls."""
    first_at, count = reader.find_extent()
    first_s = _NO_REQUEST_YET if first_at is None else int((first_at - EPOCH).total_seconds())
    return {"first-request": first_s, "total-requests": count}


def _read_batches(reader: Reader, instants: Instants) -> Iterator[list[Row]]:
    lowest, highest = reader.find_ids_between(instants)
    after_id = lowest - 1
    while after_id < highest:
        rows = reader.list_calls_between(after_id, highest, instants, ROWS_AT_ONCE)
        if not rows:
            return
        yield rows
        after_id = rows[-1][0]


def _to_call(row: Row) -> dict[str, object]:
    _, endpoint, duration, time, version, group_by, ip, *_ = row
    texts = ["None" if text is None else text for text in (version, group_by)]
    return dict(zip(_KEYS, (str(endpoint), duration, to_text(time), *texts, ip)))


def _sign(rows: Iterable[dict[str, object]], token: str) -> Iterator[bytes]:
    """A JSON Web Token (RFC 7515), piece by piece."""
    head = _base64url(json.dumps(_HEADER, separators=(",", ":")).encode()) + b"."
    signature = hmac.new(token.encode(), head, hashlib.sha256)
    yield head
    try:
        for piece in _in_groups(_claims(rows)):
            written = _base64url(piece)
            signature.update(written)
            yield written
    except SQLAlchemyError:
        log.exception("The database of Flask-MonitoringDashboard can't be read any further.")
        return
    yield b"." + _base64url(signature.digest())


def _claims(rows: Iterable[dict[str, object]]) -> Iterator[bytes]:
    """`{"data": "[…]"}`: a list written as JSON, in a string written as JSON."""
    before = "["
    yield b'{"data":"'
    for row in rows:
        yield json.dumps(before + _to_json(row))[1:-1].encode()
        before = ", "
    yield b'[]"}' if before == "[" else b']"}'


def _to_json(row: dict[str, object]) -> str:
    return json.dumps(row, sort_keys=True, default=to_legacy_text)


def _in_groups(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces, each but the last of whole groups of base64."""
    rest = bytearray()
    for piece in pieces:
        rest += piece
        if len(rest) >= _PIECE_BYTES:
            whole = len(rest) - len(rest) % _BYTES_OF_A_GROUP
            yield bytes(rest[:whole])
            del rest[:whole]
    yield bytes(rest)


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
