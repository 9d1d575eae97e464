"""Reads the rows of an answer: all at once where they are as they should be, else one by one."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import msgspec

from pydash_app.errors import AnswerTooLargeError
from pydash_app.remote.loose_rows import (
    MISSING,
    MOST_LOOSE,
    LooseRow,
    convert,
    each_value,
    value_of,
)

RowT = TypeVar("RowT")

Loosen = Callable[[object, int], LooseRow]
"""Makes a row of a value that is not one of its wire format, and of its number in the answer."""

_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)


def read_list(text: str, row_type: type[RowT], loosen: Loosen) -> list[RowT | LooseRow]:
    """The rows in a list written as JSON.

    Args:
        text: the list.
        row_type: what its rows should be; further fields are left out.
        loosen: what to make of one that is not.

    Raises:
        BadRemoteDataError: it is no list.
        AnswerTooLargeError: too many of its values are no such rows.
    """
    try:
        return list(msgspec.json.decode(text, type=list[row_type]))  # type: ignore[valid-type]
    except _UNREADABLE:
        return _read_each(
            ((value, convert(value, row_type)) for value in each_value(text)), loosen
        )


def read_lines(lines: bytes, row_type: type[RowT], loosen: Loosen) -> list[RowT | LooseRow]:
    """The rows in lines of JSON.

    Args:
        lines: each with its end.
        row_type: see `read_list`.
        loosen: see `read_list`.

    Raises:
        AnswerTooLargeError: too many of them are no such rows.
    """
    try:
        return list(msgspec.json.Decoder(row_type).decode_lines(lines))
    except _UNREADABLE:
        return _read_each(_decode_each(lines, row_type), loosen)


def _read_each(
    pairs: Iterable[tuple[object, RowT | None]], loosen: Loosen
) -> list[RowT | LooseRow]:
    """Of each pair of a value and its row the row, or what can be made of the value."""
    found: list[RowT | LooseRow] = []
    loose_count = 0
    for number, (value, row) in enumerate(pairs, start=1):
        found.append(loosen(value, number) if row is None else row)
        loose_count += row is None
        if loose_count > MOST_LOOSE:
            raise AnswerTooLargeError(
                f"More than {MOST_LOOSE:,} rows of one answer are none of "
                "Flask-MonitoringDashboard's. PyDash asks for fewer at once. If that does not "
                "help, check that the app runs an unchanged one on a sound database."
            )
    return found


def _decode_each(lines: bytes, row_type: type[RowT]) -> Iterator[tuple[object, RowT | None]]:
    decoder = msgspec.json.Decoder(row_type)
    row: RowT | None
    start = 0
    while start < len(lines):
        end = lines.find(b"\n", start)
        line = lines[start:] if end < 0 else lines[start:end]
        start += len(line) + 1
        try:
            row = decoder.decode(line)
        except _UNREADABLE:
            row = None
        yield MISSING if row is not None else value_of(line), row
