"""Rows that are not all that they should be, read one by one.

Answers are read as a whole, which is fast, and holds only what is asked for. Where that fails, one
row is to blame, or some, and all others are read as ever: here, one at a time.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import msgspec

from pydash_app.errors import BadRemoteDataError
from pydash_app.measurements.flaws import Reason

MISSING = object()
"""Stands for a value that a row does not have."""

NAMES = ("id", "endpoint", "execution_time", "time", "version", "group_by", "ip", "status_code")
"""What a row of calls may hold, by our names."""

MOST_LOOSE = 65_536
"""So many rows of an answer may be unlike others; a page has 20,000, a window some more."""

_LONGEST_PLACE_CHARACTERS = 40
_LONGEST_INTEGER_DIGITS = 18
_MOST_BRACKETS = 100_000
"""To see where such a value ends takes a second for every million."""

_BLANKS = re.compile(r"[ \t\n\r]*")
_DEEP = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)

Why = tuple[str, Reason]
"""A column, and what is wrong with it."""

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A row as it came, of any values.

    Attributes:
        values: in the order of `NAMES`, `MISSING` where there is none.
        place: which row it is, as its owner finds it.
        verdict: why it is no call, where that is known already.
    """

    values: tuple[object, ...]
    place: str
    verdict: Why | None = None

    id = property(lambda self: self.values[0])
    endpoint = property(lambda self: self.values[1])
    execution_time = property(lambda self: self.values[2])
    time = property(lambda self: self.values[3])
    version = property(lambda self: self.values[4])
    group_by = property(lambda self: self.values[5])
    ip = property(lambda self: self.values[6])
    status_code = property(lambda self: self.values[7])


def row_of(values: Mapping[str, object], place: str) -> LooseRow:
    """A loose row of values by our names; of one without any it is known what is wrong."""
    found = tuple(values.get(name, MISSING) for name in NAMES)
    is_row = any(value is not MISSING for value in found)
    return LooseRow(found, place, None if is_row else ("row", "not_a_row"))


def place_of_time(time: object, otherwise: str = "a call without a time") -> str:
    """Which row it is, where rows have no id: the time is all there is to find one by."""
    if isinstance(time, str) and time:
        return f"the call of {ascii(time[:_LONGEST_PLACE_CHARACTERS])[1:-1]}"
    return otherwise


def each_value(text: str) -> Iterator[object]:
    """The values in a JSON list, one by one, also NaN and infinity, as Python writes them.

    Yields:
        `MISSING` for one that is nested too deeply to be read.

    Raises:
        BadRemoteDataError: it is no list, or no JSON from somewhere on.
    """
    scan = json.JSONDecoder(parse_int=_to_number).scan_once  # type: ignore[attr-defined]
    place = _after_blanks(text, 0)
    place = _after_blanks(text, _after("[", text, place))
    is_over = text[place : place + 1] == "]"
    while not is_over:
        try:
            value, place = scan(text, place)
        except RecursionError:
            value, place = MISSING, _after_deep(text, place)
        except (ValueError, StopIteration) as error:
            raise _no_list() from error
        yield value
        place = _after_blanks(text, place)
        is_over = text[place : place + 1] == "]"
        if not is_over:
            place = _after_blanks(text, _after(",", text, place))
    if _after_blanks(text, place + 1) < len(text):
        raise _no_list()


def value_of(line: bytes) -> object:
    """What a line of JSON holds; `MISSING` where it is none, or nested too deeply."""
    text = line.decode("utf-8", "surrogateescape")
    try:
        return json.loads(text, parse_int=_to_number)
    except (ValueError, RecursionError):
        return MISSING


def convert(value: object, row_type: type[RowT]) -> RowT | None:
    """A value as a row, where it is one."""
    try:
        return msgspec.convert(value, row_type)
    except (msgspec.ValidationError, UnicodeError):
        return None


def _to_number(digits: str) -> int | float:
    """A number of any length: Python's own reading takes long for millions of digits."""
    return int(digits) if len(digits) <= _LONGEST_INTEGER_DIGITS else float(digits)


def _after(mark: str, text: str, place: int) -> int:
    if not text.startswith(mark, place):
        raise _no_list()
    return place + 1


def _after_blanks(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    return place if found is None else found.end()


def _after_deep(text: str, place: int) -> int:
    """Where a value ends that is nested too deeply to be read."""
    depth = 0
    for found in islice(_DEEP.finditer(text, place), _MOST_BRACKETS):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found.group(), 0)
        if depth == 0:
            return found.end()
    raise _no_list()


def _no_list() -> BadRemoteDataError:
    return BadRemoteDataError(
        "The app's answer is signed rightly, but does not hold what it should (it is no JSON, or "
        "no list). Check that it runs an unchanged Flask-MonitoringDashboard."
    )
