"""Goes through all that a question is about, portion by portion, and keeps what is small."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pydash_app.statistics.gathering import Gathered, Scope
from pydash_app.statistics.pairs import Pairs
from pydash_app.statistics.portions import FEW_ROWS, Portion, divide


class ScopeParts:
    """The cells and calls of a scope. Several facts are made of the same ones."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._gathered: dict[tuple[str, ...], list[tuple[Portion, Gathered]]] = {}
        self._pairs: dict[str, tuple[Portion, Pairs]] = {}

    def gather(
        self, families: tuple[str, ...], *columns: str
    ) -> Iterator[tuple[Portion, Gathered]]:
        """All cells and calls, part by part; kept for the next fact where they are few.

        Raises:
            CallsDroppedError: some of the calls needed are kept no more.
        """
        key = (*families, *columns)
        if key in self._gathered:
            yield from self._gathered[key]
            return
        kept: list[tuple[Portion, Gathered]] = []
        row_count = 0
        for portion in divide(self._scope, families):
            for found in portion.gather(columns):
                row_count += found.row_count
                if row_count <= FEW_ROWS:
                    kept.append((portion, found))
                yield portion, found
        if row_count <= FEW_ROWS:
            self._gathered[key] = kept

    def pairs(
        self,
        families: tuple[str, ...],
        column: str,
        field: str,
        code: Callable[[NDArray[Any]], NDArray[np.int64]],
    ) -> Iterator[tuple[Portion, Pairs]]:
        """The different pairs of a group and a code, portion by portion; kept where it is one.

        Args:
            families: the roll-ups that would do, the cheapest first.
            column: of the calls, from which `code` makes the codes.
            field: of the roll-ups, which holds the codes.
            code: makes codes.

        Raises:
            CallsDroppedError: some of the calls needed are kept no more.
        """
        if field in self._pairs:
            yield self._pairs[field]
            return
        portions = divide(self._scope, families)
        for portion in portions:
            pairs = Pairs.joined(
                _add_up(found, field, code(found.calls[column]))
                for found in portion.gather((column,))
            )
            if len(portions) == 1:
                self._pairs[field] = portion, pairs
            yield portion, pairs


def _add_up(found: Gathered, field: str, call_codes: NDArray[np.int64]) -> Pairs:
    cells = found.cells
    if not len(cells):
        return Pairs.added_up(found.call_groups, call_codes, np.ones(len(call_codes), np.int64))
    if not len(call_codes):
        return Pairs.added_up(found.cell_groups, cells.field(field), cells["visits"])
    return Pairs.added_up(
        np.concatenate([found.cell_groups, found.call_groups]),
        np.concatenate([cells.field(field), call_codes]),
        np.concatenate([cells["visits"], np.ones(len(call_codes), np.int64)]),
    )
