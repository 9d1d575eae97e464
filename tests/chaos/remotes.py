"""The remotes that PyDash watches while things break, and what calls they hold."""

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from tests.remotes import running_fmd
from tests.remotes.running_fmd import StoredCall
from tests.remotes.running_stub import RunningStub
from tests.stack.stored_calls import StoredRow, as_kept
from tests.stack.waiting import find_free_port

LATEST_COMMIT_S = 1.0
"""How long after the instant that it bears a row may become visible."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class WatchedRemote:
    """A remote as PyDash knows it, and the truth about its calls.

    Attributes:
        rows_between: the calls with `after_us < called_at_us <= until_us`.
    """

    name: str
    url: str
    token: str
    rows_between: Callable[[int, int], list[StoredRow]]


class RemoteHost(Protocol):
    """A process that plays one or more remotes, and can be killed."""

    name: str

    @property
    def remotes(self) -> Sequence[WatchedRemote]:
        """Those that are gone while it does not run."""

    @property
    def pid(self) -> int:
        """Of the process."""

    def kill(self) -> None:
        """End it by force."""

    def start(self) -> None:
        """Start it again, on the same addresses and with the same calls."""


class StubHost:
    """The stub server with some remotes of its own."""

    def __init__(self, number: int, remote_count: int, folder: Path, *, history_s: int) -> None:
        self.name = f"stub {number}"
        self.clock_path = folder / f"clock-{number}"
        self._stub = RunningStub(
            tuple(f"127.{number}.0.{each + 1}" for each in range(remote_count)),
            find_free_port(),
            begin_s=int(time.time()) - history_s,
            calls_per_hour=3000,
            commit_lag_s=LATEST_COMMIT_S,
            clock_path=self.clock_path,
        )

    @property
    def remotes(self) -> Sequence[WatchedRemote]:
        """One for each address."""
        return remotes_of(self._stub, self.name)

    @property
    def pid(self) -> int:
        """Of the process."""
        return 0 if self._stub.process is None else self._stub.process.pid

    def kill(self) -> None:
        """End it by force."""
        self._stub.stop()

    def start(self) -> None:
        """Start it again; its calls are computed, and so the same."""
        self._stub.start()


def remotes_of(stub: RunningStub, name: str) -> list[WatchedRemote]:
    """The remotes that a stub server plays, one at each address."""

    def rows_of(address: str) -> Callable[[int, int], list[StoredRow]]:
        history = stub.history_of(address)
        return lambda after_us, until_us: [
            call.as_stored() for call in history.calls_between(after_us, until_us)
        ]

    return [
        WatchedRemote(f"{name} at {address}", stub.url_of(address), stub.token, rows_of(address))
        for address in stub.addresses
    ]


class FmdHost:
    """A real Flask-MonitoringDashboard 1.13.1 that is served calls all the time."""

    def __init__(self, number: int, folder: Path, chance: random.Random) -> None:
        self.name = f"FMD {number}"
        self._db_path = folder / f"fmd-{number}.db"
        self._fmd = running_fmd.start_fmd1(self._db_path, rows=3000, days=1, seed=number)
        self._chance = chance
        self._is_over = threading.Event()
        self._traffic = threading.Thread(target=self._serve_calls, daemon=True)
        self._traffic.start()

    @property
    def remotes(self) -> Sequence[WatchedRemote]:
        """The one that it is."""
        return [WatchedRemote(self.name, self._fmd.url, self._fmd.token, self._read_rows)]

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._fmd.process.pid

    def kill(self) -> None:
        """End it by force."""
        self._fmd.process.kill()
        self._fmd.process.communicate()

    def start(self) -> None:
        """Start it again over its database."""
        port = int(self._fmd.url.split(":")[2].partition("/")[0])
        self._fmd = running_fmd.start_fmd1(self._db_path, port=port)

    def end(self) -> None:
        """End it for good, and its traffic."""
        self._is_over.set()
        self._traffic.join()
        self.kill()

    def _serve_calls(self) -> None:
        while not self._is_over.wait(self._chance.uniform(0.1, 0.6)):
            self._fmd.add_rows(self._make_call() for _ in range(self._chance.randrange(3)))

    def _make_call(self) -> StoredCall:
        called_at = time.time() - self._chance.uniform(0, LATEST_COMMIT_S / 2)
        text = datetime.fromtimestamp(called_at, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        name = self._chance.choice(("home", "items", "bücher/neu"))
        return StoredCall(name, self._chance.expovariate(0.1), text, "2.0", "None", "::1")

    def _read_rows(self, after_us: int, until_us: int) -> list[StoredRow]:
        # As text, FMD's times sort as they passed.
        bounds = [_as_text(after_us), _as_text(until_us)]
        query = (
            "SELECT time, execution_time, endpoint, version, ip, group_by FROM functionCalls "
            "WHERE time > ? AND time <= ?"
        )
        with closing(sqlite3.connect(self._db_path, timeout=30)) as database:
            rows = database.execute(query, bounds).fetchall()
        return [StoredRow(_as_us(time), as_kept(ms), *texts) for time, ms, *texts in rows]


def _as_text(at_us: int) -> str:
    at = datetime.fromtimestamp(at_us // 1_000_000, UTC).replace(microsecond=at_us % 1_000_000)
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def _as_us(text: str) -> int:
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return int((at - _EPOCH).total_seconds()) * 1_000_000 + at.microsecond
