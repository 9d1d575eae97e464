"""The different texts of one column, each with a code that never changes."""

from collections.abc import Sequence

import numpy as np
from BTrees.IOBTree import IOBTree
from BTrees.OIBTree import OIBTree
from numpy.typing import NDArray
from persistent import Persistent

from pydash_app.errors import BadRemoteDataError
from pydash_app.measurements.batch import TextColumn
from pydash_app.measurements.cells import MOST_CODES


class Vocabulary(Persistent):
    """Texts in the order first seen; the code of the n-th one is n. Nothing is ever removed."""

    def __init__(self) -> None:
        self._codes = OIBTree()
        self._texts = IOBTree()

    def __len__(self) -> int:
        return 0 if not self._texts else int(self._texts.maxKey()) + 1

    def encode(self, column: TextColumn) -> NDArray[np.uint32]:
        """Turn a batch's own codes into this vocabulary's, learning the texts that are new.

        Raises:
            BadRemoteDataError: there would be more than `MOST_CODES`.
        """
        if len(self) + len(column.texts) > MOST_CODES:  # else it may be, and is looked at closely
            self._refuse_too_many(column.texts)
        codes = np.fromiter(map(self._learn, column.texts), np.uint32, len(column.texts))
        return codes[column.codes]

    def find_codes(self, texts: Sequence[str]) -> NDArray[np.uint32]:
        """The codes of those texts that are known; asking for others changes nothing."""
        known = [self._codes[text] for text in texts if text in self._codes]
        return np.array(known, np.uint32)

    def get_text(self, code: int) -> str:
        """The text of a code.

        Raises:
            KeyError: there is no such code.
        """
        return str(self._texts[code])

    def list_texts(self) -> list[str]:
        """All texts, in the order first seen."""
        return list(self._texts.values())

    def _refuse_too_many(self, texts: Sequence[str]) -> None:
        new = sum(text not in self._codes for text in texts)
        if len(self) + new > MOST_CODES:
            raise BadRemoteDataError(
                f"The app names more than {MOST_CODES:,} different endpoints, versions, users or "
                "addresses. Group its requests by fewer names."
            )

    def _learn(self, text: str) -> int:
        code = self._codes.get(text)
        if code is None:
            code = len(self)
            self._codes[text] = code
            self._texts[code] = text
        return int(code)
