"""Single values of a row, read for what they are.

A database without types hands out whatever was once put in: texts for numbers, bytes for texts,
numbers that no clock shows. Each function returns the value to store, `None` where there is none,
and what was wrong, `None` where nothing was.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.flaws import Reason
from pydash_app.remote.loose_rows import MISSING

EARLIEST_US = 0
LATEST_US = 32_503_680_000_000_000
"""The years 1970 to 2999. Before and after, a clock was wrong; and days have 19 bits in a cell."""

HIGHEST_STATUS = 999

NEVER_NULL = ("endpoint", "ip")
"""FMD writes null, or `"None"`, as a version and as a group, but always knows these."""

_FLOAT32_MAX = float(np.finfo(np.float32).max)
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?", re.ASCII)
"""What `str(datetime)` writes: no fraction where the microseconds are 0."""

_OTHER_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?\s?([Zz]|[+-]\d\d(:?\d\d)?)?", re.ASCII
)
"""ISO 8601, as others write an instant; without a zone it is in UTC, as FMD's are."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?inf", re.ASCII)
"""`inf` is how fmd_export hands on an infinite one, which JSON has no word for."""

_LONGEST_NUMBER_CHARACTERS = 400
_SURROGATES = re.compile("[\ud800-\udfff]")
_NO_VALUE = (None, "None", "")


def times_as_fmd_writes(values: Sequence[object]) -> NDArray[np.int64] | None:
    """Instants, where all of them are as they should be: fast."""
    if not set(map(type, values)) <= {str} or not all(map(_TIME.fullmatch, values)):  # type: ignore[arg-type]
        return None
    try:
        found = np.array(values, dtype=np.str_).astype("datetime64[us]").astype(np.int64)
    except ValueError:  # well written, and in no calendar
        return None
    return found if np.all((found >= EARLIEST_US) & (found < LATEST_US)) else None


def read_time(value: object) -> tuple[int | None, Reason | None]:
    """An instant in microseconds since 1970, UTC."""
    if isinstance(value, datetime):
        return _in_range(_to_us(value), None)
    if value is MISSING or value in _NO_VALUE:
        return None, "missing"
    text = _as_ascii(value)
    if isinstance(value, str) and _TIME.fullmatch(value):
        return _read_iso(value, None)
    if text is not None and _OTHER_TIME.fullmatch(text.strip()):
        return _read_iso(text.strip().replace(",", ".").upper(), "converted")
    return None, "unreadable"


def durations_as_fmd_writes(values: Sequence[object]) -> NDArray[np.float32] | None:
    """Milliseconds, where all of them are as they should be: fast."""
    if not set(map(type, values)) <= {float, int}:
        return None
    try:
        found = np.array(values, dtype=np.float64)
    except OverflowError:  # an integer beyond all floats
        return None
    return found.astype(np.float32) if np.all(np.abs(found) <= _FLOAT32_MAX) else None


def read_duration(value: object) -> tuple[float | None, Reason | None]:
    """Milliseconds."""
    number, reason = _read_number(value)
    if number is None:
        return None, reason
    if number != number:  # noqa: PLR0124 - NaN
        return None, "unreadable"
    return (None, "out_of_range") if abs(number) > _FLOAT32_MAX else (number, reason)


def read_status(value: object) -> tuple[int | None, Reason | None]:
    """A status code, 0 where there is none."""
    if value is None or value is MISSING:
        return 0, None
    number, reason = _read_number(value)
    if number is None:
        return None, reason
    if not 0 <= number <= HIGHEST_STATUS:
        return None, "unreadable" if number != number else "out_of_range"  # noqa: PLR0124 - NaN
    if number != int(number):
        return None, "unreadable"
    return int(number), reason if isinstance(value, int) else "converted"


def read_text(column: str, value: object) -> tuple[str | None, Reason | None]:
    """A text, of a value that is none by its type.

    Args:
        column: its name.
        value: of any type but a text's.
    """
    if value is None:
        return None, "missing" if column in NEVER_NULL else None
    if value is MISSING:
        return None, "missing"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value), "converted"
    if isinstance(value, bytes | bytearray | memoryview):
        text = bytes(value).decode("utf-8", "surrogateescape")
        return without_surrogates(text), "converted" if is_unicode(text) else "replaced"
    return None, "unreadable"


def is_unicode(text: str) -> bool:
    """Whether UTF-8 can hold it: no half of a character that takes two."""
    return text.isascii() or _SURROGATES.search(text) is None


def without_surrogates(text: str) -> str:
    """The same with a mark in place of what UTF-8 can't hold."""
    return text if is_unicode(text) else _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def _read_iso(text: str, reason: Reason | None) -> tuple[int | None, Reason | None]:
    try:
        return _in_range(_to_us(datetime.fromisoformat(text)), reason)
    except OverflowError:
        return None, "out_of_range"
    except ValueError:  # in no calendar
        return None, "out_of_range" if text.startswith("0000") else "unreadable"


def _in_range(instant_us: int, reason: Reason | None) -> tuple[int | None, Reason | None]:
    is_inside = EARLIEST_US <= instant_us < LATEST_US
    return (instant_us, reason) if is_inside else (None, "out_of_range")


def _to_us(instant: datetime) -> int:
    aware = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
    since = aware - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _as_ascii(value: object) -> str | None:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("ascii", "replace")
    return value if isinstance(value, str) else None


def _read_number(value: object) -> tuple[float | None, Reason | None]:
    if value is MISSING or value in _NO_VALUE:
        return None, "missing"
    if isinstance(value, bool):
        return None, "unreadable"
    if isinstance(value, int | float | Decimal):
        return _to_float(value), None
    text = _as_ascii(value)
    if text is None or len(text) > _LONGEST_NUMBER_CHARACTERS or not _NUMBER.fullmatch(text):
        return None, "unreadable"
    return float(text), "converted"


def _to_float(value: float | Decimal) -> float:
    try:
        return float(value)
    except OverflowError:  # an integer beyond all floats
        return float("inf")
