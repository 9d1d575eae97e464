"""The step between the rows that came and the calls that are kept: one for all wire formats.

No row of an app stops those that come after it. What can't be kept as it came is kept as well as
it can be, and noted as a flaw: which row, which column, what became of the value. The flaws go
with the calls (`CallBatch.flaws`), so that only those of calls that are stored are counted.
"""

from collections.abc import Sequence
from typing import Protocol

from pydash_app.measurements.batch import TextColumn
from pydash_app.measurements.flaws import Flaw
from pydash_app.measurements.text_limits import LONGEST_TEXT_CHARACTERS, cut


class Placed(Protocol):
    """A row of any wire format."""

    @property
    def place(self) -> str:
        """Which row it is, as its owner finds it."""


def clean_texts(
    column: str, values: Sequence[str | None], rows: Sequence[Placed]
) -> tuple[TextColumn, list[Flaw]]:
    """A column of texts as they are stored, and which of them had to be cut.

    Texts are taken as they are: `"None"` is a value, as FMD shows null, and so is one with a NUL
    in it.

    Args:
        column: its name.
        values: as sent, one for each row.
        rows: whose they are.
    """
    texts = ["None" if value is None else value for value in values]
    encoded = TextColumn.encode(texts)
    if max(map(len, encoded.texts), default=0) <= LONGEST_TEXT_CHARACTERS:
        return encoded, []
    flaws = [
        Flaw(row.place, column, "cut", call)
        for call, (row, text) in enumerate(zip(rows, texts, strict=True))
        if len(text) > LONGEST_TEXT_CHARACTERS
    ]
    return TextColumn.encode([cut(text) for text in texts]), flaws
