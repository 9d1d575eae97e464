"""A running PyDash, those who use it, and a crowd that would take it from them."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from pydash_app.database import Database
from pydash_app.measurements.window import Window
from tests.factories import make_batch, make_dashboard, store_batch
from tests.stack.running_pydash import Person, RunningPydash, running_pydash
from tests.strangers.crowd import Ending
from tests.strangers.visitors import Asked, visiting

CALLS = 50_000
ENDPOINTS = ("shop.cart", "shop.home", "shop.pay")
NEVER = datetime(2100, 1, 1, tzinfo=UTC)
SETTLE_S = 2.0


@dataclass(frozen=True)
class Load:
    """What the web's processes hold.

    Attributes:
        files: open ones, sockets included.
        memory_mib: resident.
    """

    files: int
    threads: int
    memory_mib: float


@dataclass
class Siege:
    """What happened.

    Attributes:
        calm: asked while nobody else was there.
        besieged: asked meanwhile.
        endings: of the crowd's connections.
        still_open: how long each of the others had lasted at the end, by kind.
        loads: of the web's processes, `before`, `during` and `after`.
    """

    calm: list[Asked] = field(default_factory=list)
    besieged: list[Asked] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    still_open: dict[str, list[float]] = field(default_factory=dict)
    loads: dict[str, Load] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """A PyDash with somebody who has a dashboard."""

    pydash: RunningPydash
    alice: Person
    dashboard_id: UUID

    def watch(self, siege: Siege, *, clients: int, seconds: float) -> None:
        """Ask with the crowd there, for so long, and as long without: half before, half after."""
        siege.loads["before"] = self.weigh()
        siege.calm += self._ask(seconds / 2)
        with self._crowd(siege, clients, seconds):
            time.sleep(SETTLE_S)
            siege.besieged += self._ask(seconds / 2 - SETTLE_S)
            siege.loads["during"] = self.weigh()
            siege.besieged += self._ask(seconds / 2 - SETTLE_S)
        siege.calm += self._ask(seconds / 2)
        siege.loads["after"] = self.weigh()

    def weigh(self) -> Load:
        """What the web's workers hold together."""
        leader = self.pydash.leader_pid("web")
        workers = [pid for pid in self.pydash.child_pids("web") if pid != leader]
        folders = [Path(f"/proc/{pid}") for pid in workers]
        status = [_read_status(folder) for folder in folders]
        return Load(
            files=sum(len(list((folder / "fd").iterdir())) for folder in folders),
            threads=sum(int(one["Threads"]) for one in status),
            memory_mib=sum(int(one["VmRSS"].split()[0]) for one in status) / 1024,
        )

    def _ask(self, seconds: float) -> list[Asked]:
        with visiting(self.alice, self.dashboard_id) as visitors:
            time.sleep(seconds)
        return visitors.asked

    @contextmanager
    def _crowd(self, siege: Siege, clients: int, seconds: float) -> Iterator[None]:
        command = [sys.executable, "-m", "tests.strangers.crowd", self.pydash.base_url]
        options = ["--clients", str(clients), "--seconds", str(seconds)]
        with subprocess.Popen([*command, *options], stdout=subprocess.PIPE) as crowd:  # noqa: S603 - our own
            yield
            written, _ = crowd.communicate(timeout=seconds + 60)
        told: dict[str, Any] = json.loads(written)
        siege.endings += [Ending(**ending) for ending in told["endings"]]
        siege.still_open.update(told["open"])


@contextmanager
def stage(folder: Path, **settings: str) -> Iterator[Stage]:
    """Start a PyDash as it is by default, but for what is given."""
    defaults = {"WEB_WORKERS": "2", **settings}
    with running_pydash(folder, None, **defaults) as pydash:
        alice = Person(pydash)
        alice.join()
        user_id = UUID(alice.get("user").json()["id"])
        with closing(Database.open(pydash.settings)) as database:
            dashboard_id = make_dashboard(database, owner_id=user_id, now=NEVER)
            _store_calls(database, dashboard_id)
        yield Stage(pydash, alice, dashboard_id)


def _store_calls(database: Database, dashboard_id: UUID) -> None:
    first = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=CALLS)
    times = [first + timedelta(minutes=number) for number in range(CALLS)]
    endpoints = [ENDPOINTS[number % len(ENDPOINTS)] for number in range(CALLS)]
    first_s = int(first.timestamp())
    window = Window(first_s - 1, first_s + CALLS * 60)
    store_batch(database, dashboard_id, window, make_batch(times, endpoints=endpoints))


def _read_status(folder: Path) -> dict[str, str]:
    lines = (folder / "status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
