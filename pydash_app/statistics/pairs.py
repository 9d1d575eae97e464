"""Adds up what has the same group and the same code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pydash_app.errors import InvalidInputError
from pydash_app.measurements.cells import FIELD_BITS
from pydash_app.statistics.grouping import Groups

CODE_BITS = max(FIELD_BITS.values())

SPARE_COUNTERS = 1_000_000
"""A table with a counter for each possible pair may have so many more than there are pairs."""

MOST_HELD = 1_000_000
"""How many pairs of parts wait for being added up."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Different pairs of a group and a code, ascending by both.

    Attributes:
        groups, codes, counts: shape (pairs,) each.
    """

    groups: Groups
    codes: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def added_up(
        cls, groups: Groups, codes: NDArray[np.int64], counts: NDArray[np.int64]
    ) -> "Pairs":
        """One pair for each that comes, however often."""
        keys = (groups << CODE_BITS) | codes
        if np.all(keys[1:] > keys[:-1]):
            return cls(groups, codes, counts)
        lowest = int(codes.min())
        width = int(codes.max()) - lowest + 1
        keys = groups * width + (codes - lowest)
        found, added = _add_up(keys, counts)
        return cls(found // width, found % width + lowest, added)

    @classmethod
    def joined(cls, parts: Iterable["Pairs"]) -> "Pairs":
        """One pair for each that comes in any of the parts; there is at least one."""
        held: list[Pairs] = []
        for part in parts:
            held.append(part)
            # Alike as parts are, adding them up now and then keeps them few.
            if len(held) > 1 and sum(len(pairs.codes) for pairs in held) > MOST_HELD:
                held = [cls._added_up_of(held)]
        return cls._added_up_of(held)

    @classmethod
    def _added_up_of(cls, parts: Sequence["Pairs"]) -> "Pairs":
        if len(parts) == 1:
            return parts[0]
        filled = [part for part in parts if len(part.codes)] or [parts[0]]
        return cls.added_up(
            np.concatenate([part.groups for part in filled]),
            np.concatenate([part.codes for part in filled]),
            np.concatenate([part.counts for part in filled]),
        )

    def moved(self, group_count: int) -> "Pairs":
        """The same pairs, their groups counted on from others."""
        return Pairs(self.groups + group_count, self.codes, self.counts)

    def offsets(self, group_count: int) -> NDArray[np.intp]:
        """Shape (groups + 1,): the pairs of group i are `offsets[i] <= n < offsets[i + 1]`."""
        return np.searchsorted(self.groups, np.arange(group_count + 1), "left")

    def count_different(self, group_count: int) -> NDArray[np.int64]:
        """How many different codes each group has."""
        return np.bincount(self.groups, minlength=group_count)


def refuse_too_many(count: int, most_count: int, what: str) -> None:
    """Refuse to answer with so many values.

    Raises:
        InvalidInputError: there are more than may be.
    """
    if count > most_count:
        reason = (
            f"That would be more than {most_count:,} {what}. Choose less time, longer slices, "
            "fewer statistics, or a filter."
        )
        raise InvalidInputError(reason, fields={"start_date": reason})


def _add_up(
    keys: NDArray[np.int64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different keys, ascending, and what their counts add up to.

    A table costs one pass over the keys and one over the table; sorting costs many, but far less
    where the keys come as a few ascending runs, as they do from roll-ups.
    """
    lowest = int(keys.min())
    size = int(keys.max()) - lowest + 1
    if size <= 4 * len(keys) + SPARE_COUNTERS:
        table = np.bincount(keys - lowest, weights=counts, minlength=size)
        places = np.flatnonzero(table)
        return places + lowest, table[places].astype(np.int64)
    order = np.argsort(keys, kind="stable")
    ascending = keys[order]
    firsts = np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1])))
    return ascending[firsts], np.add.reduceat(counts[order], firsts, dtype=np.int64)
