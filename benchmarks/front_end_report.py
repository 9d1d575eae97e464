"""Writes how fast the pages are: on the screen, and into FRONT_END.md."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.report import describe_commit, describe_machine

TARGET = Path(__file__).parent / "FRONT_END.md"

COLD_MS, WARM_MS = 2000, 700
HOVER_MS = 30
SCROLL_MS = 50
SHIFT = 0.05


@dataclass(frozen=True)
class FrontEnd:
    """What was found out in Chromium.

    Attributes:
        cold_ms, warm_ms: from the navigation until every chart is drawn, medians.
        hover_ms, scroll_ms: how long each frame took.
        shift: the worst cumulative layout shift of a page.
    """

    call_count: int
    app_count: int
    cold_ms: float
    warm_ms: float
    hover_ms: list[float]
    scroll_ms: list[float]
    shift: float


def write(found: FrontEnd) -> str:
    """The report, which is saved, too."""
    hover_ms = float(np.percentile(found.hover_ms, 95))
    longest_ms = max(found.scroll_ms)
    rows = [
        ("all charts drawn, cold", f"{found.cold_ms:,.0f} ms", found.cold_ms, COLD_MS, "ms"),
        ("all charts drawn, warm", f"{found.warm_ms:,.0f} ms", found.warm_ms, WARM_MS, "ms"),
        (
            "a frame while hovering over a heat map of 90 days, 95th percentile",
            f"{hover_ms:.0f} ms",
            hover_ms,
            HOVER_MS,
            "ms",
        ),
        (
            f"the longest frame while scrolling through {found.app_count} apps",
            f"{longest_ms:.0f} ms",
            longest_ms,
            SCROLL_MS,
            "ms",
        ),
        ("layout shift, the worst page", f"{found.shift:.3f}", found.shift, SHIFT, ""),
    ]
    lines = [
        f"| {name} | {figure} | {_judge(value, limit)} {limit:g} {unit} |".replace("  |", " |")
        for name, figure, value, limit, unit in rows
    ]
    about = (
        f"Written by `make bench-front`. Chromium opens a dashboard of {found.call_count:,} calls "
        "at 1920 by 1080. Cold: an empty browser, and a web server that was just started. Warm: "
        "the same page again."
    )
    measured_on = f"{describe_machine()} Commit {describe_commit()}."
    head = ["# How fast the pages are", "", about, "", measured_on, ""]
    report = "\n".join([*head, "| | | wanted |", "|---|---|---|", *lines, ""])
    TARGET.write_text(report, "utf-8")
    return report


def _judge(value: float, limit: float) -> str:
    return "met:" if value <= limit else "missed:"
