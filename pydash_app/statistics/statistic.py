"""What every statistic is made of."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.segment import CallColumns

StatisticValue = float | int | None | dict[int, int] | dict[str, int]
"""A figure; or counts, which a statistic gives by code and an answer by text."""

Offsets = NDArray[np.intp]
"""Shape (slices + 1,): slice i holds the calls `offsets[i] <= n < offsets[i + 1]`."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure over the calls of a slice of time.

    Attributes:
        name: as the API says it.
        columns: those that it reads, besides the time.
        compute: gives one value for each slice.
        key_column: where a value is counts, the column whose codes are their keys.
    """

    name: str
    columns: tuple[str, ...]
    compute: Callable[[CallColumns, Offsets], list[StatisticValue]]
    key_column: str | None = None
