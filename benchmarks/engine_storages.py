"""What storages cost: the same work over each of them, in turns, so that ratios mean something.

A database server of PyDash's own on a Unix socket, one with TLS on the loopback, and a PostgreSQL
on the loopback that waits for its disk, as the others do.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from os import environ
from pathlib import Path
from statistics import median
from uuid import UUID

import psycopg2

from benchmarks.rows import DAYS, make_calls
from benchmarks.seeding import compact_all, cut, edges_of_windows, make_empty, store
from benchmarks.timing import time_once
from pydash_app.database import Database, Root
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import MICROSECONDS
from pydash_app.measurements.column_cache import COLUMN_CACHE, MEBIBYTE
from pydash_app.settings import Settings
from pydash_app.statistics.answering import answer
from pydash_app.statistics.query import StatisticQuery
from tests.services.database_server import running
from tests.services.postgres import DurablePostgres
from tests.stack.running_database import lead_to, running_database
from tests.stack.storages import Storage, away_from_pydash, read_variables

QUESTIONS = ("total_visits", "median_execution_time")
REPEATS = 9
LOOKS = 200
WRITERS = (1, 4)
WRITE_FOR_S = 5.0
WRITING_ROUNDS = 3


@dataclass
class Contender:
    """A storage, and what was found out about it.

    Attributes:
        variables: lead another process to its database.
        stored_a_s: calls a second, of each window.
        look_ms: of each transaction that reads what it has read before.
        cold_ms, warm_ms: of each statistic, by its name.
        commits_a_s: of each round, by the number of writers.
    """

    name: str
    settings: Settings
    variables: Mapping[str, str]
    database: Database
    dashboard_id: UUID
    stored_a_s: list[float] = field(default_factory=list)
    look_ms: list[float] = field(default_factory=list)
    cold_ms: dict[str, list[float]] = field(default_factory=dict)
    warm_ms: dict[str, list[float]] = field(default_factory=dict)
    commits_a_s: dict[int, list[float]] = field(default_factory=dict)


def measure(folder: Path, call_count: int, now: datetime) -> list[Contender]:
    """Start all storages, and let them do the same."""
    with _contenders(folder, now) as contenders:
        _store_calls(contenders, call_count, now)
        for contender in contenders:
            compact_all(contender.database, contender.settings, contender.dashboard_id, now)
        _ask(contenders, now)
        for contender in contenders:
            contender.look_ms = [_time_look(contender.database) for _ in range(LOOKS)]
        for _ in range(WRITING_ROUNDS):
            for count in WRITERS:
                for contender in contenders:
                    rate = _count_commits(contender, count) / WRITE_FOR_S
                    contender.commits_a_s.setdefault(count, []).append(rate)
    return contenders


@contextmanager
def _contenders(folder: Path, now: datetime) -> Iterator[list[Contender]]:
    with ExitStack() as opened:
        own = opened.enter_context(running_database(folder / "own" / "data"))
        (folder / "tls").mkdir()
        tls = opened.enter_context(away_from_pydash(folder / "tls", Storage.ZEO_TLS))
        postgres = opened.enter_context(running(DurablePostgres))
        by_postgres = Settings(data_dir=folder / "postgres", database=postgres.url)
        places = {
            "ZEO": own,
            "ZEO with TLS": read_variables(tls, folder / "tls"),
            f"PostgreSQL {_version_of(postgres)}": by_postgres,
        }
        contenders = []
        for name, settings in places.items():
            database = Database.open(settings)
            opened.callback(database.close)
            dashboard_id = make_empty(database, now)
            variables = lead_to(settings)
            contenders.append(Contender(name, settings, variables, database, dashboard_id))
        yield contenders


def _version_of(server: DurablePostgres) -> int:
    with closing(psycopg2.connect(server.url)) as connection:
        version: int = connection.server_version
        return version // 10_000


def _store_calls(contenders: Sequence[Contender], call_count: int, now: datetime) -> None:
    calls = make_calls(call_count, now)
    first_s = int(calls.called_at_us[0]) // MICROSECONDS - 1
    last_s = int(calls.called_at_us[-1]) // MICROSECONDS + 1
    for window, batch in cut(calls, edges_of_windows(calls, first_s, last_s)):
        for each in contenders:
            work = partial(store, each.database, each.dashboard_id, window, batch, now)
            took_ms = time_once(work)
            each.stored_a_s.append(len(batch) * 1000 / took_ms)


def _ask(contenders: Sequence[Contender], now: datetime) -> None:
    for name in QUESTIONS:
        for number in range(REPEATS):
            for contender in contenders:
                ask = _question(contender.dashboard_id, name, now - timedelta(hours=number))
                with _cold_database(contender.settings) as database:
                    read = partial(database.read, ask)
                    cold_ms = time_once(read)
                    warm_ms = min(time_once(read) for _ in range(3))
                contender.cold_ms.setdefault(name, []).append(cold_ms)
                contender.warm_ms.setdefault(name, []).append(warm_ms)


def _question(dashboard_id: UUID, statistic: str, end_at: datetime) -> Callable[[Root], object]:
    """A statistic by day, over all days."""
    query = StatisticQuery(
        statistic=statistic,
        timeslice="day",
        is_static=True,
        start_at=end_at - timedelta(days=DAYS),
        end_at=end_at,
    )
    key = str(dashboard_id)
    return lambda root: answer(measurements.get(root, key), query, now=end_at).value


@contextmanager
def _cold_database(settings: Settings) -> Iterator[Database]:
    """As a process that was just started sees it, with nothing kept anywhere on this side."""
    COLUMN_CACHE.resize(0)
    COLUMN_CACHE.resize(settings.column_cache_mb * MEBIBYTE)
    with closing(Database.open(settings)) as database:
        yield database


def _time_look(database: Database) -> float:
    return time_once(lambda: database.read(lambda root: len(root["dashboards"])))


def _count_commits(contender: Contender, writer_count: int) -> int:
    """How many small transactions so many processes commit together, each to its own dashboard."""
    command = [sys.executable, "-m", "benchmarks.engine_writer", str(WRITE_FOR_S)]
    environment = environ | dict(contender.variables)
    writers = [
        subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(writer_count)
    ]
    for writer in writers:
        assert writer.stdout is not None  # noqa: S101  it is a pipe
        writer.stdout.readline()  # it is ready
    for writer in writers:
        assert writer.stdin is not None  # noqa: S101  it is a pipe
        writer.stdin.write("go\n")
        writer.stdin.flush()
    return sum(int(writer.communicate()[0]) for writer in writers)


def middle(figures: Sequence[float]) -> float:
    """Their median without the first, which pays for what is loaded late."""
    return median(figures[1:])
