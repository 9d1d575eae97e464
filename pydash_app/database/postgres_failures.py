"""How RelStorage and PostgreSQL's driver say that the database can't be asked now.

Imported once a database there was opened: what it imports comes with the extra `postgres`.
"""

import psycopg2
import psycopg2.errors
from relstorage.adapters.interfaces import UnableToAcquireLockError
from relstorage.storage.interfaces import StorageDisconnectedDuringCommit

POSTGRES_OUTAGES: tuple[type[Exception], ...] = (
    psycopg2.OperationalError,  # nobody there, going down, starting up, out of space or memory
    psycopg2.InterfaceError,  # the connection is closed
    psycopg2.errors.ReadOnlySqlTransaction,  # it was made a standby; another one leads
    StorageDisconnectedDuringCommit,
    UnableToAcquireLockError,  # somebody holds up everybody else's commit, or packs already
)
