"""A day of many dashboards in some minutes: `make soak DASHBOARDS=1000 HOUR=45`.

An hour lasts as many seconds as `--hour-s` says: so often each dashboard is fetched, and each of
them holds as many new calls as an hour would have brought. Some are probed as often. Chores, the
compaction of calls and a person at the web go on as in any installation. Then the database is
packed. It ends with 1 where memory has grown, or the database is not as large as what is in it
lets expect.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import ZODB

from benchmarks.database_size import read_contents
from benchmarks.fleet import (
    FIRST_ADDRESS,
    OWN_COUNT,
    ApiUser,
    allow_open_files,
    patiently,
    register_all,
)
from benchmarks.memory import MEBIBYTE, MemoryLog
from pydash_app.dashboard import repository
from pydash_app.database import Database, Root
from pydash_app.database.file_storage import open_file_storage
from pydash_app.database.following import Follower
from pydash_app.secret_key import load_secret_key
from pydash_app.settings import Settings
from tests.remotes.running_stub import RunningStub
from tests.stack.running_pydash import Person, RunningPydash, running_pydash
from tests.stack.waiting import find_free_port

HOURS = 24
CALLS_PER_HOUR = 20
PROBED_SHARE = 10
"""Every tenth is probed."""

SAMPLE_INTERVAL_S = 10.0
MOST_GROWTH = 1.1
"""From the second quarter to the last. In the first one caches fill."""


def main() -> int:
    """Run, and print what was measured; 0 when nothing grew, and the database fits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dashboards", type=int, default=1000)
    parser.add_argument("--hour-s", type=float, default=45.0)
    parser.add_argument("--hours", type=int, default=HOURS)
    options = parser.parse_args()
    allow_open_files(options.dashboards + 500)
    stub = RunningStub(
        tuple(str(FIRST_ADDRESS + number) for number in range(options.dashboards)),
        find_free_port(),
        begin_s=int(time.time()) - 60,
        calls_per_hour=CALLS_PER_HOUR * 3600 / options.hour_s,
    )
    stub.start()
    folder = Path(tempfile.mkdtemp(prefix="pydash-soak-"))
    settings = {
        "SCHEDULER_WORKERS": "2",
        "FETCH_INTERVAL": f"{options.hour_s}",
        "MIN_FETCH_INTERVAL": "0",
        "FETCH_SPACING": "0.1",
        "SETTLE_LAG": "2",
        "PROBE_INTERVAL": f"{options.hour_s}",
        "PACK_INTERVAL_DAYS": f"{6 * options.hour_s / 86_400}",
    }
    try:
        with running_pydash(folder, None, **settings) as pydash:
            is_flat = _soak(pydash, stub, options.hours * options.hour_s)
            _pack(pydash.settings)
        is_packed = _compare_size(pydash.data_dir / "pydash.fs")
    finally:
        stub.stop()
    return 0 if is_flat and is_packed else 1


def _soak(pydash: RunningPydash, stub: RunningStub, lasts_s: float) -> bool:
    database = Database.open(pydash.settings)
    alice = Person(pydash)
    alice.join()
    own_ids = [
        alice.add_dashboard(stub.url_of(address), stub.token)
        for address in stub.addresses[:OWN_COUNT]
    ]
    register_all(database, load_secret_key(pydash.settings), stub, stub.addresses[OWN_COUNT:])
    patiently(lambda: database.write(_have_some_probed))
    _say(f"{len(stub.addresses)} dashboards are registered; {lasts_s:.0f} s begin")
    _say(f"load of the machine: {_load()}")
    memory, fetches = MemoryLog(pydash.data_dir), _FetchCount(database)
    end_at_s = time.monotonic() + lasts_s
    with ApiUser(alice, own_ids) as user:
        while time.monotonic() < end_at_s:
            memory.sample()
            patiently(fetches.look)
            time.sleep(SAMPLE_INTERVAL_S)
        _say(f"web: {user.count} requests, 95 of 100 within {user.p95_ms():.0f} ms")
    _say(f"fetches seen: {fetches.total}, a dashboard at least {fetches.least()}")
    _say(f"load of the machine: {_load()}")
    database.close()
    return _judge(memory.quarters_mb())


def _judge(quarters_mb: Mapping[str, list[float]]) -> bool:
    is_flat = True
    for role, (first, second, third, last) in sorted(quarters_mb.items()):
        is_flat &= last <= second * MOST_GROWTH
        _say(
            f"memory of {role:<16} {first:7.1f} {second:7.1f} {third:7.1f} {last:7.1f} MB by "
            f"quarter, {last / second - 1:+.1%} from the second to the last"
        )
    return is_flat


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg()) + f" on {os.cpu_count()} cores"


class _FetchCount:
    """Counts fetches by looking when each dashboard was last fetched; never too many."""

    def __init__(self, database: Database) -> None:
        self._follower = Follower(database)
        self._last: dict[str, datetime | None] = {}
        self._counts: dict[str, int] = {}

    @property
    def total(self) -> int:
        """All that were seen."""
        return sum(self._counts.values())

    def least(self) -> int:
        """Those of the dashboard that has fewest."""
        return min(self._counts.values())

    def look(self) -> None:
        """Look once."""
        found = self._follower.read(_read_last_fetches)
        for dashboard_id, fetched_at in found.items():
            is_new = fetched_at is not None and fetched_at != self._last.get(dashboard_id)
            self._counts[dashboard_id] = self._counts.get(dashboard_id, 0) + is_new
        self._last = found


def _read_last_fetches(root: Root) -> dict[str, datetime | None]:
    return {each.id: each.fetching.last_fetch_at for each in repository.list_all(root)}


def _have_some_probed(root: Root) -> None:
    for number, dashboard in enumerate(repository.list_all(root)):
        dashboard.monitor_downtime = number % PROBED_SHARE == 0


def _pack(settings: Settings) -> None:
    path = settings.data_dir / "pydash.fs"
    before_bytes = path.stat().st_size
    database = Database.open(settings)
    began_s = time.monotonic()
    patiently(lambda: database.pack(before=datetime.now(UTC)))
    took_s = time.monotonic() - began_s
    database.close()
    after_mb = path.stat().st_size / MEBIBYTE
    _say(f"packed from {before_bytes / MEBIBYTE:.1f} MB to {after_mb:.1f} MB in {took_s:.1f} s")


def _compare_size(path: Path) -> bool:
    """Pack once more, now that nobody writes, and compare the file with what is in it."""
    database = Database(ZODB.DB(open_file_storage(path)))
    database.pack(before=datetime.now(UTC))
    contents = database.read(read_contents)
    database.close()
    size_bytes, expected_bytes = path.stat().st_size, contents.expected_bytes()
    _say(f"at rest: {contents}")
    _say(
        f"they take {size_bytes / MEBIBYTE:.2f} MB packed, and are to take "
        f"{expected_bytes / MEBIBYTE:.2f} MB: {size_bytes / expected_bytes - 1:+.1%}"
    )
    return contents.fits(size_bytes)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
