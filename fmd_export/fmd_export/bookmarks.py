"""Bookmarks: rows that a reader was given, by which a database shows that it is still the same.

An id alone says nothing of the database that it belongs to: in a new file ids begin again, in a
restored backup they are given a second time, and behind one address may stand several processes
with a database each. So a reader brings bookmarks of the rows that it has, of each database that
it knows, and goes on after the last one that is there. Nothing is written for that, and to look
for them takes one query by primary keys.

    250.0e8f…-103.9b1c…_90.77aa…~120.01fe…

Cursors are joined by `~`, the bookmarks of one by `_`, the newest first. Before the `-` stands a
row up to which may be read, where ids can appear out of order.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

MOST_BOOKMARKS = 64
DIGEST_LETTERS = 16
"""Of a SHA-256 in hexadecimal digits: two rows agree in them once in 10^19."""

_CURSOR = re.compile(
    r"(?:(?P<until>[0-9]{1,19}(?:\.[0-9a-f]{16})?)-)?"
    r"(?P<marks>[0-9]{1,19}\.[0-9a-f]{16}(?:_[0-9]{1,19}\.[0-9a-f]{16})*)?"
)
_HIGHEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Cursor:
    """What a reader knows of one database.

    Attributes:
        marks: of rows that it has, the newest first.
        until: of the row up to which it wants to read; its digest may be missing.
    """

    marks: tuple[str, ...]
    until: str | None


@dataclass(frozen=True)
class Place:
    """Where to go on.

    Attributes:
        cursor: its number in the request; None where the database is none of those.
        after: the bookmark after which to go on; None where from the beginning.
        until_id: up to which id to read where ids appear out of order.
        known: which bookmarks are there.
    """

    cursor: int | None
    after: str | None
    until_id: int
    known: list[str]

    @property
    def after_id(self) -> int:
        """The id of `after`."""
        return 0 if self.after is None else id_of(self.after)


def to_bookmark(call_id: int, line: bytes) -> str:
    """The bookmark of a row.

    Args:
        call_id: of the row.
        line: that stands for it in an answer, without its end.
    """
    return f"{call_id}.{hashlib.sha256(line).hexdigest()[:DIGEST_LETTERS]}"


def id_of(bookmark: str) -> int:
    """The id of the row that it is of."""
    return int(bookmark.partition(".")[0])


def parse_cursors(text: object) -> list[Cursor]:
    """The cursors of a request.

    Raises:
        ValueError: they are not written as they should be, or hold too many bookmarks.
    """
    if not isinstance(text, str):
        raise ValueError("bookmarks must be a text")  # noqa: TRY004  answered as one
    found = [_parse_cursor(part) for part in text.split("~")] if text else []
    marks = [mark for cursor in found for mark in _marks_of(cursor)]
    if len(marks) > MOST_BOOKMARKS:
        raise ValueError(f"there may be {MOST_BOOKMARKS} bookmarks at most")
    if any(id_of(mark) > _HIGHEST_ID for mark in marks):
        raise ValueError("bookmarks must hold ids of rows")
    return found


def find_place(
    cursors: list[Cursor], read_bookmarks: Callable[[list[int]], Iterable[str]]
) -> Place:
    """Where to go on in the database that `read_bookmarks` reads.

    That is after the highest of all bookmarks that are there. Where only the row is there up to
    which a cursor wants to read, it is that cursor's, and its beginning.

    Args:
        cursors: of the request.
        read_bookmarks: the bookmarks of the rows that have these ids now.
    """
    ids = sorted({id_of(mark) for cursor in cursors for mark in _marks_of(cursor)})
    there = set(read_bookmarks(ids)) if ids else set()
    known = sorted({mark for one in cursors for mark in one.marks if mark in there}, key=id_of)
    places = [
        (id_of(mark), -depth, -number, mark)
        for number, cursor in enumerate(cursors)
        for depth, mark in enumerate(cursor.marks)
        if mark in there
    ]
    if places:
        *_, negative, after = max(places)
        return _place(cursors, -negative, after, known)
    number = next((n for n, cursor in enumerate(cursors) if cursor.until in there), None)
    return Place(None, None, 0, []) if number is None else _place(cursors, number, None, known)


def _place(cursors: list[Cursor], number: int, after: str | None, known: list[str]) -> Place:
    until = cursors[number].until
    return Place(number, after, 0 if until is None else id_of(until), known)


def _parse_cursor(text: str) -> Cursor:
    found = _CURSOR.fullmatch(text)
    if not text or found is None:
        raise ValueError("bookmarks must be written as fmd_export's README says")
    marks: Any = found["marks"]
    return Cursor(tuple(marks.split("_")) if marks else (), found["until"])


def _marks_of(cursor: Cursor) -> list[str]:
    return [*cursor.marks, *([] if cursor.until is None else [cursor.until])]
