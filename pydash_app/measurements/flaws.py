"""Values of rows that could not be kept as they came: what was wrong, and with which."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

import numpy as np
from BTrees.IOBTree import IOBTree
from BTrees.LLBTree import LLBTree
from numpy.typing import NDArray
from persistent import Persistent

Reason = Literal[
    "cut",
    "other",
    "converted",
    "replaced",
    "missing",
    "unreadable",
    "out_of_range",
    "not_a_row",
    "outside",
    "repeated",
]
"""What was wrong with a value, and so what became of it.

`cut`: a text was too long. `other`: its column has as many different texts as it may have, and it
counts under a common name. `converted`: of another kind or form than its column's, and read all
the same. `replaced`: held characters that no text may hold. `missing`: was not there.
`unreadable`: can't be what its column holds. `out_of_range`: beyond what can be kept.
`not_a_row`: the whole row is none. `outside`: the row is none of those that were asked for.
`repeated`: another row of the same answer has that id.
"""

MOST_NAMED = 2_000
"""So many of the latest are named one by one; all are counted."""

MOST_REMEMBERED = 100_000
"""Of so many rows that became no call it is known that they were counted: some 2 MB."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A value that could not be kept as it came.

    Attributes:
        place: of its row, as its owner finds it: `row 4711`, or the time that the row bears.
        column: of the row.
        reason: what became of it.
        call: the place of its call in a batch; `None` where the row became no call.
        row_key: of a row that became no call: the same number for the same row, whenever it comes.
    """

    place: str
    column: str
    reason: Reason
    call: int | None
    row_key: int = 0


@dataclass(frozen=True, slots=True)
class NamedFlaw:
    """One that is kept by name.

    Attributes:
        number: the later, the higher.
        is_call_kept: whether the row became a call, without that value or with another.
    """

    number: int
    place: str
    column: str
    reason: Reason
    is_call_kept: bool


def moved(
    flaws: Sequence[Flaw], rows: NDArray[np.intp] | NDArray[np.bool_], call_count: int
) -> tuple[Flaw, ...]:
    """The flaws of a batch of which some calls were taken, as `CallBatch.take` takes them."""
    if not flaws:
        return ()
    taken = np.arange(call_count)[rows].tolist()
    places = {before: after for after, before in enumerate(taken)}
    return tuple(
        flaw if flaw.call is None else replace(flaw, call=places[flaw.call])
        for flaw in flaws
        if flaw.call is None or flaw.call in places
    )


class FlawLog(Persistent):
    """How many values of a dashboard could not be kept as they came, and the latest by name."""

    _rows: LLBTree | None = (
        None  # row_key -> how often it was counted; older versions left none out
    )

    def __init__(self) -> None:
        self._counts: Mapping[tuple[str, Reason], int] = {}
        self._latest = IOBTree()  # number -> (place, column, reason, is_call_kept)

    def note(
        self,
        flaws: Sequence[Flaw],
        others: Mapping[str, int],
        *,
        is_compared: bool = False,
    ) -> None:
        """Take note of what is stored in the same transaction.

        Args:
            flaws: to be named.
            others: by column, how many calls count under a common name.
            is_compared: whether rows that became no call may have been counted before.
        """
        new = self._new(flaws, is_compared=is_compared)
        counts = Counter(self._counts)
        counts.update((flaw.column, flaw.reason) for flaw in new)
        counts.update({(column, "other"): count for column, count in others.items()})
        self._counts = dict(counts)
        next_number = int(self._latest.maxKey()) + 1 if self._latest else 0
        named = new[-MOST_NAMED:]
        for number, flaw in enumerate(named, start=next_number + len(new) - len(named)):
            is_kept = flaw.call is not None
            self._latest[number] = (flaw.place, flaw.column, flaw.reason, is_kept)
        for number in list(islice(self._latest, max(0, len(self._latest) - MOST_NAMED))):
            del self._latest[number]

    def _new(self, flaws: Sequence[Flaw], *, is_compared: bool) -> list[Flaw]:
        """Those that were not counted yet; calls are compared by who stores them."""
        left_out = Counter(flaw.row_key for flaw in flaws if flaw.call is None)
        if not left_out:
            return list(flaws)
        known = self._rows = LLBTree() if self._rows is None else self._rows
        before = {key: known.get(key, 0) if is_compared else 0 for key in left_out}
        for key, count in left_out.items():
            if key in known or len(known) < MOST_REMEMBERED:
                known[key] = max(before[key], count) if is_compared else known.get(key, 0) + count
        return [flaw for flaw in flaws if not _is_known(flaw, before)]

    @property
    def counts(self) -> Mapping[tuple[str, Reason], int]:
        """How many there were, by column and reason."""
        return self._counts

    def list_latest(self) -> list[NamedFlaw]:
        """Those that are named, oldest first."""
        return [_named(number, stored) for number, stored in self._latest.items()]

    def list_before(self, number: int | None, limit: int) -> list[NamedFlaw]:
        """Those that are named and older than one, newest first; all of them without a number."""
        numbers: Iterable[int] = self._latest.keys(max=number, excludemax=number is not None)
        newest = sorted(numbers, reverse=True)[:limit]
        return [_named(number, self._latest[number]) for number in newest]


def _is_known(flaw: Flaw, before: dict[int, int]) -> bool:
    if flaw.call is not None or not before[flaw.row_key]:
        return False
    before[flaw.row_key] -= 1
    return True


def _named(number: int, stored: Sequence[object]) -> NamedFlaw:
    """One as it is stored; the first versions noted only what they had kept."""
    place, column, reason, is_kept = stored if len(stored) > 3 else (*stored, True)  # noqa: PLR2004
    return NamedFlaw(number, place, column, reason, is_kept)  # type: ignore[arg-type]
