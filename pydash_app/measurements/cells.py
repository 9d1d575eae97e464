"""Cells: calls added up by hour or day, and by what else a question asks for.

A cell has a key, into which its hour or day and its codes are packed, and what the calls of that
key add up to. Cells of a family can be added, which is why late calls need nothing but more cells.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements import codec

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
UNIT_US: Mapping[str, int] = {"hour": HOUR_US, "day": DAY_US, "ever": 2**62}
"""How long each unit is, from 1970 on; `ever` holds all calls there can be."""

CODE_BITS = 22
MOST_CODES = 1 << CODE_BITS
"""How many different texts a vocabulary may hold, so that two codes and a day fit into a key."""

FIELD_BITS: Mapping[str, int] = {
    "endpoint": CODE_BITS,
    "version": CODE_BITS,
    "ip": CODE_BITS,
    "bin": 16,
}

COUNTS = ("visits",)
MOMENTS = ("visits", "total_ms", "fastest_ms", "slowest_ms")
STATUSES = ("answered", "failed")
"""How many calls have a known status, and how many of them failed."""

_ADDED_BY: Mapping[str, np.ufunc] = {
    "visits": np.add,
    "answered": np.add,
    "failed": np.add,
    "total_ms": np.add,
    "fastest_ms": np.minimum,
    "slowest_ms": np.maximum,
}
_TYPES: Mapping[str, type[np.generic]] = {
    "visits": np.int64,
    "answered": np.int64,
    "failed": np.int64,
    "total_ms": np.float64,
    "fastest_ms": np.float32,
    "slowest_ms": np.float32,
}


@dataclass(frozen=True, slots=True)
class Family:
    """By what calls are added up, and to what.

    Attributes:
        unit: one of `UNIT_US`.
        fields: what else distinguishes two cells.
        values: of each cell: `COUNTS`, `MOMENTS` or `STATUSES`.
    """

    name: str
    unit: str
    fields: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def unit_shift(self) -> int:
        """How many bits of a key lie below the unit."""
        return sum(FIELD_BITS[name] for name in self.fields)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of calls that it is made from, besides the time."""
        texts = tuple(name for name in self.fields if name != "bin")
        has_durations = "bin" in self.fields or self.values == MOMENTS
        return (*texts, "duration_ms") if has_durations else texts


FAMILIES: Mapping[str, Family] = {
    family.name: family
    for family in (
        Family("hours", "hour", (), MOMENTS),
        Family("calls", "day", ("endpoint", "version"), MOMENTS),
        Family("hour_bins", "hour", ("bin",), COUNTS),
        Family("endpoint_bins", "day", ("endpoint", "bin"), COUNTS),
        Family("version_bins", "day", ("version", "bin"), COUNTS),
        Family("ips", "day", ("ip",), COUNTS),
        Family("hour_ips", "hour", ("ip",), COUNTS),
        Family("endpoint_ips", "ever", ("endpoint", "ip"), COUNTS),
        Family("hour_statuses", "hour", (), STATUSES),
        Family("call_statuses", "day", ("endpoint", "version"), STATUSES),
    )
}


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one family, ascending by key unless they were only joined.

    Attributes:
        keys: shape (cells,), the number of the unit above the fields in their order.
        values: by name, shape (cells,) each.
    """

    family: Family
    keys: NDArray[np.int64]
    values: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.values[name]

    @property
    def nbytes(self) -> int:
        """The memory that the arrays take."""
        return self.keys.nbytes + sum(values.nbytes for values in self.values.values())

    @property
    def units(self) -> NDArray[np.int64]:
        """The unit of each cell, counted from 1970."""
        return self.keys >> self.family.unit_shift

    def field(self, name: str) -> NDArray[np.int64]:
        """One of the family's fields: codes, or bins."""
        below = self.family.fields[self.family.fields.index(name) + 1 :]
        shift = sum(FIELD_BITS[lower] for lower in below)
        return (self.keys >> shift) & ((1 << FIELD_BITS[name]) - 1)

    def cut(self, first_unit: int, end_unit: int) -> Self:
        """The cells with `first_unit <= unit < end_unit`; they must ascend."""
        shift = self.family.unit_shift
        low, high = np.searchsorted(self.keys, (first_unit << shift, end_unit << shift))
        return self.take(slice(low, high))

    def take(self, rows: slice | NDArray[Any]) -> Self:
        """Some of the cells, by their places or by a mask."""
        values = {name: column[rows] for name, column in self.values.items()}
        return type(self)(self.family, self.keys[rows], values)

    @classmethod
    def empty(cls, family: Family) -> Self:
        """No cells."""
        values = {name: np.empty(0, _TYPES[name]) for name in family.values}
        return cls(family, np.empty(0, np.int64), values)

    @classmethod
    def joined(cls, parts: Sequence["Cells"], family: Family) -> Self:
        """All cells one part behind the other; a key may come again, and then counts again."""
        if not parts:
            return cls.empty(family)
        if len(parts) == 1:
            return cls(family, parts[0].keys, parts[0].values)
        values = {name: np.concatenate([part[name] for part in parts]) for name in family.values}
        return cls(family, np.concatenate([part.keys for part in parts]), values)

    @classmethod
    def added_up(cls, parts: Sequence["Cells"], family: Family) -> "Cells":
        """One cell for each key, ascending."""
        joined = cls.joined(parts, family)
        if np.all(joined.keys[1:] > joined.keys[:-1]):
            return joined
        return _added_up(joined)


EncodedCells = Mapping[str, bytes]
"""The columns of cells, packed, by their names."""


def encode_cells(cells: Cells) -> EncodedCells:
    """Pack ascending cells for the database."""
    encoded = {"keys": codec.encode_times(cells.keys)}
    for name, values in cells.values.items():
        encoded[name] = _ENCODERS[name](values)
    return encoded


def decode_cells(family: Family, encoded: EncodedCells) -> Cells:
    """Read what `encode_cells` wrote."""
    values = {name: _DECODERS[name](encoded[name]) for name in family.values}
    return Cells(family, codec.decode_times(encoded["keys"]), values)


_ENCODERS: Mapping[str, Callable[[NDArray[Any]], bytes]] = {
    "visits": codec.encode_codes,
    "answered": codec.encode_codes,
    "failed": codec.encode_codes,
    "total_ms": codec.encode_totals,
    "fastest_ms": codec.encode_durations,
    "slowest_ms": codec.encode_durations,
}
_DECODERS: Mapping[str, Callable[[bytes], NDArray[Any]]] = {
    "visits": codec.decode_codes,
    "answered": codec.decode_codes,
    "failed": codec.decode_codes,
    "total_ms": codec.decode_totals,
    "fastest_ms": codec.decode_durations,
    "slowest_ms": codec.decode_durations,
}


def _added_up(cells: Cells) -> Cells:
    if not len(cells):
        return Cells.empty(cells.family)
    order = np.argsort(cells.keys, kind="stable")
    keys = cells.keys[order]
    firsts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    values = {
        name: _ADDED_BY[name].reduceat(values[order], firsts, dtype=_TYPES[name])
        for name, values in cells.values.items()
    }
    return Cells(cells.family, keys[firsts], values)
