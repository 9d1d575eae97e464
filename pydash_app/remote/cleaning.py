"""The step between the rows that came and the calls that are kept: one for all wire formats.

No row of an app stops those that come after it. What can't be kept as it came is kept as well as
it can be, and noted as a flaw: which row, which column, what is wrong. A call needs a time and a
duration; of any other column alone the value is left out. The flaws go with the calls
(`CallBatch.flaws`), so that only those of calls that are stored are counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.batch import TextColumn
from pydash_app.measurements.flaws import Flaw, Reason
from pydash_app.measurements.text_limits import LONGEST_TEXT_CHARACTERS, cut
from pydash_app.remote import cell_values
from pydash_app.remote.loose_rows import NAMES, Why

UNKNOWN_TEXT = "None"
"""How FMD shows null, and so a value like any other."""


class Placed(Protocol):
    """A row of any wire format."""

    @property
    def place(self) -> str:
        """Which row it is, as its owner finds it."""


@dataclass(frozen=True, slots=True)
class CleanColumn:
    """A column as it is stored.

    Attributes:
        values: one for each row; without meaning where a row has none.
        lost: by the place of a row, why it has no value.
        changed: by the place of a row, what had to be done to its value.
    """

    values: NDArray[Any]
    lost: Mapping[int, Reason]
    changed: Mapping[int, Reason]


def clean_times(values: Sequence[object]) -> CleanColumn:
    """Instants in microseconds since 1970, UTC."""
    fast = cell_values.times_as_fmd_writes(values)
    if fast is not None:
        return CleanColumn(fast, {}, {})
    return _one_by_one(values, cell_values.read_time, np.int64)


def clean_durations(values: Sequence[object]) -> CleanColumn:
    """Milliseconds. One below 0 is of a clock that was set back meanwhile, and stays."""
    fast = cell_values.durations_as_fmd_writes(values)
    if fast is not None:
        return CleanColumn(fast, {}, {})
    return _one_by_one(values, cell_values.read_duration, np.float32)


def clean_statuses(values: Sequence[object]) -> CleanColumn:
    """Status codes, 0 where there is none."""
    return _one_by_one(values, cell_values.read_status, np.uint16)


def clean_texts(
    column: str, values: Sequence[object], rows: Sequence[Placed]
) -> tuple[TextColumn, list[Flaw]]:
    """A column of texts as they are stored, and which of them had to be changed.

    Texts are taken as they are: `"None"` is a value, and so is one with a NUL in it.

    Args:
        column: its name.
        values: as sent, one for each row.
        rows: whose they are.
    """
    texts, noted = _as_texts(column, values)
    encoded = TextColumn.encode(texts)
    noted = _changed_texts(encoded, noted) | noted
    flaws = [Flaw(rows[call].place, column, reason, call) for call, reason in noted.items()]
    return TextColumn.encode([_storable(text) for text in texts]) if noted else encoded, flaws


def lost_flaw(row: Any, why: Why) -> Flaw:
    """The flaw of a row that becomes no call."""
    content = repr([row.place, *(getattr(row, name, None) for name in NAMES)])
    digest = blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return Flaw(row.place, *why, None, int.from_bytes(digest, signed=True))


def _as_texts(column: str, values: Sequence[object]) -> tuple[Sequence[str], dict[int, Reason]]:
    """Values as texts, and by place what was wrong with those that are none."""
    noted: dict[int, Reason] = {}
    texts: list[str] = []
    for call, value in enumerate(values):
        if type(value) is str:
            texts.append(value)
            continue
        text, reason = cell_values.read_text(column, value)
        texts.append(UNKNOWN_TEXT if text is None else text)
        if reason is not None:
            noted[call] = reason
    return texts, noted


def _one_by_one(
    values: Sequence[object],
    read: Callable[[object], tuple[Any, Reason | None]],
    kind: type[np.generic],
) -> CleanColumn:
    found = np.zeros(len(values), kind)
    lost: dict[int, Reason] = {}
    changed: dict[int, Reason] = {}
    for place, value in enumerate(values):
        read_value, reason = read(value)
        if read_value is not None:
            found[place] = read_value
        if reason is not None:
            (lost if read_value is None else changed)[place] = reason
    return CleanColumn(found, lost, changed)


def _changed_texts(column: TextColumn, noted: Mapping[int, Reason]) -> dict[int, Reason]:
    """Which calls hold a text that can't be stored as it is."""
    by_code: dict[int, Reason] = {}
    for code, text in enumerate(column.texts):
        if len(text) > LONGEST_TEXT_CHARACTERS:
            by_code[code] = "cut"
        elif not cell_values.is_unicode(text):
            by_code[code] = "replaced"
    if not by_code:
        return {}
    return {
        call: by_code[code]
        for call, code in enumerate(column.codes.tolist())
        if code in by_code and call not in noted
    }


def _storable(text: str) -> str:
    return cut(cell_values.without_surrogates(text))
