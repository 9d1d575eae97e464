"""Opens a database in PostgreSQL, through RelStorage, which keeps objects as rows of a table.

What this module imports comes with the extra `postgres`, so that nobody else imports it before a
database there is to be opened. A reader's transaction begins with asking the server for the last
commit: what was announced is seen, as with ZEO's `server_sync`.
"""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import psycopg2.errors
from psycopg2.extensions import make_dsn, parse_dsn
from relstorage.adapters.postgresql import PostgreSQLAdapter
from relstorage.options import Options
from relstorage.storage import RelStorage

from pydash_app.database.postgres_watch import WatchedConnections, watch
from pydash_app.database_url import without_password
from pydash_app.errors import SettingsError

CONNECTION_DEFAULTS = {
    "application_name": "pydash",
    "connect_timeout": "3",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "8000",
}
"""What the address does not say. A request must hear of a lost server within its time.

Source:
    PostgreSQL 15, documentation, 34.1.2 "Parameter Key Words".
"""

CACHE_MB = 64
"""As much as a ZEO client's cache, shared by all connections of the process."""

LARGEST_CACHED_BYTES = 2 * 1024 * 1024
"""A segment of 65,536 calls takes 0.6 MB; RelStorage's own limit would let none in."""

MAKING_TABLES_LOCK = 0x7079_6461_7368
"""The name of the lock, which must be a number: "pydash"."""

MAKING_TABLES_TIMEOUT_MS = 30_000

SAYS_THE_SAME_AGAIN = (
    "relstorage.adapters.connections",
    "relstorage.adapters.postgresql.connmanager",
    "relstorage.storage.tpc.vote.timing",
)
"""Loggers that write down what is handed on, or takes a second, for each request anew."""


def open_postgres(url: str) -> RelStorage:
    """Open the storage in the database that an address names, made where it is empty.

    Raises:
        SettingsError: the address can't be used, or the database refuses its user.
        psycopg2.OperationalError: no server answers, or it turns us away.
    """
    for name in SAYS_THE_SAME_AGAIN:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dsn = _read_url(url)
    # A deleted dashboard's space can be had back, and nobody undoes a commit.
    options = Options(
        keep_history=False,
        cache_local_mb=CACHE_MB,
        cache_local_object_max=LARGEST_CACHED_BYTES,
        driver="psycopg2",
    )
    adapter = _Adapter(dsn=dsn, options=options)
    watch(adapter.connmanager)
    try:
        with _alone(dsn):
            return RelStorage(adapter, name=without_password(url), options=options)
    except psycopg2.Error as error:
        adapter.close()
        if isinstance(error, psycopg2.errors.InsufficientPrivilege):
            raise SettingsError(
                "PYDASH_DATABASE names a database in which its user may not make tables; "
                "let the user own it, or grant CREATE on its schema."
            ) from error
        raise


@contextmanager
def _alone(dsn: str) -> Iterator[None]:
    """Let one process at a time make the tables; RelStorage looks first whether they are there."""
    with closing(psycopg2.connect(dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = %s", (MAKING_TABLES_TIMEOUT_MS,))
            cursor.execute("SELECT pg_advisory_lock(%s)", (MAKING_TABLES_LOCK,))
            yield


class _Adapter(PostgreSQLAdapter):
    """RelStorage's own, with connections that can be ended, and no password in its name."""

    connmanager: Any

    def _create(self) -> None:
        if self.connmanager is None:  # else an adapter that shares another's
            self.connmanager = WatchedConnections(self.driver, dsn=self._dsn, options=self.options)
        super()._create()

    def close(self) -> None:
        """Give everything back; called when the storage is closed."""
        self.connmanager.closed.set()
        super().close()

    def __str__(self) -> str:
        return "PostgreSQL"

    __repr__ = __str__


def _read_url(url: str) -> str:
    """The address as a connection string, to which RelStorage can append something."""
    try:
        given = parse_dsn(url)
    except psycopg2.ProgrammingError as error:  # its words may quote the password
        raise SettingsError(
            "PYDASH_DATABASE has a value that PostgreSQL's client can't read: write it as "
            "postgres://user:password@host:port/name, with %XX for special characters."
        ) from error
    dsn: str = make_dsn(**CONNECTION_DEFAULTS | given)
    return dsn
