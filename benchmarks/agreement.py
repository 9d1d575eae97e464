"""Tells whether two contestants gave the same answer."""

import math
from collections.abc import Iterator, Mapping, Sequence

EXACT_TOLERANCE = 2e-6
"""Sums of float32 in another order, and quantiles that DuckDB rounds to float32 again."""


def find_difference(ours: object, theirs: object, tolerance: float) -> str | None:
    """Where two answers differ first; `None` when they agree.

    Args:
        ours: made of dictionaries, lists and numbers.
        theirs: the same; whole numbers must be equal.
        tolerance: relative, for numbers with a fraction.
    """
    return next(_differences(ours, theirs, tolerance, "answer"), None)


def _differences(ours: object, theirs: object, tolerance: float, where: str) -> Iterator[str]:
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for missing in ours.keys() ^ theirs.keys():
            yield f"{where}[{missing!r}] is known to one of them only"
        for key in ours.keys() & theirs.keys():
            yield from _differences(ours[key], theirs[key], tolerance, f"{where}[{key!r}]")
    elif isinstance(ours, Sequence) and isinstance(theirs, Sequence):
        if len(ours) != len(theirs):
            yield f"{where} has {len(ours)} entries and {len(theirs)}"
        for number, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            yield from _differences(one, other, tolerance, f"{where}[{number}]")
    elif not _is_same(ours, theirs, tolerance):
        yield f"{where} is {ours!r} and {theirs!r}"


def _is_same(ours: object, theirs: object, tolerance: float) -> bool:
    if isinstance(ours, int) and isinstance(theirs, int):
        return ours == theirs
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=tolerance)
    return ours == theirs
