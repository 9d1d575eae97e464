"""Writes what was found out: on the screen, and into RESULTS.md, a chapter for each size."""

import os
import platform
import re
import subprocess
from pathlib import Path

import duckdb

from benchmarks.questions import MILLION
from benchmarks.rounds import LargeRound, Round
from benchmarks.table import judge, write_facts, write_fmd, write_queries
from benchmarks.web_memory import THREADS, Memory, WebMemory

RESULTS = Path(__file__).parent / "RESULTS.md"

HEAD = """\
# How fast PyDash is

Written by `make bench`; `CONTRIBUTING.md` says what it does. Milliseconds are medians on the
machine named, ratios are of one run: `4.1×` means that somebody takes 4.1 times as long as PyDash.
PyDash and FMD are asked over HTTP, the others within the process, without writing JSON.

Memory is what the kernel counts as resident in the one web process: at its peak, and when all is
answered; *proportional* shares pages that several processes use out among them. The command fails
where the peak is beyond its bound, 600 MiB up to ten million calls and 1 GiB beyond.
"""

FIRST = """\
`first`: right after a restart of the web server, through ZEO. Every answer was compared with
everybody else's before."""

MOST_BYTES_A_CALL = 12
PAGE_MS = (150, 300)


def write_chapter(found: Round) -> str:
    """All about one number of calls, headed by it."""
    parts = [
        f"## {found.call_count:,} calls",
        f"{describe_machine()} Commit {describe_commit()}.",
        FIRST,
        write_queries(found.rows, found.call_count),
        write_facts(_facts(found)),
    ]
    if any(row.fmd for row in found.rows):
        parts.insert(4, write_fmd(found.rows))
    return "\n\n".join(parts) + "\n"


def write_large_chapter(found: LargeRound) -> str:
    """All about so many calls that PyDash was measured alone."""
    bytes_a_call = found.disk.file_bytes / found.call_count
    facts = {
        "on disk, packed": (f"{bytes_a_call:.2f} bytes a call", ""),
        **_memory_facts(found.memory),
    }
    parts = [
        f"## {found.call_count:,} calls",
        f"{describe_machine()} Commit {describe_commit()}.",
        "PyDash alone, without comparing its answers: the others would take hours to fill.",
        write_queries(found.rows, found.call_count),
        write_facts(facts),
    ]
    return "\n\n".join(parts) + "\n"


def save(chapter: str, path: Path = RESULTS) -> None:
    """Put a chapter in the place of the one about as many calls."""
    old = path.read_text("utf-8") if path.exists() else ""
    chapters = {
        _size(text): text
        for text in re.findall(r"^## .*?(?=^## |\Z)", old, re.DOTALL | re.MULTILINE)
    }
    chapters[_size(chapter)] = chapter
    ordered = [chapters[size].strip() for size in sorted(chapters)]
    path.write_text("\n\n".join([HEAD.strip(), *ordered]) + "\n", "utf-8")


def _size(chapter: str) -> int:
    return int(chapter.split()[1].replace(",", ""))


def _facts(found: Round) -> dict[str, tuple[str, str]]:
    large = found.call_count >= 10 * MILLION
    page, ingest, seeded = found.page, found.ingest, found.seeded
    bytes_a_call = found.disk.file_bytes / found.call_count
    rollup_bytes_a_call = found.disk.rollup_bytes / found.call_count
    return {
        "all of a dashboard's page, one request after the other": (
            f"{page.in_turn.median_ms:.0f} ms",
            judge(page.in_turn.median_ms, PAGE_MS[large]),
        ),
        "the same on six connections": (f"{page.at_once.median_ms:.0f} ms", ""),
        "the same, right after a restart": (f"{page.first.median_ms:.0f} ms", ""),
        "from the signed body to the commit": (
            f"{ingest.stored_a_s:,.0f} calls/s",
            judge(round(ingest.ratio, 2), 1, "× the time of decoding alone"),
        ),
        "of that, without the commit": (f"{ingest.parsed_a_s:,.0f} calls/s", ""),
        "jwt.decode and json.loads alone": (f"{ingest.decoded_a_s:,.0f} calls/s", ""),
        "columns to commits": (f"{seeded.call_count / seeded.stored_ms:,.0f} calls/ms", ""),
        "compaction": (f"{seeded.packed_count / seeded.compacted_ms:,.0f} calls/ms", ""),
        "on disk, packed": (
            f"{bytes_a_call:.2f} bytes a call",
            judge(bytes_a_call, MOST_BYTES_A_CALL, "bytes"),
        ),
        "of that, roll-ups": (f"{rollup_bytes_a_call:.2f} bytes a call", ""),
        **_memory_facts(found.memory),
    }


def _memory_facts(memory: WebMemory) -> dict[str, tuple[str, str]]:
    return {
        "memory of the web process, each question once": _memory_fact(
            memory.in_turn, memory.most_mib
        ),
        f"the same, {THREADS} threads at once": _memory_fact(memory.at_once, memory.most_mib),
    }


def _memory_fact(memory: Memory, most_mib: int) -> tuple[str, str]:
    figure = (
        f"{memory.peak:.0f} MiB at the peak, {memory.settled:.0f} afterwards "
        f"({memory.proportional:.0f} proportional)"
    )
    return figure, judge(memory.peak, most_mib, "MiB")


def describe_machine() -> str:
    """Processor, cores and memory, in a sentence."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({models[0] if models else platform.machine()}), "
        f"{memory_gib:.0f} GiB, Python {platform.python_version()}, DuckDB {duckdb.__version__}."
    )


def describe_commit() -> str:
    """What was measured."""

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", *words],  # noqa: S607  whichever git developers have
            cwd=RESULTS.parent,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    changed = " with changes" if git("status", "--porcelain") else ""
    return f"{git('rev-parse', '--short', 'HEAD')}{changed}"
