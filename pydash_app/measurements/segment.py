"""A segment: up to some tens of thousands of calls, written once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from persistent import Persistent

from pydash_app.measurements import codec
from pydash_app.measurements.column_cache import COLUMN_CACHE
from pydash_app.measurements.record import Record

MOST_CALLS = 65_536
"""Calls in a segment; more only where they all bear the same microsecond."""

_BESIDE_A_SEGMENT_BYTES = 350
_BESIDE_A_RECORD_BYTES = 170
"""What a segment, and each record of one, takes in the database besides its columns."""

_BYTES_PER_CALL = 10
"""As measured on ten million calls, for what was stored before bytes were counted."""

Columns = Mapping[str, NDArray[Any]]
"""Arrays of equal length by the name of their column; `called_at_us` ascends."""

_ENCODERS: Mapping[str, Callable[[NDArray[Any]], bytes]] = {
    "called_at_us": codec.encode_times,
    "duration_ms": codec.encode_durations,
}
_DECODERS: Mapping[str, Callable[[bytes], NDArray[Any]]] = {
    "called_at_us": codec.decode_times,
    "duration_ms": codec.decode_durations,
}


class Segment(Persistent):
    """Calls in the order of their time. Never changed: what must change is written anew.

    Each column is bytes under its name, so that a segment may have columns that another lacks
    (the remote's row id and the status code, where a wire format gives them), and a reader pays
    for those it asks for. In a small segment they lie together; in a packed one each is a record
    of its own, which is loaded alone and kept decoded.

    Attributes:
        start_us, end_us: instants of the first and the last call, both inside.
        call_count: how many there are, at least one.
    """

    _byte_count: int | None = None  # not counted by an older PyDash

    def __init__(self, columns: Columns, *, is_packed: bool = False) -> None:
        times_us = columns["called_at_us"]
        self.start_us = int(times_us[0])
        self.end_us = int(times_us[-1])
        self.call_count = len(times_us)
        encoded = {
            name: _ENCODERS.get(name, codec.encode_codes)(values)
            for name, values in columns.items()
        }
        self._columns: dict[str, bytes | Record[bytes]] = dict(encoded)
        if is_packed:
            self._columns = {name: Record(data) for name, data in encoded.items()}
        beside = _BESIDE_A_RECORD_BYTES if is_packed else 0
        self._byte_count = _BESIDE_A_SEGMENT_BYTES + sum(
            len(data) + beside for data in encoded.values()
        )

    @property
    def byte_count(self) -> int:
        """What it takes in the database; reckoned by its calls where nobody counted."""
        return self._byte_count or self.call_count * _BYTES_PER_CALL

    def read(self, names: Iterable[str]) -> dict[str, NDArray[Any]]:
        """Decode some of the columns. Nobody may change the arrays.

        Raises:
            KeyError: the segment has no such column.
        """
        return {name: self._read(name) for name in names}

    def read_those_held(self, names: Iterable[str]) -> dict[str, NDArray[Any]]:
        """Decode those of the columns that the segment has."""
        return self.read(name for name in names if name in self._columns)

    def read_all(self) -> dict[str, NDArray[Any]]:
        """Decode every column."""
        return self.read(self._columns)

    def records(self, names: Iterable[str]) -> Iterator[Record[bytes]]:
        """Those of these columns that are records of their own."""
        for name in names:
            held = self._columns.get(name)
            if isinstance(held, Record):
                yield held

    def _read(self, name: str) -> NDArray[Any]:
        held, decode = self._columns[name], _DECODERS.get(name, codec.decode_codes)
        if isinstance(held, Record):
            return held.read(decode)
        # Small as they are, the bytes are their own name: they never change what they stand for.
        kept: NDArray[Any] = COLUMN_CACHE.get((name, held), lambda: decode(held))
        return kept


@dataclass(frozen=True, slots=True)
class CallColumns:
    """Some columns of the calls in a range of time, in the order of their time.

    Attributes:
        columns: by name; texts are codes of the dashboard's vocabularies.
    """

    columns: Columns

    def __len__(self) -> int:
        return len(self.called_at_us)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    @property
    def called_at_us(self) -> NDArray[np.int64]:
        """Instants in microseconds since 1970, ascending."""
        return self.columns["called_at_us"]

    @classmethod
    def joined(cls, parts: Sequence[Columns], names: Iterable[str]) -> Self:
        """Put parts one behind the other, in the order of time where they overlap.

        A part that lacks a column has 0 in it, which is what codes call the first text.
        """
        columns = {name: _concatenated(parts, name) for name in names}
        times_us = columns["called_at_us"]
        if np.any(times_us[1:] < times_us[:-1]):
            order = np.argsort(times_us, kind="stable")
            columns = {name: values[order] for name, values in columns.items()}
        return cls(columns)


def join_all(parts: Sequence[Columns]) -> Columns:
    """Put parts one behind the other with every column that one of them has."""
    names = dict.fromkeys(name for part in parts for name in part)
    return CallColumns.joined(parts, names).columns


_EMPTY_TYPES = {"called_at_us": np.int64, "duration_ms": np.float32}


def _concatenated(parts: Sequence[Columns], name: str) -> NDArray[Any]:
    found = [
        part[name] if name in part else np.zeros(len(part["called_at_us"]), np.uint8)
        for part in parts
    ]
    return np.concatenate(found) if found else np.empty(0, _EMPTY_TYPES.get(name, np.uint32))


def split(columns: Columns) -> Iterator[Columns]:
    """Cut columns into what fits a segment each, never between two calls of the same instant."""
    times_us = columns["called_at_us"]
    start = 0
    while start < len(times_us):
        stop = min(start + MOST_CALLS, len(times_us))
        if stop < len(times_us):
            first_of_tie = int(np.searchsorted(times_us, times_us[stop], "left"))
            after_tie = int(np.searchsorted(times_us, times_us[stop], "right"))
            stop = first_of_tie if first_of_tie > start else after_tie
        yield {name: values[start:stop] for name, values in columns.items()}
        start = stop
