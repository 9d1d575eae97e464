"""The database of a Flask-MonitoringDashboard of any release, read and written behind its back."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tests.stack.stored_calls import as_kept
from tests.stack.waiting import wait_until

PATIENCE_S = 60.0

Value = str | float | int | None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMES_OF_1 = {
    "endpoint": "endpoint",
    "duration": "execution_time",
    "time": "time",
    "version": "version",
    "group_by": "group_by",
    "ip": "ip",
}
_NAMES_OF_2 = {
    "endpoint": "endpoint_id",
    "duration": "duration",
    "time": "time_requested",
    "version": "version_requested",
    "group_by": "group_by",
    "ip": "ip",
    "status_code": "status_code",
}


class Call(NamedTuple):
    """A call as both sides know it; its duration with the digits that PyDash keeps.

    Attributes:
        called_at_us: by the remote's clock, taken for UTC.
        status_code: 0 where there is none.
    """

    called_at_us: int
    duration_ms: float
    endpoint: str
    version: str
    ip: str
    group_by: str
    status_code: int


@dataclass
class RemoteDatabase:
    """One release's own database.

    Attributes:
        path: its SQLite file, which the release itself has made.
    """

    path: Path

    @cached_property
    def nullable(self) -> Mapping[str, bool]:
        """The columns of a call that this release has, and whether each may be null."""
        with self._open() as database:
            told = database.execute(f"PRAGMA table_info({self._table})").fetchall()
        is_nullable = {name: not is_required for _, name, _, is_required, *_ in told}
        return {
            ours: is_nullable[theirs]
            for ours, theirs in self._names.items()
            if theirs in is_nullable
        }

    def count(self) -> int:
        """How many calls it holds."""
        with self._open() as database:
            query = f"SELECT count(*) FROM {self._table}"  # noqa: S608
            found: int = database.execute(query).fetchone()[0]
            return found

    def await_calls(self, before: int, served: int) -> int:
        """Wait until it holds what was served, and gets no more; how many it got.

        On a busy machine some releases drop calls of which their own SQLite says that it is
        locked: whoever watches them can't know of those.

        Raises:
            AssertionError: not even half of it comes.
        """
        wait_until(
            lambda: self.count() >= before + served / 2,
            timeout_s=PATIENCE_S,
            what=f"{served} calls are noted",
        )
        give_up_at = time.monotonic() + PATIENCE_S / 3
        while self.count() < before + served and time.monotonic() < give_up_at:
            time.sleep(0.1)
        counts = [-1, self.count()]
        while counts[-1] != counts[-2]:
            time.sleep(0.5)
            counts.append(self.count())
        return counts[-1] - before

    def add(self, rows: Iterable[Mapping[str, Value]]) -> None:
        """Put calls into it, as though they had been served.

        Args:
            rows: with the keys of `nullable`; others are left out. A null where none may be
                becomes the text that FMD writes for it.
        """
        columns = list(self.nullable)
        theirs = ", ".join(self._names[name] for name in columns)
        places = ", ".join("?" * len(columns))
        query = f"INSERT INTO {self._table} ({theirs}) VALUES ({places})"  # noqa: S608
        rows = list(rows)
        with self._open() as database:
            names = {str(row["endpoint"]) for row in rows if row["endpoint"] is not None}
            ids = self._endpoint_ids(database, names)
            database.executemany(query, [self._to_values(row, columns, ids) for row in rows])

    def read(self, *, has_names: bool = True) -> list[Call]:
        """All calls that have a time, in the order in which they came.

        Args:
            has_names: whether its wire format tells the names of endpoints, not numbers.
        """
        columns = ", ".join(f"r.{self._names[name]}" for name in self.nullable)
        query = f"SELECT {columns} FROM {self._table} r ORDER BY r.id"  # noqa: S608
        with self._open() as database:
            names = self._endpoint_names(database) if has_names else {}
            rows = [dict(zip(self.nullable, row, strict=True)) for row in database.execute(query)]
        return [_to_call(row, names) for row in rows if row["time"] is not None]

    @cached_property
    def _is_numbered(self) -> bool:
        """Whether calls name their endpoint by a number, as from 2.0 on."""
        with self._open() as database:
            query = "SELECT count(*) FROM sqlite_master WHERE name = 'Request'"
            return bool(database.execute(query).fetchone()[0])

    @property
    def _table(self) -> str:
        return "Request" if self._is_numbered else "functionCalls"

    @property
    def _names(self) -> Mapping[str, str]:
        return _NAMES_OF_2 if self._is_numbered else _NAMES_OF_1

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=30)) as database, database:
            yield database

    def _endpoint_ids(
        self, database: sqlite3.Connection, names: Iterable[str]
    ) -> Mapping[Value, int]:
        """The numbers of endpoints, made where there is none."""
        if not self._is_numbered:
            return {}
        names_by_id = self._endpoint_names(database)
        known: dict[Value, int] = {name: number for number, name in names_by_id.items()}
        for name in names:
            if name not in known:
                # Without a level 2.0 to 3.0 measure no call of it.
                query = "INSERT INTO Endpoint (name, monitor_level) VALUES (?, 1)"
                known[name] = int(database.execute(query, (name,)).lastrowid or 0)
        return known

    def _endpoint_names(self, database: sqlite3.Connection) -> dict[int, str]:
        if not self._is_numbered:
            return {}
        return dict(database.execute("SELECT id, name FROM Endpoint").fetchall())

    def _to_values(
        self, row: Mapping[str, Value], columns: Sequence[str], ids: Mapping[Value, int]
    ) -> list[Value]:
        known = {**row, "endpoint": ids.get(row["endpoint"], row["endpoint"])}
        return [
            "None" if known[name] is None and not self.nullable[name] else known[name]
            for name in columns
        ]


def as_text(at: datetime) -> str:
    """An instant as SQLite's tables of FMD have it: no zone, always with a fraction."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def _to_call(row: Mapping[str, Value], names: Mapping[int, str]) -> Call:
    at = datetime.fromisoformat(str(row["time"])).replace(tzinfo=UTC) - _EPOCH
    endpoint = row["endpoint"]
    if isinstance(endpoint, int):
        endpoint = names.get(endpoint, f"endpoint {endpoint}")
    return Call(
        called_at_us=(at.days * 86_400 + at.seconds) * 1_000_000 + at.microseconds,
        duration_ms=as_kept(float(row["duration"] or 0)),
        endpoint=str(endpoint),
        version=str(row["version"]),
        ip=str(row["ip"]),
        group_by=str(row["group_by"]),
        status_code=int(row.get("status_code") or 0),
    )
