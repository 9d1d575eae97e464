"""A multi-indexed collection that fits into an object database."""

from collections.abc import Iterable, Iterator
from typing import Protocol, Self

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from multi_indexed_collection import DuplicateIndexError, MultiIndexedCollection
from persistent import Persistent


class Entity(Protocol):
    """What the collection asks of an item: an `id` that never changes."""

    id: str


class MultiIndexedPersistentCollection(MultiIndexedCollection, Persistent):
    """Entities, each to be found by any of several keys; a key that is `None` is not indexed.

    `multi_indexed_collection` keeps its items as keys of one more mapping. In BTrees that would
    compare, and so load, whole entities. Here that mapping goes from the item's `id` to its keys,
    and what the original does by walking over all keys is a look-up.
    """

    def __init__(self, properties: Iterable[str]) -> None:
        """Make an empty collection.

        Args:
            properties: names of the attributes to index; `id` must be one of them.
        """
        super().__init__(tuple(properties), dict_type=OOBTree)
        self._count = Length()

    def add(self, item: Entity) -> None:
        """Add an item; one that is there already stays as it is.

        Raises:
            DuplicateIndexError: another item has one of its keys.
        """
        if item.id in self._propdict:
            return
        keys = self._keys_of(item)
        self._refuse_taken(item, keys)
        for name, key in keys.items():
            self._dicts[name][key] = item
        self._propdict[item.id] = keys
        self._count.change(1)

    def ids(self) -> Iterable[str]:
        """The `id` of each item, ascending; no item is loaded."""
        found: Iterable[str] = self._propdict.keys()
        return found

    def update_item(self, item: Entity) -> None:
        """Index an item anew after its attributes have changed.

        Raises:
            DuplicateIndexError: another item has one of its new keys; nothing was changed.
            KeyError: it is not in the collection.
        """
        before, after = self._propdict[item.id], self._keys_of(item)
        if before == after:
            return
        self._refuse_taken(item, after)
        for name, key in before.items():
            if after.get(name) != key:
                del self._dicts[name][key]
        for name, key in after.items():
            self._dicts[name][key] = item
        self._propdict[item.id] = after

    def remove(self, item: Entity) -> None:
        """Take an item out.

        Raises:
            KeyError: it is not in the collection.
        """
        for name, key in self._propdict.pop(item.id).items():
            del self._dicts[name][key]
        self._count.change(-1)

    def __iter__(self) -> Iterator[Entity]:
        """All items, in the order of their ids."""
        return iter(self._dicts["id"].values())

    def __len__(self) -> int:
        return int(self._count())

    def values(self) -> Iterator[Entity]:
        """All items, in the order of their ids."""
        return iter(self)

    def copy(self) -> Self:
        """Refused: two collections over the same entities would drift apart."""
        raise TypeError("a persistent collection can't be copied")

    __copy__ = copy

    def _keys_of(self, item: Entity) -> dict[str, str]:
        keys = {name: getattr(item, name, None) for name in self._properties}
        return {name: key for name, key in keys.items() if key is not None}

    def _refuse_taken(self, item: Entity, keys: dict[str, str]) -> None:
        for name, key in keys.items():
            owner = self._dicts[name].get(key)
            if owner is not None and owner.id != item.id:
                raise DuplicateIndexError(f"another item has this `{name}`")
