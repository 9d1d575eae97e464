"""Writes what the engines were found to cost: on the screen, and into ENGINES.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import distributed
import numpy as np

from benchmarks import engine_executors, engine_storages
from benchmarks.engine_storages import middle
from benchmarks.report import describe_commit, describe_machine
from benchmarks.table import write_table

TARGET = Path(__file__).parent / "ENGINES.md"
BUSY_LOAD = 1.0
ASKED = {
    "total_visits": "visits by day over 90 days",
    "median_execution_time": "median by day over 90 days",
}
Figures = Mapping[str, tuple[float, str]]
"""By what they are of: each with the form that it is written in."""


@dataclass(frozen=True)
class Found:
    """What was found out.

    Attributes:
        load: of the machine before, over a minute.
        fetches_a_s: by the name of the executor.
    """

    call_count: int
    dashboard_count: int
    load: float
    storages: Sequence[engine_storages.Contender]
    executors: Sequence[engine_executors.Contender]
    fetches_a_s: Mapping[str, float]


def write(found: Found) -> str:
    """The report, which is saved, too."""
    report = "\n\n".join([_head(found), _storages(found), _executors(found)]) + "\n"
    TARGET.write_text(report, "utf-8")
    return report


def _head(found: Found) -> str:
    state = "calm" if found.load <= BUSY_LOAD else "busy with other work, so that times are long"
    return (
        "# What the engines cost\n\n"
        "Written by `make bench-engines`. Contenders take turns on one machine, so that ratios "
        "mean something: `0.50×` is half of the first one's figure. Whatever a network adds is "
        "not in them: each has all its processes here.\n\n"
        f"{describe_machine()} Dask {distributed.__version__}. Commit {describe_commit()}. "
        f"Load {found.load:.1f}: {state}."
    )


def _storages(found: Found) -> str:
    about = (
        f"{found.call_count:,} calls of 90 days in one dashboard. ZEO is PyDash's own server on a "
        "Unix socket over a FileStorage; with TLS, and PostgreSQL through RelStorage, it is the "
        "loopback. All wait for the disk at each commit. *Cold* is a database that was just "
        "opened, with nothing kept on the client's side; a small transaction changes one "
        "attribute of one dashboard, as a fetch that finds nothing new does."
    )
    table = _compare({each.name: _figures_of_storage(each) for each in found.storages})
    return f"## Storages\n\n{about}\n\n{table}"


def _executors(found: Found) -> str:
    about = (
        "Two subprocesses each. The last line is a real `pydash scheduler` over ZEO that fetches "
        f"{found.dashboard_count:,} new dashboards, each at an address of its own; the remotes "
        "that it asks share the machine."
    )
    table = _compare(
        {
            each.name: _figures_of_executor(each, found.fetches_a_s[each.name])
            for each in found.executors
        }
    )
    return f"## Executors\n\n{about}\n\n{table}"


def _figures_of_storage(found: engine_storages.Contender) -> Figures:
    figures = {"calls stored, 10,000 a commit": (middle(found.stored_a_s), "{:,.0f}/s")}
    for name, label in ASKED.items():
        figures[f"{label}, cold"] = (median(found.cold_ms[name]), "{:.1f} ms")
        figures[f"{label}, warm"] = (median(found.warm_ms[name]), "{:.1f} ms")
    figures["a transaction that reads what it knows"] = (median(found.look_ms), "{:.2f} ms")
    for count, rates in found.commits_a_s.items():
        who = "one writer" if count == 1 else f"{count} writers"
        figures[f"small transactions, {who}"] = (median(rates), "{:,.0f}/s")
    return figures


def _figures_of_executor(found: engine_executors.Contender, fetches_a_s: float) -> Figures:
    return {
        "tasks that do nothing, two at a time": (middle(found.tasks_a_s), "{:,.0f}/s"),
        "one of them alone, median": (median(found.single_ms), "{:.1f} ms"),
        "… 95th percentile": (float(np.percentile(found.single_ms, 95)), "{:.1f} ms"),
        "fetches of dashboards": (fetches_a_s, "{:,.1f}/s"),
    }


def _compare(contenders: Mapping[str, Figures]) -> str:
    """A table of all, whose ratios are to the first."""
    (first_name, first), *others = contenders.items()
    head = ["", first_name, *(cell for name, _ in others for cell in (name, ""))]
    lines = []
    for label, (base, form) in first.items():
        line = [label, form.format(base)]
        for _, figures in others:
            figure, _form = figures[label]
            line += [form.format(figure), f"{figure / base:.2f}×"]
        lines.append(line)
    return write_table(head, lines)
