"""The rows of calls that `fmd_export` hands out."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from pydash_app.remote.loose_rows import MISSING, NAMES, LooseRow, Why

COLUMNS = ("id", "endpoint", "duration", "time", "version", "group_by", "ip", "status_code")

_LONGEST_PLACE_CHARACTERS = 40
_BYTES = "base64"
"""The only key of an object that stands for bytes, which JSON can't hold."""


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


ExportedRow = Call | LooseRow


def loosen(value: object, number: int) -> LooseRow:
    """A row of whatever an app sent in the place of one.

    Args:
        value: as sent.
        number: of the row in its page.
    """
    sent = value[: len(NAMES)] if isinstance(value, list) else []
    if not sent:
        missing = (MISSING,) * len(NAMES)
        return LooseRow(missing, f"row {number} of a page", ("row", "not_a_row"))
    values = tuple(map(_open_bytes, sent)) + (MISSING,) * (len(NAMES) - len(sent))
    return LooseRow(values, f"row {json.dumps(sent[0])[:_LONGEST_PLACE_CHARACTERS]}")


def refuse_strangers(
    rows: Sequence[ExportedRow], after_id: int, until_id: int
) -> list[ExportedRow]:
    """The same rows; those that are none of a page become no calls.

    A row that was handed out before, or will be on a later page, would count twice.

    Args:
        rows: of the page.
        after_id: behind which it was asked for.
        until_id: up to which it reaches.
    """
    seen: set[int] = set()
    found: list[ExportedRow] = []
    for row in rows:
        why: Why | None = None
        if type(row.id) is int:
            is_inside = after_id < row.id <= until_id
            why = ("id", "repeated" if is_inside else "outside")
            if is_inside and row.id not in seen:
                seen.add(row.id)
                why = None
        found.append(row if why is None else _refused(row, why))
    return found


def _refused(row: ExportedRow, why: Why) -> LooseRow:
    if isinstance(row, LooseRow):
        return replace(row, verdict=row.verdict or why)
    return LooseRow(tuple(getattr(row, name) for name in NAMES), row.place, why)


def _open_bytes(value: object) -> object:
    if not isinstance(value, dict) or list(value) != [_BYTES]:
        return value
    try:
        return base64.b64decode(value[_BYTES], validate=True)
    except (binascii.Error, TypeError, ValueError):
        return value
