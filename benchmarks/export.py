"""Exports a monitored app whole, and measures what that costs the app: `make bench-export`.

The app is a real one on Flask-MonitoringDashboard 5.1.0 with fmd_export, its calls in SQLite; the
client is PyDash's own. Meanwhile a visitor in a process of its own asks for a page of the app,
which does next to nothing, so that every millisecond shows.
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
from pathlib import Path

from benchmarks import export_report
from benchmarks.export_report import Exported
from pydash_app.remote import PagedRemote, RemoteGateway
from pydash_app.settings import Settings
from tests.remotes.running_fmd5 import TOKEN, Monitored, running, set_up

CALLS = 1_000_000
QUIET_S = 20
PAGES_TIMED = 15
ROWS_OF_A_PAGE = 20_000


def main() -> None:
    """Seed, export twice, report."""
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
    """Ask for everything, first with PyDash's pauses, then without."""
    remote = RemoteGateway((ip_network("127.0.0.0/8"),)).open_pages(app.url, TOKEN)
    load = os.getloadavg()[0]
    pause_s = Settings(data_dir=Path(tempfile.gettempdir())).fetch_spacing
    visit_for(app, 3)  # warm
    before_ms = visit_for(app, QUIET_S)
    memory_kb = app.peak_memory_kb()
    with visiting(app) as polite_ms:
        polite_s = export(remote, call_count, pause_s)
    extra_kb = app.peak_memory_kb() - memory_kb
    after_ms = visit_for(app, QUIET_S)
    with visiting(app) as greedy_ms:
        greedy_s = export(remote, call_count, 0)
    page_ms, page_cpu_ms = time_pages(app, remote, call_count)
    return Exported(
        call_count=call_count,
        load=load,
        pause_s=pause_s,
        extra_mb=extra_kb / 1024,
        quiet_ms=before_ms + after_ms,
        polite_ms=polite_ms,
        polite_s=polite_s,
        greedy_ms=greedy_ms,
        greedy_s=greedy_s,
        page_ms=page_ms,
        page_cpu_ms=page_cpu_ms,
    )


def export(remote: PagedRemote, call_count: int, pause_s: float) -> float:
    """Read everything that was seeded; how many seconds that took."""
    began_s = time.perf_counter()
    after_id, count = 0, 0
    while count < call_count:
        page = remote.get_page(after_id, call_count)
        after_id, count = page.next_after_id, count + len(page.batch)
        time.sleep(pause_s)
    return time.perf_counter() - began_s


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
