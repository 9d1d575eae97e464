"""Values of rows that could not be kept as they came: what was wrong, and with which."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from BTrees.IOBTree import IOBTree
from numpy.typing import NDArray
from persistent import Persistent

Reason = Literal["cut", "other"]
"""What became of a value: `cut` where a text was too long, `other` where its column has as many
different texts as it may have, and it counts under a common name."""

MOST_NAMED = 2_000
"""So many of the latest are named one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A value that could not be kept as it came.

    Attributes:
        place: of its row, as its owner finds it: `row 4711`, or the time that the row bears.
        column: of the row.
        reason: what became of it.
        call: the place of its call in a batch; `None` where the row became no call.
    """

    place: str
    column: str
    reason: Reason
    call: int | None


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

    def __init__(self) -> None:
        self._counts: Mapping[tuple[str, Reason], int] = {}
        self._latest = IOBTree()  # number -> (place, column, reason)

    def note(self, flaws: Iterable[Flaw], others: Mapping[str, int]) -> None:
        """Take note of what is stored in the same transaction.

        Args:
            flaws: to be named.
            others: by column, how many calls count under a common name.
        """
        next_number = int(self._latest.maxKey()) + 1 if self._latest else 0
        counts = Counter(self._counts)
        for number, flaw in enumerate(flaws, start=next_number):
            self._latest[number] = (flaw.place, flaw.column, flaw.reason)
            self._latest.pop(number - MOST_NAMED, None)
            counts[flaw.column, flaw.reason] += 1
        for column, count in others.items():
            counts[column, "other"] += count
        self._counts = dict(counts)

    @property
    def counts(self) -> Mapping[tuple[str, Reason], int]:
        """How many there were, by column and reason."""
        return self._counts

    def list_latest(self) -> list[Flaw]:
        """The latest of those that are named, oldest first."""
        return [
            Flaw(place, column, reason, None) for place, column, reason in self._latest.values()
        ]
