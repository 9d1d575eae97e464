"""How far the rows of an app's databases are read, where they are fetched by their ids.

An app's address may lead to several databases, one after the other or in turn: a file is replaced,
a backup restored, or each of several processes has a database of its own. Each has a cursor. Which
one an answer belongs to follows from bookmarks of rows, see `pydash_app.remote.bookmarks`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from pydash_app.dashboard.cursor import Cursor
from pydash_app.remote import KnownRows
from pydash_app.remote.bookmarks import MOST_BOOKMARKS

MOST_CURSORS = 16

GONE_AFTER = timedelta(days=1)
"""A database that another one has followed for so long was given up, with the calls in it."""


@dataclass(frozen=True)
class Cursors:
    """The cursors of an app.

    Attributes:
        known: the one of the last answer first.
        answer_count: how many answers there were.
        round_began: the number of the answer before those that were got in a row.
        idle_count: how many of these in a row brought nothing.
        crowded: the number of the answer at which the cursor of a database that still answers had
            to be forgotten; `None` where that never happened.
        found: the number of the last answer of a database that was not known.
        strange_count: how many answers were of no use since, see `PageAnswer.is_placed`.
        has_ids_in_order: whether no row appears after one with a higher id, where an older
            fmd_export was asked.
    """

    known: tuple[Cursor, ...] = ()
    answer_count: int = 0
    round_began: int = 0
    idle_count: int = 0
    crowded: int | None = None
    found: int = 0
    strange_count: int = 0
    has_ids_in_order: bool | None = None

    @property
    def live(self) -> list[Cursor]:
        """Those of databases that have answered lately."""
        return [one for one in self.known if self._is_live(one)]

    @property
    def in_turn(self) -> list[Cursor]:
        """Those of databases that answer by turns; fewer than two where only one does."""
        return [one for one in self.live if one.is_in_turn]

    @property
    def counted(self) -> list[Cursor]:
        """Those whose databases make up what the app has now."""
        return list({id(one): one for one in (*self.known[:1], *self.in_turn)}.values())

    @property
    def is_crowded(self) -> bool:
        """Whether more databases answer than there can be cursors."""
        patience = _patience(MOST_CURSORS)
        return self.crowded is not None and self.answer_count - self.crowded <= patience

    @property
    def is_pruned(self) -> bool:
        """Whether rows that were stored are gone from the app: of its database, or with it."""
        if not self.known:
            return False
        now, others = self.known[0].seen_at, [one.seen_at for one in self.known[1:]]
        is_other = bool(others) and all(
            now is not None and at is not None and now - at > GONE_AFTER for at in others
        )
        return self.known[0].is_pruned or is_other

    @property
    def progress_ratio(self) -> float:
        """How much of the rows was read, 0 to 1."""
        last = sum(one.last_id for one in self.counted)
        return min(1.0, sum(one.after_id for one in self.counted) / max(1, last))

    @property
    def complete_until_s(self) -> int | None:
        """Up to there all calls are stored; `None` where that can't be told."""
        known = [one.complete_until_s for one in self.counted]
        some = [until_s for until_s in known if until_s is not None]
        return min(some) if some and len(some) == len(known) else None

    @property
    def is_at_end(self) -> bool:
        """Whether nothing was left in any database at its last answer."""
        return all(one.is_at_end for one in self.counted)

    @property
    def has_some_left(self) -> bool:
        """Whether to ask on at once.

        Another database did not answer yet, or has more; or there are some that are not known yet.
        """
        if self.is_crowded:
            return False  # one at a time is forgotten, and there is always something left
        live = self.live
        is_missing = any(
            one.answered <= self.round_began or not one.is_at_end for one in self.counted
        )
        is_searching = self.strange_count > 0 or (live[1:] and self.found > self.round_began)
        return bool(is_missing or is_searching) and self.idle_count <= 3 * max(1, len(live))

    @property
    def is_lost(self) -> bool:
        """Whether answers were of no use so often that some database can't be known."""
        return self.strange_count > 2 * len(self.known)

    def has_kin(self, cursor: Cursor) -> bool:
        """Whether rows of a database may come from another one, too."""
        return sum(one.line == cursor.line for one in self.live) > 1

    def as_known_rows(self) -> list[KnownRows]:
        """What to ask with: the newest and the first bookmark of each, then others as they fit."""
        room = MOST_BOOKMARKS - sum(2 + (one.until is not None) for one in self.known)
        found = []
        for one in self.known:
            marks = one.marks if len(one.marks) - 2 <= room else (one.marks[0], one.marks[-1])
            room -= max(0, len(marks) - 2)
            found.append(KnownRows(marks, one.until))
        return found

    def with_answer(
        self, cursor: Cursor, number: int | None, *, is_idle: bool, is_from_start: bool = False
    ) -> "Cursors":
        """The same after an answer.

        Args:
            cursor: as it is after that; without marks it is left out.
            number: whose place it takes; `None` where it is a new one's.
            is_idle: whether the answer brought nothing.
            is_from_start: whether an older fmd_export was asked for the beginning.
        """
        count = self.answer_count + 1
        before = None if number is None else self.known[number]
        others = [one for one in self.known if one is not before]
        if before is not None and number != 0:  # another one has answered meanwhile
            others = [
                replace(one, is_in_turn=True) if one.answered > before.answered else one
                for one in others
            ]
            cursor = replace(cursor, is_in_turn=True)
        if cursor.marks:
            others = [one for one in others if one.marks[:1] != cursor.marks[:1]]
        kept = [replace(cursor, answered=count)] if cursor.marks or cursor.until else []
        return replace(
            self,
            known=(*kept, *others),
            answer_count=count,
            idle_count=self.idle_count + 1 if is_idle else 0,
            found=count if before is None and kept else self.found,
            strange_count=0
            if before is None
            else self.strange_count - (is_from_start and self.is_lost),
        ).within_bounds()

    def after_round(self) -> "Cursors":
        """The same when nothing more is asked for a while."""
        return replace(self, round_began=self.answer_count, idle_count=0)

    def with_strange_answer(self) -> "Cursors":
        """The same after an answer that was of no use."""
        count = self.answer_count + 1
        return replace(self, answer_count=count, strange_count=self.strange_count + 1)

    def _is_live(self, one: Cursor) -> bool:
        return self.answer_count - one.answered <= _patience(len(self.known))

    def within_bounds(self) -> "Cursors":
        """The same without the one that has not answered for longest, where they are too many."""
        if len(self.known) <= MOST_CURSORS:
            return self
        oldest = min(self.known, key=lambda one: one.answered)
        rest = tuple(one for one in self.known if one is not oldest)
        crowded = self.answer_count if self._is_live(oldest) else self.crowded
        return replace(self, known=rest, crowded=crowded)


def _patience(count: int) -> int:
    """After how many answers of others a database counts as gone.

    Where each of sixteen has as good a chance, one stays out so long once in a hundred times.
    """
    return 4 * count + 4


def next_line(known: Sequence[Cursor]) -> int:
    """The number of a database that has no rows in common with others."""
    return max((one.line for one in known), default=0) + 1
