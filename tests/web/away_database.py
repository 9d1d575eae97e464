"""A database whose server does not answer."""

from collections.abc import Callable
from typing import TypeVar

from pydash_app.database import Database, Root
from pydash_app.errors import UnavailableError

T = TypeVar("T")


class AwayDatabase(Database):
    """Fails as the real one does once it has waited long enough."""

    def __init__(self) -> None:
        """Open nothing."""

    def read(self, work: Callable[[Root], T]) -> T:  # noqa: ARG002  it is never run
        raise UnavailableError("The database can't be reached. Try again in a moment.")

    write = read
