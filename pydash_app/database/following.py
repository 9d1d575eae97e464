"""Reads the database again and again, and each time loads only what has changed."""

from collections.abc import Callable
from typing import Any, TypeVar

import transaction

from pydash_app.database.connection import Database, Root
from pydash_app.database.failures import outages, translate

T = TypeVar("T")

MOST_OBJECTS = 1_000_000
"""Kept loaded. Fewer than there are would be loaded anew at each look, as though they had changed:
that costs time and nothing else."""


class Follower:
    """A connection that is kept between two looks, for one thread.

    Persistent objects may be kept with it, too: what somebody has changed is a ghost again
    (`has_changed`) when the next look begins, and everything else needs no loading.
    """

    def __init__(self, database: Database) -> None:
        """Follow a database, which outlives this."""
        self._zodb = database._zodb  # noqa: SLF001 - of the same package
        self._manager = transaction.TransactionManager()
        self._connection: Any = None

    def read(self, work: Callable[[Root], T]) -> T:
        """Run `work` on one consistent state of the database; what it changes is dropped.

        Raises:
            UnavailableError: the database can't be reached.
        """
        try:
            self._manager.begin()
            try:
                if self._connection is None:
                    self._connection = self._open()
                return work(self._connection.root())
            finally:
                self._manager.abort()
        except outages() as error:
            raise translate(error) from error

    def _open(self) -> Any:
        connection = self._zodb.open(self._manager)
        connection._cache.cache_size = MOST_OBJECTS  # noqa: SLF001 - ZODB sets it for all alike
        return connection

    def close(self) -> None:
        """Give the connection back; what was kept with it is of no more use."""
        if self._connection is not None:
            self._connection.close()


def has_changed(kept: Any) -> bool:
    """Whether somebody has changed a persistent object since it was last used."""
    return kept._p_changed is None  # as persistent objects say that they are not loaded
