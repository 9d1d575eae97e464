"""What was copied from somewhere, without what came along unseen."""

import unicodedata

_BLANK_CONTROLS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")
"""Of the controls, those that tools put between words and lines; others are no accident."""

_LINE_BREAKS = _BLANK_CONTROLS | {"\u2028", "\u2029"}

_UNSEEN_CATEGORIES = frozenset({"Cf", "Zl", "Zp", "Zs"})
"""Formats (zero width spaces, byte order marks, soft hyphens, marks of direction), and every kind
of space and line."""

_UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe0e\ufe0f")
"""Marks and letters of other categories that leave no ink, see `pydash_app.naming.visible`."""

_PAIRS = {
    "'": "'",
    '"': '"',
    "`": "`",
    "<": ">",
    "(": ")",
    "[": "]",
    "\u2018": "\u2019",
    "\u201a": "\u2018",
    "\u201c": "\u201d",
    "\u201e": "\u201c",
    "\u2039": "\u203a",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u300c": "\u300d",
}
"""What people, mail programs and configurations put around a thing that they name."""

_AFTER_ADDRESSES = ".,;:!?'\"`\u2019\u201d\u201c\u00bb\u2026"
"""What ends a sentence or a quotation, and no address of a dashboard."""


def is_unseen(character: str) -> bool:
    """Whether a character leaves nothing on the screen."""
    return (
        unicodedata.category(character) in _UNSEEN_CATEGORIES
        or character in _BLANK_CONTROLS
        or character in _UNSEEN_LETTERS
    )


def strip_unseen(text: str) -> str:
    """The text without unseen characters around it; those within stay."""
    start, end = 0, len(text)
    while start < end and is_unseen(text[start]):
        start += 1
    while end > start and is_unseen(text[end - 1]):
        end -= 1
    return text[start:end]


def unwrap(text: str) -> str:
    """The text without unseen characters, quotation marks and brackets around it."""
    text = strip_unseen(text)
    while len(text) > 1 and _PAIRS.get(text[0]) == text[-1]:
        text = strip_unseen(text[1:-1])
    return text


def clean_address(text: str) -> str:
    """A web address as it is meant.

    Line breaks and unseen characters within it come from lines that were too long for a screen;
    a plain space within it stays, since nobody knows what was meant.
    """
    joined = "".join(one for one in strip_unseen(text) if one.isspace() or not is_unseen(one))
    joined = "".join(one for one in joined if one not in _LINE_BREAKS)
    before = None
    while joined != before:
        before = joined
        joined = unwrap(joined).rstrip(_AFTER_ADDRESSES)
        for opening, closing in (("(", ")"), ("<", ">")):
            if opening not in joined:
                joined = joined.rstrip(closing)
    return joined
