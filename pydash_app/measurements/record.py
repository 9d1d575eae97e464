"""Packed data of its own in the database, so that it is read only when it is asked for."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar
from uuid import uuid4

from persistent import Persistent

from pydash_app.measurements.column_cache import COLUMN_CACHE, SizedT

DataT = TypeVar("DataT")


class _Data(Persistent, Generic[DataT]):
    """Never changed once stored."""

    def __init__(self, data: DataT) -> None:
        self.data = data


class Record(Generic[DataT]):
    """A part of an object that lies beside it in the database. What it holds never changes.

    It is no object of the database itself: its name in the column cache stands in the object that
    it is a part of, and what is in the cache is not even loaded.

    Attributes:
        stored: the object of the database that holds the data.
    """

    def __init__(self, data: DataT) -> None:
        self._key = uuid4().bytes
        self.stored = _Data(data)

    @property
    def is_cached(self) -> bool:
        """Whether reading it needs nothing from the database."""
        return self._key in COLUMN_CACHE

    def read(self, decode: Callable[[DataT], SizedT]) -> SizedT:
        """The data, decoded; nobody may change it."""
        return COLUMN_CACHE.get(self._key, lambda: self._load(decode))

    def peek(self) -> DataT:
        """The data as stored."""
        data = self.stored.data
        self.stored._p_deactivate()  # packed bytes are of no more use to the connection's cache
        return data

    def _load(self, decode: Callable[[DataT], SizedT]) -> SizedT:
        return decode(self.peek())


def prefetch(owner: Persistent, objects: Iterable[Persistent]) -> None:
    """Ask the database for many objects at once instead of one after the other.

    Args:
        owner: an object that knows its connection, if it has one yet.
        objects: to be read soon.
    """
    if owner._p_jar is not None:
        owner._p_jar.prefetch([found for found in objects if found._p_oid is not None])


def prefetch_records(owner: Persistent, records: Iterable[Record[DataT]]) -> None:
    """The same for records; those in the column cache are not asked for."""
    prefetch(owner, [record.stored for record in records if not record.is_cached])
