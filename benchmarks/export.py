"""Exports a monitored app whole, and measures what that costs the app: `make bench-export`.

The app is a real one on Flask-MonitoringDashboard 5.1.0 with fmd_export, its calls in SQLite; the
client is PyDash's own. Meanwhile a visitor in a process of its own asks for a page of the app,
which does next to nothing, so that every millisecond shows. What the machine does besides changes
with time, so an export goes in parts, and spells without one lie between them.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path

from benchmarks import export_report
from benchmarks.export_report import Exported
from pydash_app.remote import PagedRemote, RemoteGateway
from pydash_app.settings import Settings
from tests.remotes.running_fmd5 import TOKEN, Monitored, running, set_up

CALLS = 1_000_000
PARTS = 6
QUIET_S = 8
PAGES_TIMED = 15
ROWS_OF_A_PAGE = 20_000


def main() -> None:
    """Seed, export, report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=CALLS)
    call_count = options.parse_args().calls
    set_up()
    with tempfile.TemporaryDirectory() as name:
        db_path = Path(name) / "fmd.db"
        print(f"Seeding {call_count:,} calls …", flush=True)
        with running(db_path, f"--seed-rows={call_count}"):
            pass  # what seeds is not what is measured
        with running(db_path) as app:
            print(export_report.write(measure(app, call_count)))


def measure(app: Monitored, call_count: int) -> Exported:
    """Ask for everything twice, with PyDash's pauses and without, in turns with asking nothing."""
    remote = RemoteGateway((ip_network("127.0.0.0/8"),)).open_pages(app.url, TOKEN)
    load = os.getloadavg()[0]
    pause_s = Settings(data_dir=Path(tempfile.gettempdir())).fetch_spacing
    visit_for(app, QUIET_S)  # warm
    memory_kb = app.peak_memory_kb()
    quiet, polite, greedy = Spells(app), Spells(app), Spells(app)
    bounds = [call_count * part // PARTS for part in range(PARTS + 1)]
    for after_id, until_id in pairwise(bounds):
        with quiet.spell():
            time.sleep(QUIET_S)
        with polite.spell():
            export(remote, after_id, until_id, pause_s)
        with quiet.spell():
            time.sleep(QUIET_S)
        with greedy.spell():
            export(remote, after_id, until_id, 0)
    extra_kb = app.peak_memory_kb() - memory_kb
    page_ms, page_cpu_ms = time_pages(app, remote, call_count)
    return Exported(
        call_count=call_count,
        load=load,
        pause_s=pause_s,
        extra_mb=extra_kb / 1024,
        quiet_ms=quiet.visits_ms,
        polite_ms=polite.visits_ms,
        polite_s=polite.took_s,
        greedy_ms=greedy.visits_ms,
        greedy_s=greedy.took_s,
        page_ms=page_ms,
        page_cpu_ms=page_cpu_ms,
    )


class Spells:
    """Times in which a visitor is there.

    Attributes:
        visits_ms: how long each visit took.
        took_s: how long they lasted together.
    """

    def __init__(self, app: Monitored) -> None:
        self._app = app
        self.visits_ms: list[float] = []
        self.took_s = 0.0

    @contextlib.contextmanager
    def spell(self) -> Iterator[None]:
        """One more, while the block runs."""
        with visiting(self._app) as visits_ms:
            began_s = time.perf_counter()
            yield
            self.took_s += time.perf_counter() - began_s
        self.visits_ms += visits_ms


def export(remote: PagedRemote, after_id: int, until_id: int, pause_s: float) -> None:
    """Read the calls of these ids, all of which were seeded."""
    while after_id < until_id:
        after_id = remote.get_page(after_id, until_id).next_after_id
        time.sleep(pause_s)


def time_pages(
    app: Monitored, remote: PagedRemote, call_count: int
) -> tuple[list[float], list[float]]:
    """How long single pages take, with nobody else there, and how much of the app's processor."""
    walls_ms, processor_ms = [], []
    for number in range(min(PAGES_TIMED, call_count // ROWS_OF_A_PAGE)):
        processor_s, began_s = processor_time_s(app.pid), time.perf_counter()
        remote.get_page(number * ROWS_OF_A_PAGE, None)
        walls_ms.append((time.perf_counter() - began_s) * 1000)
        processor_ms.append((processor_time_s(app.pid) - processor_s) * 1000)
    return walls_ms, processor_ms


def processor_time_s(pid: int) -> float:
    """Of a process, until now; see proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def visit_for(app: Monitored, seconds: float) -> list[float]:
    """How long each visit took."""
    with visiting(app) as visits_ms:
        time.sleep(seconds)
    return visits_ms


@contextlib.contextmanager
def visiting(app: Monitored) -> Iterator[list[float]]:
    """A visitor while the block runs; how long each visit took stands in the list after it."""
    visits_ms: list[float] = []
    url = f"{app.url.rpartition('/')[0]}/home"
    visitor = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.export_visitor", url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield visits_ms
    visits_ms += json.loads(visitor.communicate()[0])


if __name__ == "__main__":
    main()
