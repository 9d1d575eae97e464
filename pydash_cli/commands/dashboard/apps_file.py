"""Reads a file of apps: CSV as spreadsheets write it, with a line of names at its top."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydash_app.errors import InvalidInputError

COLUMNS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "app", "dashboard"}),
    "url": frozenset({"url", "address"}),
    "token": frozenset({"token", "security code", "security token"}),
}
"""What each column may be called; case, blanks around it, `_` and `-` don't matter."""

SEPARATORS = ",;\t"
EXAMPLE = "name,url,token"
MOST_BYTES = 10_000_000

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True, slots=True)
class AppRow:
    """One app, or why the row is none.

    Attributes:
        line: of the file, where the row ends.
        refusal: `None` where it can be tried.
    """

    line: int
    name: str = ""
    url: str = ""
    token: str = field(default="", repr=False)
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class AppsFile:
    """What stands in a file.

    Attributes:
        unknown: names of columns that are left aside.
    """

    rows: Sequence[AppRow]
    unknown: Sequence[str]


def read_apps(content: bytes) -> AppsFile:
    """Read a file of apps.

    Raises:
        InvalidInputError: it is no such file; the message says what it should be.
    """
    lines = list(io.StringIO(_decode(content), newline=""))
    first = 1
    separator = None
    if lines and lines[0].strip().lower().startswith("sep=") and len(lines[0].strip()) == 5:  # noqa: PLR2004
        separator = lines.pop(0).strip()[4]  # so Excel is told
        first += 1
    while lines and not lines[0].strip(" \r\n\t,;"):
        lines.pop(0)
        first += 1
    if not lines:
        raise InvalidInputError(f"The file is empty. Its first line must be {EXAMPLE}.")
    separator = separator or max(SEPARATORS, key=lines[0].count)
    # Only where a quote may be open: strictness has no patience with blanks behind one.
    is_odd = sum(line.count('"') for line in lines) % 2 == 1
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=is_odd)
    head = _next_row(reader, first)
    places, unknown = _understand(head or [])
    rows = list(_read_rows(reader, places, len(head or []), first))
    if not rows:
        raise InvalidInputError("The file names no app below its first line.")
    return AppsFile(rows, unknown)


def _decode(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise InvalidInputError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidInputError(
            f"Line {line} is not in UTF-8. Save the file as “CSV UTF-8”, or without accents."
        ) from error
    if "\0" in text:
        raise InvalidInputError("This is no text file. Save the sheet as CSV.")
    return text


def _understand(head: Sequence[str]) -> tuple[Mapping[str, int], list[str]]:
    """At which place each column stands, and the names of those that are not known."""
    places: dict[str, int] = {}
    unknown = []
    for place, text in enumerate(head):
        plain = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
        column = next((name for name, names in COLUMNS.items() if plain in names), None)
        if column is None:
            unknown += [text.strip()] if plain else []
        elif column in places:
            raise InvalidInputError(f"Two columns are called {column!r}. Keep one of them.")
        else:
            places[column] = place
    if missing := [name for name in COLUMNS if name not in places]:
        raise InvalidInputError(
            f"The first line does not name {' and '.join(missing)}. It must be like {EXAMPLE}."
        )
    return places, unknown


def _read_rows(
    reader: Iterator[list[str]], places: Mapping[str, int], most_cells: int, first: int
) -> Iterator[AppRow]:
    while (cells := _next_row(reader, first)) is not None:
        line = first - 1 + reader.line_num  # type: ignore[attr-defined]  # csv's reader has it
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[most_cells:]):
            reason = "it has more cells than the first line. Put what holds a separator in quotes."
            yield AppRow(line, refusal=f"This row can't be read: {reason}")
            continue
        found = {
            name: cells[place].strip() if place < len(cells) else ""
            for name, place in places.items()
        }
        missing = [name for name, text in found.items() if not text]
        refusal = f"This row has no {' and no '.join(missing)}." if missing else None
        yield AppRow(line, **found, refusal=refusal)


def _next_row(reader: Iterator[list[str]], first: int) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        line = first - 1 + reader.line_num  # type: ignore[attr-defined]  # csv's reader has it
        raise InvalidInputError(
            f"Line {line} can't be read as CSV ({error}). A quote that is opened must be closed, "
            "and one within a cell is doubled."
        ) from error
