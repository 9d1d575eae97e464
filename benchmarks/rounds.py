"""One run over a number of calls: everybody gets them, is asked, and is compared."""

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.asking import Page, Session, time_first, time_page, time_warm
from benchmarks.comparing import compare, compare_with_fmd
from benchmarks.disk import DiskUse, measure_disk
from benchmarks.in_duckdb import InDuckdb
from benchmarks.in_fmd import InFmd
from benchmarks.in_numpy import InNumpy
from benchmarks.in_sqlite import InSqlite
from benchmarks.ingest import Ingest, measure_ingest
from benchmarks.pydash_stack import PydashStack
from benchmarks.questions import MILLION, Contestant, list_questions
from benchmarks.rows import make_calls, make_parts
from benchmarks.seeding import USER_NAME, Seeded, seed, seed_parts
from benchmarks.table import Measured
from benchmarks.web_memory import WebMemory, measure_web_memory
from pydash_app.measurements.batch import CallBatch

PARTS = 18
"""In which many calls are made and stored: five days at a time."""


@dataclass(frozen=True)
class Round:
    """What was found out.

    Attributes:
        memory: of the web process.
    """

    call_count: int
    rows: list[Measured]
    page: Page
    seeded: Seeded
    ingest: Ingest
    disk: DiskUse
    memory: WebMemory


@dataclass(frozen=True)
class LargeRound:
    """What was found out about PyDash alone."""

    call_count: int
    rows: list[Measured]
    disk: DiskUse
    memory: WebMemory


def run_round(call_count: int, end_at: datetime, folder: Path) -> Round:
    """Measure everything.

    Args:
        call_count: how many calls.
        end_at: where they end, some time ago.
        folder: for everybody's files.

    Raises:
        DisagreementError: two gave different answers.
    """
    _tell(f"{call_count:,} calls: making them")
    calls = make_calls(call_count, end_at)
    ingest = _measure_ingest(calls, end_at, folder / "ingest")
    data = folder / "pydash"
    with PydashStack(data) as stack:
        _tell("into PyDash")
        seeded = _seed(stack, calls, end_at)
        stack.restart_web()
        session = Session.log_in(stack, seeded.dashboard_id, USER_NAME)
        rows = [Measured(question) for question in list_questions(end_at)]
        _compare(rows, session, calls, end_at, folder)
        _tell("PyDash after restarts")
        time_first(rows, session)
        page = time_page(session, end_at)
        _tell("PyDash warm")
        time_warm(rows, session.pydash())
        _tell("PyDash's memory")
        memory = measure_web_memory(session, [row.question for row in rows], call_count)
    disk = measure_disk(stack.file_path)
    return Round(call_count, rows, page, seeded, ingest, disk, memory)


def run_large_round(call_count: int, end_at: datetime, folder: Path) -> LargeRound:
    """Measure PyDash alone, with more calls than the others can be given in reasonable time."""
    data = folder / "pydash"
    with PydashStack(data) as stack:
        _tell(f"{call_count:,} calls into PyDash")
        parts = make_parts(call_count, end_at, part_count=PARTS)
        with closing(stack.open_database()) as database:
            dashboard_id = seed_parts(database, stack.settings, parts, end_at)
        stack.pack()
        stack.restart_web()
        session = Session.log_in(stack, dashboard_id, USER_NAME)
        rows = [Measured(question) for question in list_questions(end_at)]
        _tell("PyDash's memory")
        memory = measure_web_memory(session, [row.question for row in rows], call_count)
        _tell("PyDash warm")
        time_warm(rows, session.pydash())
    return LargeRound(call_count, rows, measure_disk(stack.file_path), memory)


def _measure_ingest(calls: CallBatch, end_at: datetime, folder: Path) -> Ingest:
    _tell("bodies into PyDash")
    with PydashStack(folder) as stack, closing(stack.open_database()) as database:
        return measure_ingest(database, calls, end_at)


def _seed(stack: PydashStack, calls: CallBatch, end_at: datetime) -> Seeded:
    with closing(stack.open_database()) as database:
        seeded = seed(database, stack.settings, calls, end_at)
    stack.pack()
    return seeded


def _compare(
    rows: list[Measured], session: Session, calls: CallBatch, end_at: datetime, folder: Path
) -> None:
    """One contestant after the other, so that none takes memory or time from the next."""
    pydash = session.pydash()
    makers: dict[str, Callable[[], Contestant]] = {
        "NumPy": lambda: InNumpy(calls),
        "DuckDB": lambda: InDuckdb(calls, folder),
        "SQLite": lambda: InSqlite(calls, folder),
    }
    for name, make in makers.items():
        _tell(name)
        with closing(make()) as other:
            compare(rows, pydash, other)
    if len(calls) <= MILLION:
        _tell("FMD")
        with closing(InFmd(calls, folder)) as fmd:
            compare_with_fmd(rows, pydash, fmd, end_at)


def _tell(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)
