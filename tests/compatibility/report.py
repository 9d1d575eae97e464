"""Writes what was found out into `docs/compatibility.md`."""

from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

from tests.compatibility.finding import Finding
from tests.compatibility.releases import RELEASES, ROOT

PAGE = ROOT / "docs" / "compatibility.md"
BEGIN = "<!-- written by `make compat` -->\n"
END = "<!-- until here -->\n"
_COLUMNS = (
    "release",
    "wire format",
    "times",
    "endpoints",
    "groups",
    "status codes",
    "failing views",
    "second start",
    "not noted",
    "rows compared",
    "lost",
    "doubled",
    "result",
)


def write_page(findings: Sequence[Finding], page: Path = PAGE) -> None:
    """Write the rows of these releases; those of others stay as they are.

    Raises:
        ValueError: the page has no such place.
    """
    before, begin, rest = page.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} lacks the lines between which the table stands.")
    lines = rest.partition(END)[0].splitlines()
    rows = {line.split("|")[1].strip(): line for line in lines if line.startswith("| ")}
    rows |= {cells[0]: f"| {' | '.join(cells)} |" for cells in map(_to_cells, findings)}
    head = [f"| {' | '.join(_COLUMNS)} |", "|---" * len(_COLUMNS) + "|"]
    known = [rows[each.version] for each in RELEASES if each.version in rows]
    table = "\n".join([*head, *known])
    page.write_text(f"{before}{begin}\n{table}\n\n{end}{after}", "utf-8")


def _to_cells(found: Finding) -> Sequence[str]:
    gives = found.abilities
    return (
        found.release.version,
        found.wire or "–",
        *(("–",) * 6 if gives is None else astuple(gives)),
        f"{found.not_noted:,}",
        f"{found.compared:,}",
        f"{found.lost:,}",
        f"{found.doubled:,}",
        "good" if found.is_good else "**failed**",
    )
