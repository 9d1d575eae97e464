"""Remembers what the log has said already, so that nobody fills it by asking again."""

from collections.abc import Hashable

MOST_REMEMBERED = 16
"""After so many different things of a kind, a process says no further ones."""


class ToldOnce:
    """What was said, of one kind."""

    def __init__(self) -> None:
        self._told: set[Hashable] = set()

    def is_news(self, what: Hashable) -> bool:
        """Whether to say it: it was not said before, and there is room for it."""
        if what in self._told or len(self._told) >= MOST_REMEMBERED:
            return False
        self._told.add(what)
        return True
