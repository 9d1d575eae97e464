"""Reads every object of a database as bytes, so that two databases can be compared."""

from pydash_app.database import Database

CHUNK = 10_000


def read_objects(database: Database) -> dict[bytes, bytes]:
    """The newest state of every object, by its id."""
    storage = database._zodb.storage
    found: dict[bytes, bytes] = {}
    after: bytes | None = None
    while True:
        oid, _tid, state, after = storage.record_iternext(after)
        found[oid] = state
        if after is None:
            return found
