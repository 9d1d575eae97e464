"""Bookmarks of rows, by which a remote's database is known again; see `fmd_export.bookmarks`.

A bookmark is the id of a row and a digest of the line that stood for it in an answer. Newer
versions of fmd_export look for them by themselves. Of older ones the page is asked for from one
row before, and the row that is known must be the first of it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from pydash_app.remote.protocol import FallbackPlace, KnownRows

MOST_BOOKMARKS = 64
"""In one request, as fmd_export has it."""

_DIGEST_LETTERS = 16


def to_bookmark(row_id: int, line: bytes) -> str:
    """The bookmark of a row.

    Args:
        row_id: its id.
        line: that stood for it, without its end.
    """
    return f"{row_id}.{hashlib.sha256(line).hexdigest()[:_DIGEST_LETTERS]}"


def id_of(bookmark: str) -> int:
    """The id of the row that it is of."""
    return int(bookmark.partition(".")[0])


def write_known(known: Sequence[KnownRows]) -> str:
    """Known rows as a request bears them."""
    return "~".join(map(_write, known))


def _write(known: KnownRows) -> str:
    until = "" if known.until is None else f"{known.until}-"
    return until + "_".join(known.marks)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a database a page lies.

    Attributes:
        cursor, after, known, end_mark, has_ids_in_order, is_placed: see `PageAnswer`.
        until_id: up to which row it can be used; `None` where all of it can.
    """

    cursor: int | None = None
    after: str | None = None
    known: frozenset[str] | None = None
    end_mark: str | None = None
    has_ids_in_order: bool | None = None
    is_placed: bool = True
    until_id: int | None = None

    @property
    def after_id(self) -> int:
        """Of the row that it follows on."""
        return 0 if self.after is None else id_of(self.after)


def read_place(claims: Mapping[str, Any], known: Sequence[KnownRows]) -> Place | None:
    """The place that an answer claims; `None` where it is of an older fmd_export.

    Raises:
        ValueError: it is none.
    """
    if "known" not in claims:
        return None
    try:
        claimed = msgspec.convert(claims, _Claims)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    if claimed.cursor is None:
        marks: tuple[str | None, ...] = (None,)
    else:
        marks = (*known[claimed.cursor].marks, None) if claimed.cursor < len(known) else ()
    if claimed.after not in marks:
        raise ValueError("no bookmark of those")
    return Place(
        claimed.cursor,
        claimed.after,
        frozenset(claimed.known),
        claimed.end,
        claimed.ids_in_order,
    )


class _Claims(msgspec.Struct):
    known: list[str]
    cursor: Annotated[int, msgspec.Meta(ge=0)] | None
    after: str | None
    end: str | None
    ids_in_order: bool


def find_place(
    known: Sequence[KnownRows], fallback: FallbackPlace, lines: Mapping[int, bytes]
) -> Place:
    """The place of a page of an older fmd_export: behind the highest of its rows that is known.

    Args:
        known: of each database that is known.
        fallback: what was asked for.
        lines: by the ids of the rows that they stand for.
    """
    places = [
        (id_of(mark), -depth, -number, mark)
        for number, one in enumerate(known)
        for depth, mark in enumerate(one.marks)
        if mark in _bookmarks_at(id_of(mark), lines)
    ]
    if not places:
        return Place(is_placed=fallback.after_id == 0)
    *_, negative, after = max(places)
    until = known[-negative].until
    return Place(-negative, after, until_id=None if until is None else id_of(until))


def _bookmarks_at(row_id: int, lines: Mapping[int, bytes]) -> tuple[str, ...]:
    line = lines.get(row_id)
    return () if line is None else (to_bookmark(row_id, line),)
