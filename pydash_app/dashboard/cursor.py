"""How far the rows of one database are read, where they are fetched by their ids."""

from dataclasses import dataclass, replace
from datetime import datetime

from pydash_app.remote.bookmarks import id_of

MOST_MARKS = 8
"""Of one cursor: the newest, the first, and some between, further apart the older they are. What
lies between two of them is read again where a backup was restored."""


@dataclass(frozen=True)
class Cursor:
    """How far one database is read.

    Attributes:
        marks: bookmarks of rows that are stored, the newest first; the last is the first row.
        unmarked_id: of the last row that is stored, where an earlier PyDash noted no bookmark.
        until: bookmark of the row with the highest id when the database was last asked, where ids
            may appear out of order; up to there they have settled by now.
        seen_at: when that was, by the remote's clock.
        last_id: the highest id then.
        compared_until_id: rows up to it may be stored already.
        complete_until_s: up to there all its calls are stored; `None` where that can't be told.
        is_at_end: whether nothing was left at its last answer.
        is_pruned: whether rows that it had are gone.
        answered: the number of its last answer.
        is_in_turn: whether it answered again after another one had.
        line: the same for databases that have rows in common.
    """

    marks: tuple[str, ...] = ()
    unmarked_id: int = 0
    until: str | None = None
    seen_at: datetime | None = None
    last_id: int = 0
    compared_until_id: int = 0
    complete_until_s: int | None = None
    is_at_end: bool = False
    is_pruned: bool = False
    answered: int = 0
    is_in_turn: bool = False
    line: int = 0

    @property
    def after_id(self) -> int:
        """Of the last row that is stored."""
        return id_of(self.marks[0]) if self.marks else self.unmarked_id

    @property
    def until_id(self) -> int:
        """Of the last row that has settled, where ids may appear out of order."""
        return self.after_id if self.until is None else id_of(self.until)

    def at(self, mark: str | None) -> "Cursor":
        """A cursor of another database, which has the same rows up to a bookmark, and no more."""
        marks = self.marks[self.marks.index(mark) :] if mark in self.marks else ()
        return Cursor(marks=marks, line=self.line)

    def with_marks(self, first: str | None, last: str | None) -> "Cursor":
        """The same after a page, of which these are the first and the last row."""
        if first is None or last is None:
            return self
        marks = self.marks or ((first,) if first != last else ())
        return replace(self, marks=_thinned((last, *marks)), unmarked_id=0)


def _thinned(marks: tuple[str, ...]) -> tuple[str, ...]:
    """So many of the bookmarks as there may be: the further apart, the older they are.

    The first and the last stay. Of the others the one goes without which the gap that it leaves is
    the smallest, beside what has come since.
    """
    if len(marks) <= MOST_MARKS:
        return marks
    ids = [id_of(mark) for mark in marks]
    gaps = {
        place: (ids[0] - ids[place + 1]) / (ids[0] - ids[place - 1] + 1)
        for place in range(1, len(ids) - 1)
    }
    least = min(gaps, key=lambda place: gaps[place])
    return (*marks[:least], *marks[least + 1 :])
