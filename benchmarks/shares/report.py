"""Writes what one user can do to another: on the screen, and into SHARES.md."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.report import describe_commit, describe_machine
from benchmarks.shares.cases import CASES, Outcome
from tests.stack.client import Asked

TARGET = Path(__file__).parent.parent / "SHARES.md"

HEADS = (
    "case",
    "",
    "the other one waits: median",
    "p95",
    "longest",
    "failed",
    "the greedy one's answers by status",
    "memory",
)


@dataclass(frozen=True)
class Measured:
    """A case with one commit's code.

    Attributes:
        peak_mib: the most memory of all web processes.
    """

    outcome: Outcome
    peak_mib: float


def write(before: str, found: Mapping[str, Mapping[str, Measured]], call_count: int) -> str:
    """The report, which is saved, too.

    Args:
        before: the commit that was measured beside this one.
        found: by case, then by commit.
        call_count: of the greedy one's dashboard.
    """
    about = (
        "Written by `make bench-shares`. A PyDash with its usual two web processes of eight "
        f"threads; a greedy user, whose dashboard has {call_count:,} calls, and another one, at "
        "another address, who asks for one thing after the other meanwhile. How long the other "
        "one waits, and what fails; the greedy one's refusals are as they should be. `before` is "
        f"commit {before}. Memory is that of both web processes, each at its peak."
    )
    machine = (
        f"{describe_machine()} Commit {describe_commit()}. "
        f"Load {os.getloadavg()[0]:.1f} at the end."
    )
    rows = [
        _row(case, commit, found[case][commit])
        for case in CASES
        if case in found
        for commit in found[case]
    ]
    table = [f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|", *rows]
    lines = ["# What one user can do to another", "", about, "", machine, "", *table, ""]
    report = "\n".join(lines)
    TARGET.write_text(report, "utf-8")
    return report


def _row(case: str, commit: str, measured: Measured) -> str:
    asked = measured.outcome.of_other
    waits_s = [one.wait_s for one in asked]
    median_s, p95_s = np.percentile(waits_s, [50, 95]) if waits_s else (0.0, 0.0)
    failed = sum(not one.is_answered for one in asked)
    figures = [
        case,
        commit,
        f"{median_s:.2f} s",
        f"{p95_s:.2f} s",
        f"{max(waits_s, default=0):.2f} s",
        f"{failed} of {len(asked)}",
        _statuses(measured.outcome.of_greedy),
        f"{measured.peak_mib:.0f} MiB",
    ]
    return f"| {' | '.join(figures)} |"


def _statuses(asked: Sequence[Asked]) -> str:
    counts = Counter(one.status for one in asked)
    return ", ".join(f"{count} × {status}" for status, count in sorted(counts.items()))
