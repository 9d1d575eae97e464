"""Which group each call belongs to: its slice of time, its endpoint, its version, or several."""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.segment import CallColumns

Groups = NDArray[np.intp]
"""The number of a group for each call, or for each cell."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups are slices of time, each divided by texts where there are any.

    Attributes:
        edges_us: shape (slices + 1,), ascending, microseconds since 1970.
        texts: text columns that divide each slice, the last one fastest.
        sizes: for each of them, how many codes it has.
    """

    edges_us: NDArray[np.int64]
    texts: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()

    @property
    def start_us(self) -> int:
        """Where the first slice begins."""
        return int(self.edges_us[0])

    @property
    def end_us(self) -> int:
        """Where the last slice ends."""
        return int(self.edges_us[-1])

    @property
    def count(self) -> int:
        """How many groups there are."""
        return (len(self.edges_us) - 1) * prod(self.sizes)

    def of_calls(self, calls: CallColumns) -> Groups:
        """The group of each call; all of them lie between the edges, in the order of time."""
        offsets = np.searchsorted(calls.called_at_us, self.edges_us, "left")
        slices = np.repeat(np.arange(len(self.edges_us) - 1), np.diff(offsets))
        return self.of_slices(slices, calls.__getitem__)

    def of_slices(self, slices: Groups, read: Callable[[str], NDArray[Any]]) -> Groups:
        """The groups of what lies in these slices and has these codes in a text column."""
        groups = slices
        for name, size in zip(self.texts, self.sizes, strict=True):
            groups = groups * size + read(name)
        return groups
