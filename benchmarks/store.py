"""How fast calls get into the store and statistics out of it, through a real ZEO server.

    make bench            100,000 calls
    make bench SIZE=1000000

Every figure stands beside what the same work costs without PyDash, measured in the same run.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from uuid import uuid4

import jwt
import numpy as np
from numpy.typing import NDArray

from pydash_app.database import Database, Root, reading, transactional
from pydash_app.measurements import repository
from pydash_app.measurements.batch import MICROSECONDS, CallBatch, TextColumn
from pydash_app.measurements.window import Window
from pydash_app.settings import Settings
from pydash_app.statistics.answering import answer
from pydash_app.statistics.query import StatisticQuery

DAYS = 90
CALLS_A_COMMIT = 10_000
REPEATS = 7
TOKEN = "a security code of 32 bytes or more"  # noqa: S105
START = datetime(2026, 8, 1, tzinfo=UTC)


def make_calls(count: int) -> CallBatch:
    """Random calls over `DAYS` days: 50 endpoints, 8 versions, 5,000 IPs, 200 groups."""
    random = np.random.default_rng(1)
    start_us = int(START.timestamp()) * MICROSECONDS
    times_us = start_us + np.sort(random.integers(1, DAYS * 86_400 * MICROSECONDS, count))

    def texts(name: str, different: int) -> TextColumn:
        codes = random.integers(0, different, count).astype(np.uint32)
        return TextColumn(codes, tuple(f"{name}{number}" for number in range(different)))

    return CallBatch(
        times_us,
        random.lognormal(3, 1, count).astype(np.float32),
        texts("endpoint", 50),
        texts("1.", 8),
        texts("10.0.0.", 5000),
        texts("user", 200),
    )


def cut(calls: CallBatch) -> Iterator[tuple[Window, CallBatch]]:
    """Windows of about `CALLS_A_COMMIT` calls each, and their calls."""
    seconds = -(-calls.called_at_us // MICROSECONDS)
    after_s = int(START.timestamp())
    for until_s in [*seconds[CALLS_A_COMMIT::CALLS_A_COMMIT].tolist(), int(seconds[-1]) + 1]:
        low, high = np.searchsorted(seconds, (after_s + 1, until_s + 1))
        order = np.arange(low, high)
        yield (
            Window(after_s, until_s),
            CallBatch(
                calls.called_at_us[order],
                calls.duration_ms[order],
                calls.endpoint.take(order),
                calls.version.take(order),
                calls.ip.take(order),
                calls.group_by.take(order),
            ),
        )
        after_s = until_s


@contextmanager
def served_database() -> Iterator[tuple[Database, Path]]:
    """A database behind a ZEO server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYDASH_DATA_DIR": folder, "PYDASH_DATABASE": ""}
        server = subprocess.Popen(
            [sys.executable, "-m", "pydash_cli", "db", "serve"], env=environment
        )
        try:
            while not (Path(folder) / "zeo.sock").exists():
                time.sleep(0.05)
            database = Database.open(Settings(data_dir=Path(folder)))
            yield database, Path(folder)
            database.close()
        finally:
            server.terminate()
            server.wait()


def time_once(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def time_often(work: Callable[[], object]) -> float:
    """The median seconds that `work` takes."""
    return median(time_once(work) for _ in range(REPEATS))


def print_ingest(database: Database, key: str, calls: CallBatch, folder: Path) -> None:
    """How fast calls are stored, beside decoding alone as the first PyDash did it."""
    database.write(lambda root: repository.add(root, key))

    @transactional
    def store_one(root: Root, window: Window, batch: CallBatch) -> None:
        repository.get(root, key).append(window, batch)

    def store() -> None:
        for window, batch in cut(calls):
            store_one(database, window, batch)

    stored_s = time_once(store)
    rows = [
        {"endpoint": "items", "execution_time": 9.3, "group_by": "u2", "ip": "127.0.0.1",
         "time": "2026-11-23 19:36:16.992189", "version": "2.0"}
    ] * 10_000  # fmt: skip
    body = jwt.encode({"data": json.dumps(rows)}, TOKEN, algorithm="HS256")
    decoded_s = time_once(
        lambda: json.loads(jwt.decode(body, TOKEN, algorithms=["HS256"])["data"])
    )
    rate, decode_rate = len(calls) / stored_s, len(rows) / decoded_s
    size = (folder / "pydash.fs").stat().st_size
    print(f"store, {CALLS_A_COMMIT} calls a commit: {rate:12,.0f} calls/s")
    print(f"jwt.decode and json.loads alone: {decode_rate:10,.0f} calls/s")
    print(f"on disk, not packed:             {size / len(calls):10.1f} bytes a call")


def print_queries(database: Database, key: str, calls: CallBatch) -> None:
    """How long statistics take, beside NumPy over arrays that are in memory already."""
    end = START + timedelta(days=DAYS)
    edges_us = np.arange(DAYS + 1) * 86_400 * MICROSECONDS + int(START.timestamp()) * MICROSECONDS

    @reading
    def ask(root: Root, name: str) -> object:
        query = StatisticQuery(name, START, end, "day", is_static=True)
        return answer(repository.get(root, key), query, now=end)

    print(f"\n{'by day, 90 days':28} {'PyDash ms':>10} {'NumPy ms':>10} {'ratio':>8}")
    for name, in_memory in IN_MEMORY.items():
        ours_s = time_often(partial(ask, database, name))
        theirs_s = time_often(partial(in_memory, calls, edges_us))
        ratio = ours_s / theirs_s
        print(f"{name:28} {ours_s * 1000:10.1f} {theirs_s * 1000:10.1f} {ratio:8.1f}")


def _visits(calls: CallBatch, edges_us: NDArray[np.int64]) -> object:
    return np.diff(np.searchsorted(calls.called_at_us, edges_us))


def _visitors(calls: CallBatch, edges_us: NDArray[np.int64]) -> object:
    offsets = np.searchsorted(calls.called_at_us, edges_us)
    return [len(np.unique(calls.ip.codes[low:high])) for low, high in pairwise(offsets)]


def _averages(calls: CallBatch, edges_us: NDArray[np.int64]) -> object:
    offsets = np.searchsorted(calls.called_at_us, edges_us[:-1])
    return np.add.reduceat(calls.duration_ms, offsets, dtype=np.float64)


IN_MEMORY = {
    "total_visits": _visits,
    "unique_visitors": _visitors,
    "average_execution_time": _averages,
}


def main() -> None:
    """Measure, and print."""
    calls = make_calls(int(os.environ.get("SIZE", "100000")))
    key = str(uuid4())
    print(f"{len(calls):,} calls, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    with served_database() as (database, folder):
        print_ingest(database, key, calls, folder)
        print_queries(database, key, calls)


if __name__ == "__main__":
    main()
