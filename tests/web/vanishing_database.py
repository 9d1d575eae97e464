"""A database from which a user vanishes between two units of work of a request."""

from collections.abc import Callable
from typing import TypeVar

from pydash_app.database import Database, Root
from pydash_app.user import repository

T = TypeVar("T")


class VanishingDatabase(Database):
    """Deletes a user as soon as the first unit of work, which finds out who asks, is done."""

    def __init__(self, database: Database, name: str) -> None:
        """Stand before another database."""
        self._database = database
        self._name = name
        self._is_first = True

    def read(self, work: Callable[[Root], T]) -> T:
        result = self._database.read(work)
        if self._is_first:
            self._is_first = False
            self._database.write(self._delete)
        return result

    def write(self, work: Callable[[Root], T]) -> T:
        return self._database.write(work)

    def _delete(self, root: Root) -> None:
        user = repository.find_by_name(root, self._name)
        assert user is not None
        repository.remove(root, user)
