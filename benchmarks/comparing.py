"""Lets others answer the same questions, and makes sure that all answers are the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from benchmarks.agreement import EXACT_TOLERANCE, find_difference
from benchmarks.in_fmd import InFmd, read_page
from benchmarks.in_pydash import InPydash
from benchmarks.questions import Ask, Contestant
from benchmarks.rows import first_at
from benchmarks.table import Measured
from benchmarks.timing import time_often

PATIENCE_S = 8
"""For one question to one of the others; who is slow answers fewer times."""

CHECKED = (0, 4)
"""Which variations of a question are checked."""

BOUND = 0.0101
"""How far quantiles from histograms may lie beside the exact ones, which were rounded, too."""


class DisagreementError(Exception):
    """Two gave different answers, so that comparing their times means nothing."""


def compare(rows: Sequence[Measured], pydash: InPydash, other: Contestant) -> None:
    """Check the answers of another contestant, and take the times.

    Raises:
        DisagreementError: an answer is not PyDash's.
    """
    for row in rows:
        if row.question.is_for_all:
            for number in CHECKED:
                _check(row, pydash, other, row.question.vary(number))
            vary = row.question.vary
            row.others[other.name] = time_often(
                lambda number, vary=vary: other.run(vary(number)),  # type: ignore[misc]
                patience_s=PATIENCE_S,
            )


def compare_with_fmd(
    rows: Sequence[Measured], pydash: InPydash, fmd: InFmd, end_at: datetime
) -> None:
    """The same for FMD's pages, which show whole days or all time.

    Raises:
        DisagreementError: a page shows something else than PyDash's answer.
    """
    for row in rows:
        page, vary = row.question.fmd_page, row.question.vary
        if page:
            ask = replace(vary(0), start_at=first_at(end_at), end_at=end_at)
            ours = pydash.read(ask, pydash.run(ask))
            tolerance = EXACT_TOLERANCE if pydash.is_exact else BOUND
            shown, answered = read_page(page, fmd.run(page, ask), ours)
            _require_same(answered, shown, tolerance, f"FMD's {page}")
            row.fmd = time_often(
                lambda number, page=page, vary=vary: fmd.run(page, vary(number)),  # type: ignore[misc]
                patience_s=PATIENCE_S,
            )


def _check(row: Measured, pydash: InPydash, other: Contestant, ask: Ask) -> None:
    body = pydash.run(ask)
    tolerance = EXACT_TOLERANCE if pydash.is_exact else BOUND
    row.is_exact = pydash.is_exact
    theirs = other.read(ask, other.run(ask))
    _require_same(pydash.read(ask, body), theirs, tolerance, f"{row.question.label}, {other.name}")


def _require_same(ours: object, theirs: object, tolerance: float, what: str) -> None:
    difference = find_difference(ours, theirs, tolerance)
    if difference is not None:
        raise DisagreementError(f"{what}: PyDash's {difference}")
