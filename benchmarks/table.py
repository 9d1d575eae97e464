"""Turns measurements into tables of Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.questions import Question, cold_limit_ms
from benchmarks.timing import Timing

NOTHING = "–"
OTHERS = ("DuckDB", "SQLite", "NumPy")
FMD_FACTOR = 50
"""So many times faster than FMD's page PyDash has to be."""


@dataclass
class Measured:
    """What was found out about one question.

    Attributes:
        is_exact: whether PyDash's answer is; else its quantiles lie within one per cent.
        others: by the name of the contestant.
    """

    question: Question
    is_exact: bool = True
    warm: Timing | None = None
    cold: Timing | None = None
    others: dict[str, Timing] = field(default_factory=dict)
    fmd: Timing | None = None


def write_queries(rows: Sequence[Measured], call_count: int) -> str:
    """The table of questions."""
    head = ["question", "PyDash", "target", "first", "DuckDB", "", "SQLite", "", "NumPy", ""]
    return write_table(head, [_write_row(row, call_count) for row in rows])


def _write_row(row: Measured, call_count: int) -> list[str]:
    warm, cold = row.warm, row.cold
    limit_ms = row.question.limit_ms(call_count)
    cells = [
        row.question.label,
        _ms(warm),
        NOTHING if limit_ms is None or warm is None else judge(warm.median_ms, limit_ms),
        NOTHING if cold is None else _first(cold.median_ms, cold_limit_ms(call_count)),
    ]
    for name in OTHERS:
        other = row.others.get(name)
        cells += [_ms(other), _ratio(other, warm)]
    return cells


def _first(cold_ms: float, limit_ms: float) -> str:
    verdict = "" if cold_ms <= limit_ms else f" **> {limit_ms:g}**"
    return f"{_figure(cold_ms)}{verdict}"


def write_fmd(rows: Sequence[Measured]) -> str:
    """The table of FMD's pages."""
    found = []
    for row in rows:
        if row.fmd is not None and row.warm is not None:
            times = row.fmd.median_ms / row.warm.median_ms
            verdict = "met" if times >= FMD_FACTOR else f"**missed: {times:.0f} < {FMD_FACTOR}**"
            found.append(
                [
                    row.question.fmd_page,
                    row.question.label,
                    _ms(row.fmd),
                    _ms(row.warm),
                    f"{times:.0f}×",
                    verdict,
                ]
            )
    head = ["FMD's page", "PyDash's answer", "FMD", "PyDash", "faster", f"≥ {FMD_FACTOR}×"]
    return write_table(head, found)


def write_facts(facts: Mapping[str, tuple[str, str]]) -> str:
    """A table of single figures, each with a verdict or none."""
    return write_table(
        ["", "figure", "target"],
        [[name, figure, verdict] for name, (figure, verdict) in facts.items()],
    )


def write_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown whose columns stand under each other."""
    lines = [list(head), *[list(row) for row in rows]]
    widths = [max(3, *(len(line[place]) for line in lines)) for place in range(len(head))]
    first, *others = [_align(line, widths) for line in lines]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(f"| {' | '.join(line)} |" for line in [first, ruler, *others])


def _align(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Words to the left, figures to the right."""
    figures = zip(line[1:], widths[1:], strict=True)
    return [line[0].ljust(widths[0]), *(figure.rjust(width) for figure, width in figures)]


def judge(figure: float, limit: float, unit: str = "ms") -> str:
    """Whether a figure is within its limit, and if not, by how much it misses."""
    shown = f"≤ {limit:g} {unit}".rstrip()
    if figure <= limit:
        return f"{shown} met"
    return f"**{shown} missed by {figure / limit - 1:.0%}**"


def _ms(timing: Timing | None) -> str:
    return NOTHING if timing is None else _figure(timing.median_ms)


def _figure(milliseconds: float) -> str:
    return f"{milliseconds:.1f}" if milliseconds < 100 else f"{milliseconds:,.0f}"


def _ratio(other: Timing | None, warm: Timing | None) -> str:
    """How many times as long as PyDash somebody takes."""
    if other is None or warm is None:
        return NOTHING
    return f"{other.median_ms / warm.median_ms:.2g}×"
