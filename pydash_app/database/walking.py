"""Reads every object of a database that can be reached from its root."""

import binascii
import pickle
import struct
from dataclasses import dataclass, field
from typing import Any

import transaction
from ZODB.broken import Broken
from ZODB.POSException import POSError, POSKeyError
from ZODB.serialize import referencesf
from ZODB.utils import oid_repr, z64

from pydash_app.database.connection import Database
from pydash_app.database.failures import outages, translate
from pydash_app.ports import Progress, tell_nobody

MOST_DAMAGES = 100
MOST_LOADED = 5_000
"""Between two times that memory is freed."""

UNREADABLE = (
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    TypeError,
    ValueError,
    POSError,
    binascii.Error,
    pickle.UnpicklingError,
    struct.error,
)
"""What reading bytes raises that are no object."""


@dataclass(frozen=True, slots=True)
class Damage:
    """An object that can't be read.

    Attributes:
        oid: its id in the database.
        referrer: the kind of the object that refers to it.
        reason: what is wrong with it.
    """

    oid: str
    referrer: str
    reason: str

    @property
    def sentence(self) -> str:
        """The same in words."""
        return f"Object {self.oid}, which a {self.referrer} refers to, {self.reason}."


@dataclass(slots=True)
class Walk:
    """What was found.

    Attributes:
        object_count: how many objects could be read.
        damages: those that could not, up to a hundred.
    """

    object_count: int = 0
    damages: list[Damage] = field(default_factory=list)


def walk(database: Database, *, progress: Progress = tell_nobody) -> Walk:
    """Read every object, in one consistent state of the database.

    Raises:
        UnavailableError: the database can't be reached.
    """
    zodb = database._zodb  # noqa: SLF001 - of the same package
    manager = transaction.TransactionManager(explicit=True)
    try:
        manager.begin()
        connection = zodb.open(manager)
        try:
            return _walk(connection, len(zodb.storage), progress)
        finally:
            manager.abort()
            connection.close()
    except outages() as error:
        raise translate(error) from error


def _walk(connection: Any, total: int, progress: Progress) -> Walk:
    found = Walk()
    seen, waiting = {z64}, [(z64, "root")]
    while waiting and len(found.damages) < MOST_DAMAGES:
        oid, referrer = waiting.pop()
        try:
            kind, references = _read(connection, oid)
        except UNREADABLE as error:
            found.damages.append(Damage(oid_repr(oid), referrer, _describe(error)))
            continue
        found.object_count += 1
        new = set(references) - seen
        seen |= new
        waiting += [(each, kind) for each in new]
        if found.object_count % MOST_LOADED == 0:
            connection.cacheMinimize()
            progress(found.object_count, total)
    progress(found.object_count, max(total, found.object_count))
    return found


def _read(connection: Any, oid: bytes) -> tuple[str, list[bytes]]:
    state, _serial = connection._storage.load(oid)  # noqa: SLF001 - as of its transaction
    found = connection.get(oid)
    found._p_activate()  # noqa: SLF001 - loads it
    if isinstance(found, Broken):
        raise ImportError(type(found).__name__)  # noqa: TRY004 - the class is what is missing
    return type(found).__name__, referencesf(state)


def _describe(error: Exception) -> str:
    if isinstance(error, POSKeyError):
        return "is missing"
    if isinstance(error, ImportError):
        return f"is of a class that this PyDash does not know ({error})"
    return f"can't be read ({type(error).__name__})"
