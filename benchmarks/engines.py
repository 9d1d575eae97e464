"""Compares ZEO with PostgreSQL, and the own pool with Dask, on one machine: `make bench-engines`.

Every figure of a table is of one run, in which the contenders take turns; each has its processes
on this machine. What a network or a second machine adds is not in them.
"""

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import engine_executors, engine_fetching, engine_storages, engines_report

CALLS = 200_000
DASHBOARDS = 300


def main() -> None:
    """Measure, report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=CALLS)
    options.add_argument("--dashboards", type=int, default=DASHBOARDS)
    chosen = options.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="pydash-engines-") as name:
        folder = Path(name)
        _say(f"Storages, with {chosen.calls:,} calls …")
        storages = engine_storages.measure(folder, chosen.calls, datetime.now(UTC))
        _say("Executors …")
        executors = engine_executors.measure(folder)
        _say(f"Fetching {chosen.dashboards:,} dashboards …")
        fetches_a_s = engine_fetching.measure_fetches(folder, chosen.dashboards)
    found = engines_report.Found(
        chosen.calls, chosen.dashboards, load, storages, executors, fetches_a_s
    )
    _say(engines_report.write(found))


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    try:
        main()
    except pytest.skip.Exception as missing:  # PostgreSQL, which is not here
        sys.exit(str(missing))
