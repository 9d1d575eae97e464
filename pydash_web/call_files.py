"""Writes endpoint calls as files: CSV, or a JSON object a line."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

import numpy as np
import orjson

from pydash_app.measurements.batch import TEXT_COLUMNS, CallBatch, TextColumn

COLUMNS = ("called_at", *TEXT_COLUMNS, "execution_time", "status_code")

LINES_A_PART = 4_096

_CSV_LINE = "%s,%s,%s,%s,%s,%s,%s\r\n"
_JSON_LINE = (
    '{"called_at":"%s","endpoint":%s,"version":%s,"ip":%s,"group_by":%s,"execution_time":%s,'
    '"status_code":%s}\n'
)

_BREAKS = r"\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029"
_CONTROLS = r"\x00-\x1f\x7f-\x9f"
_UNSEEN = (
    _CONTROLS + r" \xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What a spreadsheet may drop before a formula, and nobody sees: controls, formats, blanks."""

_QUOTES = r"\"'`\xab\xb4\xbb\u2018-\u201f\u2039\u203a\uff02\uff07"
_MARKS = (
    r"=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212\u207a-\u207c\u208a-\u208c"
    r"\u2a75\u2a76\ufb29"
)
"""What begins a formula, in each width and size that is taken for the same character."""

_RUNS_AT_START = re.compile(f"[{_CONTROLS}]|[{_UNSEEN}{_QUOTES}]*[{_BREAKS}{_MARKS}]")
"""A text that a spreadsheet may run as a formula, once it has dropped what it does not show, or
the quotes around it; or that begins with what it can't show."""

_RUNS_INSIDE = re.compile(f"([;{_BREAKS}][{_UNSEEN}{_QUOTES}]*+)([{_MARKS}]?)")
"""The same, where a spreadsheet takes more than commas for the end of a cell.

Matches where nothing follows, too: looking at no character twice, it can't be slowed down.
"""


def write_csv(batches: Iterable[CallBatch]) -> Iterator[bytes]:
    """Write calls for spreadsheets, by RFC 4180.

    They begin with the mark of UTF-8: Excel takes a file without it for one in the encoding of
    its country. JSON lines have none, and must not (RFC 8259, section 8.1).
    """
    yield BOM_UTF8 + (_CSV_LINE % COLUMNS).encode()
    for batch in batches:
        yield from _write_lines(batch, _CSV_LINE, _csv_cell, unknown="")


def write_json_lines(batches: Iterable[CallBatch]) -> Iterator[bytes]:
    """Write calls for programs."""
    for batch in batches:
        yield from _write_lines(batch, _JSON_LINE, _json_value, unknown="null")


FORMATS: Mapping[str, tuple[str, Callable[[Iterable[CallBatch]], Iterator[bytes]]]] = {
    "csv": ("text/csv", write_csv),
    "jsonl": ("application/x-ndjson", write_json_lines),
}
"""For each format its media type and what writes it."""


def _write_lines(
    batch: CallBatch, line: str, write_text: Callable[[str], str], *, unknown: str
) -> Iterator[bytes]:
    rows = zip(
        np.datetime_as_string(batch.called_at_us.view("datetime64[us]"), timezone="UTC").tolist(),
        *(_spell(batch.text_column(name), write_text) for name in TEXT_COLUMNS),
        # As float32, so that 0.1 stays 0.1.
        batch.duration_ms.astype(np.str_).tolist(),
        _spell_status(batch, unknown),
        strict=True,
    )
    while part := "".join(line % row for row in islice(rows, LINES_A_PART)):
        yield part.encode()


def _spell(column: TextColumn, write_text: Callable[[str], str]) -> list[str]:
    """Write each different text once."""
    written = [write_text(text) for text in column.texts]
    return [written[code] for code in column.codes.tolist()]


def _spell_status(batch: CallBatch, unknown: str) -> list[str]:
    """Status codes, of which not all apps tell."""
    if batch.status_code is None:
        return [unknown] * len(batch)
    return [str(code) if code else unknown for code in batch.status_code.tolist()]


def _json_value(text: str) -> str:
    return orjson.dumps(text).decode()


def _csv_cell(text: str) -> str:
    """Write a text so that nothing runs it and nothing tears it apart.

    The apostrophe is what spreadsheets themselves write before a text that looks like a formula.

    Source:
        OWASP, CSV Injection, and ASVS 5.0.0, 1.2.10; RFC 4180, section 2.
    """
    harmless = _RUNS_INSIDE.sub(lambda found: "'".join(filter(None, found.groups())), text)
    if _RUNS_AT_START.match(text):
        harmless = f"'{harmless}"
    return '"{}"'.format(harmless.replace('"', '""'))
