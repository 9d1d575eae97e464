"""Looks after the connections to a PostgreSQL server that may fall silent.

A server that is frozen, or whose machine is gone without a word, keeps its connections. The client
waits for its answer for ever, and so would every thread of the web and every worker. Once the
connections are ended they fail as with any server that is away, and RelStorage makes new ones.
How long a query takes is nobody's business here: a connection of the watch's own is asked.
"""

import logging
import os
import select
import socket
import time
import weakref
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Any

import psycopg2
from psycopg2.extensions import POLL_OK, POLL_READ
from relstorage.adapters.postgresql.connmanager import Psycopg2ConnectionManager

PING_INTERVAL_S = 2.0

MOST_SILENT_SECONDS = 7
"""Counted in seconds that this process was awake, for it may itself be what was frozen."""

log = logging.getLogger(__name__)


class WatchedConnections(Psycopg2ConnectionManager):
    """Opens connections, and can end all of them from another thread."""

    def __init__(self, driver: Any, dsn: str, options: Any) -> None:
        super().__init__(driver, dsn=dsn, options=options)
        self.dsn = dsn
        self.closed = Event()
        self._opened: weakref.WeakSet[Any] = weakref.WeakSet()
        self._lock = Lock()

    def open(self, *args: Any, **options: Any) -> tuple[Any, Any]:
        """Open a connection, and a cursor on it."""
        connection, cursor = super().open(*args, **options)
        with self._lock:
            self._opened.add(connection)
        return connection, cursor

    def end_all(self) -> None:
        """Let every connection that is open now fail, also where a thread waits for its answer."""
        with self._lock:
            opened = list(self._opened)
        for connection in opened:
            _end(connection)


def watch(connections: WatchedConnections) -> None:
    """Look after the connections until `closed` is set."""
    Thread(target=_watch, args=(connections,), name="database-watch", daemon=True).start()


def _watch(connections: WatchedConnections) -> None:
    ping = _Ping()
    while not connections.closed.wait(PING_INTERVAL_S):
        if not ping.is_answered(connections.dsn):
            log.warning("The database server is silent; connecting to it anew.")
            connections.end_all()
    ping.close()


class _Ping:
    """A connection of the watch's own, which never blocks."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._was_away = False

    def is_answered(self, dsn: str) -> bool:
        """Whether the server answers, be it with a refusal; also of one that nobody can reach."""
        try:
            is_answered = self._ask(dsn)
        except psycopg2.Error as error:
            self.close()
            self._note_away(error)
            return True
        if not is_answered:
            self.close()
        elif self._was_away:
            self._was_away = False
            log.info("The database server answers again.")
        return is_answered

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            with suppress(psycopg2.Error):
                self._connection.close()
        self._connection = None

    def _ask(self, dsn: str) -> bool:
        if self._connection is None:
            self._connection = psycopg2.connect(dsn, async_=True)
            if not self._is_done():
                return False
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return self._is_done()

    def _is_done(self) -> bool:
        """Whether the connection has done what it was told, in the time that it has."""
        for _ in range(MOST_SILENT_SECONDS):
            ends_at = time.monotonic() + 1
            while (left_s := ends_at - time.monotonic()) > 0:
                state = self._connection.poll()
                if state == POLL_OK:
                    return True
                waiting = [self._connection]
                is_reading = state == POLL_READ
                select.select(
                    waiting if is_reading else [], [] if is_reading else waiting, [], left_s
                )
        return False

    def _note_away(self, error: psycopg2.Error) -> None:
        if not self._was_away:
            log.warning("The database server is away: %s", str(error).strip())
        self._was_away = True


def _end(connection: Any) -> None:
    """Shut a connection's socket down; what waits for it wakes up."""
    with suppress(psycopg2.Error, OSError):  # closed already
        own = socket.socket(fileno=os.dup(connection.fileno()))
        with own:
            own.shutdown(socket.SHUT_RDWR)
