"""Normal forms of texts: the one place where Unicode's normalization is called.

Its work grows by the square of a run of combining marks, which it sorts by insertion: 65,000 of
them take seconds, in which no other thread runs. So how long a text is, is looked at before.
"""

import unicodedata
from typing import Literal

from pydash_app.errors import InvalidInputError

LONGEST_NORMALIZED_CHARACTERS = 1_024
"""A run of marks of this length takes a millisecond."""

CODE_POINTS_PER_CHARACTER = 4
"""As what NFC makes one code point can be sent at most, like U+1F82.

Source:
    Unicode 15.0, UAX #15, section 9.1 "Stable Code Points" and NormalizationTest.txt.
"""


def normalize(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """The text in a normal form.

    Raises:
        InvalidInputError: it is too long. Who takes texts from outside has looked at that before,
            and said which input is to blame.
    """
    check_length(text)
    return unicodedata.normalize(form, text)


def fold(text: str) -> str:
    """The form in which names and addresses are compared: NFKC, without case.

    Raises:
        InvalidInputError: it is too long.
    """
    check_length(text)
    # What was made longer by the first pass holds no longer run of marks than three times.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def check_length(text: str, most: int = LONGEST_NORMALIZED_CHARACTERS, field: str = "") -> None:
    """Refuse a text that is too long for anything to be done with it.

    Args:
        text: as it was sent.
        most: code points that it may have.
        field: the input that is to blame, where one is.

    Raises:
        InvalidInputError: it is too long.
    """
    if len(text) > most:
        reason = f"Use at most {most:,} characters."
        raise InvalidInputError(reason, fields={field: reason} if field else None)
