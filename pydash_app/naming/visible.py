"""One rule for every name: what stands in it can be seen."""

import re
import unicodedata

from pydash_app.errors import InvalidInputError
from pydash_app.text_forms import CODE_POINTS_PER_CHARACTER, normalize

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Controls, formats (among them those of direction and the tags), unassigned and private ones,
halves of surrogate pairs, separators of lines and paragraphs."""

_DRAWN_CATEGORIES = frozenset("LNPS")
"""Letters, numbers, punctuation, symbols: of these, one at least is in a name."""

_DRAWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U00013441\U00013442\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)
"""Marks, letters and symbols that leave no ink.

Source:
    Unicode 15.0, DerivedCoreProperties.txt, Default_Ignorable_Code_Point, as far as the
    categories above don't hold them already; the blanks of Braille, hieroglyphs, Khitan, notes.
"""

_EMOJI_STYLE = "\ufe0f"


def check_visible_name(name: str, *, empty: str, longest: int, field: str = "name") -> str:
    """Bring a name into the form in which it is shown.

    Args:
        name: as sent.
        empty: the sentence for a name of nothing.
        longest: characters.
        field: of the input, for the error.

    Raises:
        InvalidInputError: it is empty, too long, or has characters that nobody can see.
    """
    if len(name.strip()) > longest * CODE_POINTS_PER_CHARACTER:
        raise _too_long(longest, field)
    name = normalize("NFC", name.strip()).strip()
    if len(name) > longest:
        raise _too_long(longest, field)
    if not name:
        raise _invalid(field, empty)
    if not _can_be_seen(name):
        raise _invalid(field, "Use only characters that can be seen for the name.")
    return name


def _can_be_seen(name: str) -> bool:
    plain = _without_emoji_style(name)
    categories = [unicodedata.category(character) for character in plain]
    return (
        _HIDDEN_CATEGORIES.isdisjoint(categories)
        and not _DRAWN_AS_NOTHING.search(plain)
        and any(category[0] in _DRAWN_CATEGORIES for category in categories)
    )


def _without_emoji_style(name: str) -> str:
    """The name without what has the symbol before it drawn in colour."""
    before = ["", *name]
    return "".join(
        character
        for previous, character in zip(before, name, strict=False)
        if character != _EMOJI_STYLE or not previous or unicodedata.category(previous) != "So"
    )


def _too_long(longest: int, field: str) -> InvalidInputError:
    return _invalid(field, f"Use at most {longest} characters for the name.")


def _invalid(field: str, reason: str) -> InvalidInputError:
    return InvalidInputError(reason, fields={field: reason})
