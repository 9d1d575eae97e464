"""Which texts look alike, by Unicode's skeleton.

Source:
    UTS #39, "Unicode Security Mechanisms", section 4, "Confusable Detection".
"""

import re
from functools import cache
from importlib.resources import files

from pydash_app.text_forms import LONGEST_NORMALIZED_CHARACTERS, normalize

TABLE = "Unicode 15.0"
"""Which table skeletons are made with. Those that were made with another one fit none of these."""

_SPACES = re.compile(r"\s+")
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point, which nothing is drawn for."""


def make_skeleton(text: str) -> str:
    """The text that all texts share that look like it; it is for comparing, not for showing."""
    plain = _IGNORED.sub("", normalize("NFD", text[:LONGEST_NORMALIZED_CHARACTERS]))
    # A character may look like eighteen; nobody compares that many.
    drawn = plain.translate(_prototypes())[:LONGEST_NORMALIZED_CHARACTERS]
    return _SPACES.sub(" ", normalize("NFD", drawn)).strip()


@cache
def _prototypes() -> dict[int, str]:
    """For each character the one that stands for all of its look.

    Source:
        confusables.txt of Unicode 15.0 (© Unicode, Inc., Unicode License), as ICU 72 has it;
        tools/make_confusables.py writes the file: a prototype, a tab, what looks like it.
    """
    text = files("pydash_app.naming").joinpath("confusables.txt").read_text("utf-8")
    found: dict[int, str] = {}
    for line in text.split("\n"):
        prototype, _, alike = line.partition("\t")
        found.update((ord(character), prototype) for character in alike)
    return found
