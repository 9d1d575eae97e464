"""How much an answer may name: addresses and groups come from visitors, as many as they like."""

import numpy as np
from numpy.typing import NDArray

from pydash_app.errors import InvalidInputError
from pydash_app.measurements.vocabulary import Vocabulary

MOST_CHARACTERS = 50_000_000
"""An answer is put together in memory; a million addresses take 40 million."""

_BESIDE_A_NAME = 25
"""Its quotes, its number and what parts it from the next."""


def texts_of(vocabulary: Vocabulary, codes: NDArray[np.integer]) -> NDArray[np.object_]:
    """The text of each code, as an answer names them.

    Args:
        vocabulary: which may hold far more than the answer needs; what it does not is not loaded.
        codes: shape (names,); one comes as often as the answer names it.

    Raises:
        InvalidInputError: they are more than fit into an answer.
    """
    left = MOST_CHARACTERS - _BESIDE_A_NAME * len(codes)
    repeats = np.bincount(codes, minlength=1) if left >= 0 else np.empty(0, np.intp)
    texts = np.empty(len(repeats), object)
    for code in np.flatnonzero(repeats).tolist():
        texts[code] = text = vocabulary.get_text(code)
        left -= len(text) * int(repeats[code])
        if left < 0:
            break
    if left < 0:
        raise InvalidInputError(
            f"The answer would name {len(codes):,} addresses or groups, in more than "
            f"{MOST_CHARACTERS // 1_000_000} million characters. Choose less time, longer slices "
            "or a filter; or export the calls.",
            code="answer_too_large",
        )
    named: NDArray[np.object_] = texts[codes]
    return named
