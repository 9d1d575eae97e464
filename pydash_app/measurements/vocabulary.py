"""The different texts of one column, each with a code that never changes."""

from collections.abc import Iterator, Sequence

import numpy as np
from BTrees.IOBTree import IOBTree
from BTrees.OIBTree import OIBTree
from numpy.typing import NDArray
from persistent import Persistent

from pydash_app.measurements.batch import TextColumn
from pydash_app.measurements.cells import MOST_CODES
from pydash_app.measurements.text_limits import LONGEST_TEXT_CHARACTERS, cut

_BESIDE_A_TEXT_BYTES = 14
"""What its code, its head and its share of a bucket take in the database, each of two times."""


class Vocabulary(Persistent):
    """Texts in the order first seen; the code of the n-th one is n. Nothing is ever removed."""

    _byte_count: int | None = None  # as long as what an older PyDash stored was not counted

    def __init__(self) -> None:
        self._codes = OIBTree()
        self._texts = IOBTree()
        self._byte_count = 0

    def __len__(self) -> int:
        return 0 if not self._texts else int(self._texts.maxKey()) + 1

    def encode(
        self, column: TextColumn, *, most_texts: int = MOST_CODES, other_text: str = "(other)"
    ) -> NDArray[np.uint32]:
        """Turn a batch's own codes into this vocabulary's, learning the texts that are new.

        Args:
            column: of the batch.
            most_texts: how many texts there may be. Those that would be too many all get the
                code of `other_text`, which comes as one more where all places are taken.
            other_text: see there.
        """
        if self._byte_count is None:
            self._take_stock()
        texts = [cut(text) for text in column.texts]
        new = [text for text in dict.fromkeys(texts) if text not in self._codes]
        room = most_texts - len(self)
        if len(new) > room:
            new = [*new[: max(0, room - (other_text not in self._codes))], other_text]
        for text in new:
            self._learn(text)
        other = self._codes.get(other_text, 0)
        codes = np.fromiter((self._codes.get(text, other) for text in texts), np.uint32)
        return codes[column.codes]

    def find_codes(self, texts: Sequence[str]) -> NDArray[np.uint32]:
        """The codes of those texts that are known; asking for others changes nothing.

        One that was cut is found by the whole text, too.
        """
        found = (self._codes.get(text, self._codes.get(cut(text))) for text in texts)
        known = dict.fromkeys(code for code in found if code is not None)
        return np.array(list(known), np.uint32)

    def get_text(self, code: int) -> str:
        """The text of a code.

        Raises:
            KeyError: there is no such code.
        """
        return str(self._texts[code])

    def iterate_texts(self) -> Iterator[str]:
        """The same one by one: those that are not asked for are not loaded."""
        yield from self._texts.values()

    def list_texts(self) -> list[str]:
        """All texts, in the order first seen."""
        return list(self._texts.values())

    @property
    def byte_count(self) -> int:
        """What the texts take in the database."""
        if self._byte_count is None:
            return sum(map(_bytes_of, self._texts.values()))
        return self._byte_count

    def _learn(self, text: str) -> None:
        if text in self._codes:
            return
        code = len(self)
        self._codes[text] = code
        self._texts[code] = text
        self._byte_count = self.byte_count + _bytes_of(text)

    def _take_stock(self) -> None:
        """Cut what an older PyDash stored whole, so that new calls find it, and count bytes."""
        too_long = [
            (code, text)
            for code, text in self._texts.items()
            if len(text) > LONGEST_TEXT_CHARACTERS
        ]
        for code, text in too_long:
            del self._codes[text]
            self._codes[cut(text)] = code
            self._texts[code] = cut(text)
        self._byte_count = self.byte_count


def _bytes_of(text: str) -> int:
    return 2 * (len(text.encode("utf-8", "surrogatepass")) + _BESIDE_A_TEXT_BYTES)
