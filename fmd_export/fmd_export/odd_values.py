"""Values that can't be handed on as they are: SQLite keeps whatever was once put into a column.

Nothing is judged here. Whatever a row holds is written so that its reader gets to see it, and so
that no row keeps those that come after it from being read.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any

_BYTES = (bytes, bytearray, memoryview)


def to_json(value: object) -> str:
    """A value as JSON in ASCII: bytes as `{"base64": "…"}`, NaN and infinity as texts."""
    if isinstance(value, float) and not isfinite(value):
        return json.dumps(repr(value))
    return json.dumps(value, default=_to_plain, separators=(",", ":"))


def to_number(value: object) -> str:
    """A number as JSON, and fast where it is one."""
    if (type(value) is float and isfinite(value)) or type(value) is int:
        return repr(value)
    return to_json(value)


def to_string(text: str) -> str:
    """A text as JSON, and fast where nothing in it has to be escaped."""
    is_plain = text.isascii() and text.isprintable() and '"' not in text and "\\" not in text
    return f'"{text}"' if is_plain else json.dumps(text)


def to_legacy_text(value: object) -> str:
    """What FMD 1.13 had no word for: bytes are those of a text, also where they are of none."""
    if isinstance(value, _BYTES):
        return bytes(value).decode("utf-8", "surrogateescape")
    return str(value)


@contextmanager
def texts_of_any_bytes(session: Any) -> Iterator[None]:
    """Let SQLite's driver read texts that are no UTF-8, until the block ends.

    Bytes that are no part of a character become lone surrogates, which JSON can hold.
    """
    pooled = session.connection().connection
    connection = getattr(pooled, "dbapi_connection", None) or pooled.connection
    if not hasattr(connection, "text_factory"):
        yield
        return
    usual = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.text_factory = usual


def _to_plain(value: object) -> object:
    if isinstance(value, _BYTES):
        return {"base64": base64.b64encode(bytes(value)).decode("ascii")}
    return str(value)
