"""Decoded columns and cells that a process keeps, so that none is decoded for each question."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Protocol, TypeVar

MEBIBYTE = 1024 * 1024


class Sized(Protocol):
    """What knows how much memory it takes."""

    @property
    def nbytes(self) -> int:
        """In bytes."""


SizedT = TypeVar("SizedT", bound=Sized)


class ColumnCache:
    """Keeps what was used last, within a number of bytes. Many threads may use it at once.

    A key must name something that never changes, in any database: nothing is ever invalidated.

    Args:
        most_bytes: what all that is kept may take.
        entry_bytes: what each entry takes beside its numbers.
    """

    def __init__(self, most_bytes: int, *, entry_bytes: int = 0) -> None:
        self._most_bytes = most_bytes
        self._entry_bytes = entry_bytes
        self._kept: OrderedDict[Hashable, Sized] = OrderedDict()
        self._bytes = 0
        self._hit_count = 0
        self._miss_count = 0
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    @property
    def nbytes(self) -> int:
        """The memory that is taken."""
        with self._lock:  # there is a moment in which more is taken than may be
            return self._bytes

    def resize(self, most_bytes: int) -> None:
        """Set how much memory may be taken."""
        with self._lock:
            self._most_bytes = most_bytes
            self._shrink()

    def get(self, key: Hashable, load: Callable[[], SizedT]) -> SizedT:
        """What is kept under a key, or what `load` gives, which is kept from then on."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._hit_count += 1
                self._kept.move_to_end(key)
                return kept  # type: ignore[return-value]  # a key names one kind of value
            self._miss_count += 1
        # Decoding takes milliseconds: two threads may do the same, but none waits for another.
        loaded = load()
        with self._lock:
            size = self._size_of(key, loaded)
            if key not in self._kept and size <= self._most_bytes:
                self._kept[key] = loaded
                self._bytes += size
                self._shrink()
        return loaded

    def take_counts(self) -> tuple[int, int]:
        """How many look-ups found what they wanted since this was last called, and how many not.

        Counted here and told later: a question looks up hundreds of columns in a millisecond.
        """
        with self._lock:
            counts = self._hit_count, self._miss_count
            self._hit_count = self._miss_count = 0
        return counts

    def _shrink(self) -> None:
        while self._bytes > self._most_bytes:
            self._bytes -= self._size_of(*self._kept.popitem(last=False))

    def _size_of(self, key: Hashable, kept: Sized) -> int:
        names = key if isinstance(key, tuple) else (key,)
        name_bytes = sum(len(name) for name in names if isinstance(name, bytes))
        return self._entry_bytes + name_bytes + kept.nbytes


ENTRY_BYTES = 1024
"""Of a few arrays, their object and the key: more than the numbers of a quiet day take."""

COLUMN_CACHE = ColumnCache(256 * MEBIBYTE, entry_bytes=ENTRY_BYTES)
"""Of this process. All threads and connections share it: what it keeps is of no database."""
