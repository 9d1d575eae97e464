"""An indexable priority queue: what is due first, and any key's place in it."""

from collections.abc import Hashable
from itertools import count
from typing import Generic, TypeVar

from pqdict import pqdict

Key = TypeVar("Key", bound=Hashable)


class TaskQueue(Generic[Key]):
    """Keys in the order in which they are due; keys due at the same instant, as they came.

    Putting, moving, taking and removing cost O(log n), looking costs O(1).
    """

    def __init__(self) -> None:
        self._places: pqdict[Key, tuple[float, int]] = pqdict()
        self._turns = count()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: Key) -> bool:
        return key in self._places

    def put(self, key: Key, due_at: float) -> None:
        """Put a key in, or move the one that is there."""
        self._places[key] = (due_at, next(self._turns))

    def remove(self, key: Key) -> None:
        """Take a key out, if it is in."""
        self._places.pop(key, None)

    def find_first(self) -> Key | None:
        """The key that is due first; it stays in the queue."""
        return self._places.top() if self._places else None

    def find_first_due_at(self) -> float | None:
        """When the key that is due first is due."""
        return self._places.topvalue()[0] if self._places else None

    def pop_due(self, now: float) -> Key | None:
        """Take out the key that is due first, if it is due by now."""
        due_at = self.find_first_due_at()
        if due_at is None or due_at > now:
            return None
        return self._places.pop()
