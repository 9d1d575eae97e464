"""Hides passwords inside addresses, in whatever text people get to read."""

import re

MASK = "***"

_BLANKS = re.compile(r"(\s+)")
_BARE_LOGIN = re.compile(r"(?<![^\s/:@])([^\s/:@]+):([^\s/@]{1,256})@")
"""A user and a password before a host, in what lost its scheme or never had one.

Begins at the beginning of a name alone, and looks no further than so far for its end: without
that, a long word would take time by the square of its length.
"""

_NAMED = re.compile(r"(?i)(pass(?:word|wd)=)('(?:[^'\\]|\\.)*'|[^\s&,;)]+)")
"""As a parameter of an address, or in the words that PostgreSQL's client takes."""


def hide_passwords(text: str) -> str:
    """The same text, with `***` instead of the logins in addresses, and of what `password=` names.

    A password that holds an unescaped `/`, `?` or `@` is hidden with the rest; so of an address
    that has an `@` in its path only what follows that is shown.
    """
    if "@" in text and ":" in text:
        text = "".join(map(_hide_in_word, _BLANKS.split(text)))
    return _NAMED.sub(rf"\1{MASK}", text)


def _hide_in_word(word: str) -> str:
    # As a path, an address has one slash.
    scheme, mark, rest = word.partition("://" if "://" in word else ":/")
    login, at, place = rest.rpartition("@")
    if not mark:
        return _BARE_LOGIN.sub(rf"\1:{MASK}@", word)
    if not at or login.endswith(f":{MASK}"):
        return word
    return f"{scheme}{mark}{MASK}{at}{place}"
