"""How long a stored text may be, and how many different ones a column may have.

Texts come from strangers: an app names its endpoints by what it likes, and groups its calls by
what a visitor sends. Each different text is kept once, and goes into every answer about it.
"""

from collections.abc import Mapping
from hashlib import sha256

from pydash_app.measurements.cells import MOST_CODES

LONGEST_TEXT_CHARACTERS = 1_024
"""FMD's own columns hold 250."""

MOST_NAMES = 4_096
"""Endpoints of a dashboard, or versions."""

MOST_TEXTS: Mapping[str, int] = {
    "endpoint": MOST_NAMES,
    "version": MOST_NAMES,
    "ip": MOST_CODES,
    "group_by": MOST_CODES,
}
"""By column; bytes bound the last two long before."""

OTHER_TEXT: Mapping[str, str] = {
    "endpoint": "(other endpoints)",
    "version": "(other versions)",
    "ip": "(other addresses)",
    "group_by": "(other groups)",
}
"""By column, under which name calls count whose own would be one too many."""

_DIGEST_CHARACTERS = 16


def cut(text: str) -> str:
    """A text as it is stored: the beginning of one that is too long, and a mark.

    The mark follows from the whole text, so that two that begin alike stay two, and the same text
    is the same again.
    """
    if len(text) <= LONGEST_TEXT_CHARACTERS:
        return text
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_CHARACTERS]
    mark = f"… [cut {digest}]"
    return text[: LONGEST_TEXT_CHARACTERS - len(mark)] + mark
