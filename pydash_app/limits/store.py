"""Counts uses in a SQLite file that all web processes of a machine share.

A window is cut into sixtieths, and a use counts until the sixtieth in which it was made lies
wholly outside: never more uses pass in any window than the limit says, wherever it begins, and
one is forgotten at most a sixtieth late.
"""

import math
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Self

from pydash_app.errors import DiskFullError, SettingsError, UnavailableError

SLOTS_OF_WINDOW = 60
BUSY_TIMEOUT_S = 5.0
PURGE_INTERVAL_S = 60.0

_CODES_OF_FULL_DISK = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})

_SCHEMA = """
CREATE TABLE IF NOT EXISTS uses (
    key BLOB NOT NULL, slot INTEGER NOT NULL, count INTEGER NOT NULL, expires_at REAL NOT NULL,
    PRIMARY KEY (key, slot)
) WITHOUT ROWID
"""
_ADD = """
INSERT INTO uses VALUES (?, ?, 1, ?) ON CONFLICT (key, slot) DO UPDATE SET count = count + 1
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which of several uses was too many, and in how many seconds it will not be."""

    position: int
    retry_after_s: int


class UseStore:
    """Uses by name and key, of which only a keyed digest is written down.

    Commits are not synced to the disk one by one: what a crash of the machine loses is the count
    of a moment, and the file stays whole (https://sqlite.org/wal.html, "Performance
    Considerations").
    """

    def __init__(self, connection: sqlite3.Connection, secret: bytes) -> None:
        """Take a connection over; it must allow use from many threads."""
        self._connection = connection
        self._secret = secret
        self._lock = threading.Lock()
        self._purge_due_at_s = -math.inf
        weakref.finalize(self, connection.close)  # also for an app that nobody closes
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", _SCHEMA):
            connection.execute(statement)

    @classmethod
    def open(cls, path: Path | None, secret: bytes) -> Self:
        """Open the file, made where there is none; without a path, count in memory alone.

        Raises:
            DiskFullError: it does not fit on the disk.
            SettingsError: it can't be made or read.
        """
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(
                path or ":memory:",
                timeout=BUSY_TIMEOUT_S,
                isolation_level=None,
                check_same_thread=False,
            )
            return cls(connection, secret)
        except (OSError, sqlite3.Error) as error:
            if _tells_of_full_disk(error):
                raise DiskFullError("PyDash's disk is full.") from error
            raise SettingsError(
                f"PYDASH_DATA_DIR: {str(path)!r} can't be used ({error}); make the folder "
                "writable for the user that runs PyDash, or delete that file if it is damaged."
            ) from error

    def add(self, uses: Sequence[tuple[str, str, int, int]], *, now: datetime) -> Refusal | None:
        """Count one use each, or none at all where one is too many.

        Args:
            uses: name, key, how many are allowed, and within how many seconds.
            now: when they happen.

        Raises:
            DiskFullError: there is no space left to count in.
            UnavailableError: the file can't be used.
        """
        at_s = now.timestamp()
        with self._transaction() as connection:
            self._purge(at_s)
            for position, (name, key, most_count, window_s) in enumerate(uses):
                digest = self._digest(name, key)
                wait_s = _wait_s(connection, digest, most_count, window_s, at_s)
                if wait_s:
                    return Refusal(position, math.ceil(wait_s))
            for name, key, _, window_s in uses:
                slot = _slot_of(at_s, window_s)
                expires_at_s = _end_s(slot, window_s)
                connection.execute(_ADD, (self._digest(name, key), slot, expires_at_s))
        return None

    def take_back(self, uses: Sequence[tuple[str, str, int]], *, now: datetime) -> None:
        """Forget one use each that was counted at this instant.

        Args:
            uses: name, key, and within how many seconds they are limited.
            now: when they were counted.

        Raises:
            DiskFullError: there is no space left to count in.
            UnavailableError: the file can't be used.
        """
        with self._transaction() as connection:
            for name, key, window_s in uses:
                connection.execute(
                    "UPDATE uses SET count = count - 1 WHERE key = ? AND slot = ? AND count > 0",
                    (self._digest(name, key), _slot_of(now.timestamp(), window_s)),
                )

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                if _tells_of_full_disk(error):
                    raise DiskFullError("PyDash's disk is full.") from error
                raise UnavailableError(
                    "PyDash can't count requests now. Try again in a moment."
                ) from error
            finally:
                with suppress(sqlite3.Error):  # a connection that is lost has nothing left to undo
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")

    def _digest(self, name: str, key: str) -> bytes:
        text = f"{name}\0{key}".encode("utf-8", "surrogatepass")
        return blake2b(text, key=self._secret, digest_size=16).digest()

    def _purge(self, at_s: float) -> None:
        if not at_s < self._purge_due_at_s <= at_s + PURGE_INTERVAL_S:
            self._connection.execute("DELETE FROM uses WHERE expires_at <= ?", (at_s,))
            self._purge_due_at_s = at_s + PURGE_INTERVAL_S


def _tells_of_full_disk(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", None) in _CODES_OF_FULL_DISK


def _slot_of(at_s: float, window_s: int) -> int:
    return math.floor(at_s * SLOTS_OF_WINDOW / window_s)


def _end_s(slot: int, window_s: int) -> float:
    """When a use in this sixtieth no longer counts."""
    return (slot + SLOTS_OF_WINDOW + 1) * window_s / SLOTS_OF_WINDOW


def _wait_s(
    connection: sqlite3.Connection, digest: bytes, most_count: int, window_s: int, at_s: float
) -> float:
    """How long until one more use is not too many; 0 where it is not now."""
    present = _slot_of(at_s, window_s)
    # What was counted in the future was counted by a clock that was ahead, and would hold up
    # until its time has come; the next slot may be that of another process a moment ago.
    rows = connection.execute(
        "SELECT slot, count FROM uses WHERE key = ? AND slot BETWEEN ? AND ? ORDER BY slot",
        (digest, present - SLOTS_OF_WINDOW, present + 1),
    ).fetchall()
    excess = sum(count for _, count in rows) + 1 - most_count
    wait_s = 0.0
    for slot, count in rows:
        if excess <= 0:
            break
        excess -= count
        wait_s = max(1.0, _end_s(slot, window_s) - at_s)
    return wait_s
