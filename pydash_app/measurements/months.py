"""Months of the calendar in UTC, by which packed segments and roll-ups are grouped."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Month:
    """A month; `number` counts from January 1970."""

    number: int

    @property
    def start_us(self) -> int:
        """Its first microsecond, since 1970."""
        return int(np.datetime64(self.number, "M").astype("datetime64[us]").astype(np.int64))

    @property
    def after(self) -> Self:
        """The month that follows."""
        return type(self)(self.number + 1)


def months_of(instants_us: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of the month that each instant lies in."""
    months: NDArray[np.int64] = (
        instants_us.view("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    )
    return months


def month_of(instant_us: int) -> Month:
    """The month that an instant lies in."""
    return Month(int(months_of(np.array([instant_us], np.int64))[0]))
