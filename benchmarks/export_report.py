"""Writes what an export costs the monitored app: on the screen, and into EXPORT.md."""

import os
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.report import describe_commit, describe_machine

TARGET = Path(__file__).parent / "EXPORT.md"

MOST_EXTRA_MB = 50
MOST_RISE = 0.20
MOST_PAGE_MS = 300
BUSY_LOAD = 1.0


@dataclass(frozen=True)
class Exported:
    """What was found out.

    Attributes:
        load: of the machine before, over a minute.
        pause_s: what PyDash leaves between two pages.
        extra_mb: by which the app's memory rose over its highest before.
        quiet_ms: how long visits took while nothing was read.
        polite_ms, greedy_ms: the same while pages are read, with pauses and without.
        polite_s, greedy_s: how long the whole export took.
        page_ms, page_cpu_ms: how long single pages took, and the app's processor.
    """

    call_count: int
    load: float
    pause_s: float
    extra_mb: float
    quiet_ms: list[float]
    polite_ms: list[float]
    polite_s: float
    greedy_ms: list[float]
    greedy_s: float
    page_ms: list[float]
    page_cpu_ms: list[float]


def write(found: Exported) -> str:
    """The report, which is saved, too."""
    quiet_ms, polite_ms, greedy_ms = (
        float(np.percentile(times, 95))
        for times in (found.quiet_ms, found.polite_ms, found.greedy_ms)
    )
    rise = polite_ms / quiet_ms - 1
    page_ms, page_cpu_ms = median(found.page_ms), median(found.page_cpu_ms)
    rows = [
        (
            "extra memory in the app",
            f"{found.extra_mb:.1f} MB",
            f"{_judge(found.extra_mb, MOST_EXTRA_MB)} {MOST_EXTRA_MB} MB",
        ),
        ("the app's own 95th percentile, nothing being read", f"{quiet_ms:.1f} ms", ""),
        (
            f"the same while pages are read every {found.pause_s:g} s, as PyDash does",
            f"{polite_ms:.1f} ms ({rise:+.0%})",
            f"{_judge(rise, MOST_RISE)} +{MOST_RISE:.0%}",
        ),
        (
            "the same while pages are read without a pause",
            f"{greedy_ms:.1f} ms ({greedy_ms / quiet_ms - 1:+.0%})",
            "",
        ),
        (
            "what a page of 20,000 rows costs the app: its processor, median",
            f"{page_cpu_ms:.0f} ms",
            f"{_judge(page_cpu_ms, MOST_PAGE_MS)} {MOST_PAGE_MS} ms",
        ),
        (
            "how long it takes, the app's rests included, until PyDash has read it, median",
            f"{page_ms:.0f} ms",
            f"{_judge(page_ms, MOST_PAGE_MS)} {MOST_PAGE_MS} ms",
        ),
        ("the whole export with pauses", f"{found.polite_s:.0f} s", ""),
        ("the whole export without", f"{found.greedy_s:.0f} s", ""),
    ]
    lines = [f"| {name} | {figure} | {wanted} |" for name, figure, wanted in rows]
    report = "\n".join([*_head(found), "| | | wanted |", "|---|---|---|", *lines, ""])
    TARGET.write_text(report, "utf-8")
    return report


def _head(found: Exported) -> list[str]:
    about = (
        f"Written by `make bench-export`. An app on Flask-MonitoringDashboard 5.1.0 with "
        f"{found.call_count:,} calls in SQLite, on werkzeug's threaded server, is read whole by "
        "PyDash's client. Meanwhile a visitor asks for a page that does next to nothing, "
        f"{len(found.polite_ms):,} times. App, client and visitor share the machine. Spells of "
        "reading and spells without take turns, so that what else changes there meets both."
    )
    state = "calm" if found.load <= BUSY_LOAD else "busy with other work, so that times are long"
    if os.nice(0) < 0:
        state += f"; what is measured here went before it (priority {os.nice(0)})"
    machine = f"{describe_machine()} Commit {describe_commit()}. Load {found.load:.1f}: {state}."
    return ["# What an export costs the app", "", about, "", machine, ""]


def _judge(value: float, limit: float) -> str:
    return "met:" if value < limit else "missed:"
