"""The database as services see it: a function of the root, run in a transaction of its own."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import copy
from datetime import datetime
from functools import wraps
from threading import BoundedSemaphore
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import transaction
from ZODB.POSException import ConflictError, POSKeyError, ReadConflictError

from pydash_app import metrics
from pydash_app.database.failures import outages, translate
from pydash_app.database.notes import carry
from pydash_app.database.recognition import check_root
from pydash_app.database.schema import prepare
from pydash_app.database.storage import open_zodb
from pydash_app.errors import UnavailableError
from pydash_app.settings import Settings

Root = MutableMapping[str, Any]
"""The rooms of the database by name, see `pydash_app.database.schema`."""

P = ParamSpec("P")
T = TypeVar("T")

MOST_ATTEMPTS = 12
FIRST_PAUSE_S = 0.005
LONGEST_PAUSE_S = 0.5


class Database:
    """A ZODB database that many threads may use at once.

    Each unit of work gets a connection and a transaction of its own, and both end with it: nothing
    persistent may leave the function that did the work.
    """

    _notes: Mapping[object, object] = {}

    def __init__(self, zodb: Any, *, is_prepared: bool = True) -> None:
        """Take a `ZODB.DB` over, and make sure that its rooms are there.

        Args:
            zodb: is closed with this object.
            is_prepared: whether to make sure; else it is taken as whichever PyDash left it.

        Raises:
            ForeignDatabaseError: another program has written it.
            NewerDatabaseError: a newer PyDash has written it.
            OlderDatabaseError: an older one has, and `pydash db migrate` must be run first.
            UnavailableError: it can't be reached.
        """
        self._zodb = zodb
        self._check: Callable[[Root], None] = _allow
        self._room: AbstractContextManager[object] = nullcontext()
        if is_prepared:
            self.write(prepare)
        else:
            self.read(check_root)

    @classmethod
    def open(cls, settings: Settings, *, is_prepared: bool = True) -> Self:
        """Open the database that the settings name.

        Raises:
            NewerDatabaseError, OlderDatabaseError: as above.
            UnavailableError: no server answers.
        """
        try:
            return cls.take_over(open_zodb(settings), is_prepared=is_prepared)
        except outages() as error:
            raise translate(error) from error

    @classmethod
    def take_over(cls, zodb: Any, *, is_prepared: bool = True) -> Self:
        """Take a `ZODB.DB` over, and close it where that can't be done."""
        try:
            return cls(zodb, is_prepared=is_prepared)
        except BaseException:  # Ctrl-C, too: its threads and files would outlive who opened it
            zodb.close()
            raise

    def guarded_by(self, check: Callable[[Root], None]) -> Self:
        """The same database for somebody who may lose the right to use it.

        Args:
            check: is called in each transaction before its work, and raises where that is over.
        """
        guarded = copy(self)
        guarded._check = check  # noqa: SLF001 - one of its own class
        return guarded

    def noting(self, key: object, value: object) -> Self:
        """The same database for one with a setting of their own, which `noted` reads."""
        theirs = copy(self)
        theirs._notes = {**self._notes, key: value}  # noqa: SLF001 - one of its own class
        return theirs

    def limited_to(self, session_count: int) -> Self:
        """The same database, of which this process never uses more connections at once.

        Threads that want one more wait, however many there are: each connection has a cache of
        its own here, and a process of PostgreSQL's there.
        """
        limited = copy(self)
        limited._room = BoundedSemaphore(session_count)  # noqa: SLF001 - one of its own class
        return limited

    def close(self) -> None:
        """Give back every connection; the object is of no more use."""
        self._zodb.close()

    def read(self, work: Callable[[Root], T]) -> T:
        """Run `work` on one consistent state of the database; what it changes is dropped.

        Raises:
            UnavailableError: the database can't be reached.
        """
        try:
            try:
                return self._read_once(work)
            except (POSKeyError, ReadConflictError):
                # Packed away while it was read; what is newer is there.
                return self._read_once(work)
        except outages() as error:
            raise translate(error) from error

    def write(self, work: Callable[[Root], T]) -> T:
        """Run `work` and commit what it changed, again from the start when others interfered.

        Raises:
            DiskFullError: there is no space left to store it.
            UnavailableError: the database can't be reached, or is too busy. Where the connection
                broke during the commit nobody knows whether it counted, so that `work` must be
                made in a way that the caller may repeat it.
        """
        for attempt in range(MOST_ATTEMPTS):
            try:
                return self._write_once(work)
            except ConflictError:
                metrics.current().database_conflicts.inc()
                _pause(attempt)
            except POSKeyError:  # as in `read`
                if attempt:
                    raise
            except outages() as error:
                raise translate(error) from error
        raise UnavailableError("PyDash is very busy. Try again in a moment.")

    def pack(self, *, before: datetime) -> None:
        """Drop former states that are older than `before`, and what nothing refers to any more.

        Raises:
            DiskFullError: there is no space left for the smaller copy.
            UnavailableError: the database can't be reached.
        """
        try:
            self._zodb.pack(before.timestamp())
        except outages() as error:
            raise translate(error) from error

    def size_bytes(self) -> int:
        """How much space it takes, as its storage last said."""
        return int(self._zodb.getSize())

    def _read_once(self, work: Callable[[Root], T]) -> T:
        with self._session() as (root, manager):
            result = work(root)
            manager.abort()
            return result

    def _write_once(self, work: Callable[[Root], T]) -> T:
        with self._session() as (root, manager):
            result = work(root)
            manager.commit()
            return result

    @contextmanager
    def _session(self) -> Iterator[tuple[Root, transaction.TransactionManager]]:
        with self._room, self._connected() as session:
            yield session

    @contextmanager
    def _connected(self) -> Iterator[tuple[Root, transaction.TransactionManager]]:
        manager = transaction.TransactionManager(explicit=True)
        # First, for a connection that fails to see the last commit can then be given back.
        connection = self._zodb.open(manager)
        try:
            carry(manager.begin(), self._notes)
            root = connection.root()
            self._check(root)
            yield root, manager
        # Whatever ends the work, also a signal's SystemExit in the middle of it: a connection that
        # is still joined to a transaction can't be closed, and its changes would meet the next.
        except BaseException:
            manager.abort()
            raise
        finally:
            connection.close()


def transactional(
    function: Callable[Concatenate[Root, P], T],
) -> Callable[Concatenate[Database, P], T]:
    """Let a function of the root be called with a database; its changes are one commit."""

    @wraps(function)
    def run(database: Database, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return database.write(lambda root: function(root, *args, **kwargs))

    return run


def reading(
    function: Callable[Concatenate[Root, P], T],
) -> Callable[Concatenate[Database, P], T]:
    """Let a function of the root be called with a database; it changes nothing."""

    @wraps(function)
    def run(database: Database, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return database.read(lambda root: function(root, *args, **kwargs))

    return run


def _allow(_root: Root) -> None:
    """Let everybody do everything."""


def _pause(attempt: int) -> None:
    longest_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**attempt)
    time.sleep(random.uniform(0, longest_s))  # noqa: S311  spreads writers, guards no secret
