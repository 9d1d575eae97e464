"""What the owner of a dashboard should know of values that could not be kept as they came."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import get_args

from pydash_app.measurements.flaws import Reason
from pydash_app.measurements.text_limits import LONGEST_TEXT_CHARACTERS, MOST_TEXTS, OTHER_TEXT

_MANY: Mapping[str, tuple[str, str]] = {
    "endpoint": ("other_endpoints", "endpoints"),
    "version": ("other_versions", "versions"),
    "ip": ("other_addresses", "addresses of visitors"),
    "group_by": ("other_groups", "groups"),
}
"""By column: the code of the warning, and what there is too much of."""

ESSENTIAL = ("time", "duration", "row")
"""Without these a row is no call. Of any other column alone the value is left out."""

WHY: Mapping[Reason, str] = {
    "cut": f"The text has more than {LONGEST_TEXT_CHARACTERS:,} characters, and is cut.",
    "other": "The column has too many different texts; the call counts under a common name.",
    "converted": "It is not written as Flask-MonitoringDashboard writes it. It was read anyway.",
    "replaced": "It holds bytes that are no text in UTF-8; “\N{REPLACEMENT CHARACTER}” stands for "
    "them.",
    "missing": "There is no value.",
    "unreadable": "The value can't be what this column holds.",
    "out_of_range": "The value is too large or too small to be true.",
    "not_a_row": "This is no row of calls.",
    "outside": "The row is not one of those that PyDash asked for.",
    "repeated": "Another row of the same answer has this id.",
}
"""What each reason means, as the owner reads it."""

_LOST = "Of the app's rows {:,} can't be read, and became no calls ({}). All others are stored."
_EMPTY = "Of the values in the app's calls {:,} can't be read ({}). The calls are stored without."
_ALTERED = "Of the values in the app's calls {:,} had to be changed to be stored ({})."
_LIST = "The list of flaws says which, and what is wrong."

_TAKES_CALL: tuple[Reason, ...] = ("missing", "unreadable", "out_of_range")
_NOT_WANTED: tuple[Reason, ...] = ("not_a_row", "outside", "repeated")
_CHANGED: tuple[Reason, ...] = ("converted", "replaced")


def is_call_lost(column: str, reason: Reason) -> bool:
    """Whether such a flaw costs the whole call."""
    return reason in _NOT_WANTED or (column in ESSENTIAL and reason in _TAKES_CALL)


def describe_flaws(counts: Mapping[tuple[str, Reason], int]) -> Iterator[tuple[str, str]]:
    """Code and sentence of each warning.

    Args:
        counts: how many values there were, by column and by what became of them.
    """
    lost = {key: count for key, count in counts.items() if is_call_lost(*key)}
    kept = {key: count for key, count in counts.items() if key not in lost}
    empty = {key: count for key, count in kept.items() if key[1] in _TAKES_CALL}
    changed = {key: count for key, count in kept.items() if key[1] in _CHANGED}
    yield from _describe("rows_left_out", _LOST, lost)
    yield from _describe("values_left_out", _EMPTY, empty)
    yield from _describe("changed_values", _ALTERED, changed)
    yield from _describe_cut(counts)
    yield from _describe_others(counts)


def _describe(
    code: str, sentence: str, counts: Mapping[tuple[str, Reason], int]
) -> Iterator[tuple[str, str]]:
    if counts:
        by_column, number = _by_column(counts), sum(counts.values())
        yield code, f"{sentence.format(number, by_column)} {_LIST}"


def _describe_cut(counts: Mapping[tuple[str, Reason], int]) -> Iterator[tuple[str, str]]:
    cut = {key: count for key, count in counts.items() if key[1] == "cut"}
    if cut:
        sentence = (
            f"The app's calls hold {_number(cut, 'text')} of more than "
            f"{LONGEST_TEXT_CHARACTERS:,} characters ({_by_column(cut)}). They are cut, and end "
            "in “… [cut …]”. Use shorter ones in the app."
        )
        yield "cut_texts", sentence


def _describe_others(counts: Mapping[tuple[str, Reason], int]) -> Iterator[tuple[str, str]]:
    for column, (code, things) in _MANY.items():
        count = counts.get((column, "other"), 0)
        if count:
            sentence = (
                f"The app has more than {MOST_TEXTS[column]:,} different {things}, and PyDash "
                f"tells no more apart: {count:,} calls count as “{OTHER_TEXT[column]}”. "
                "Use fewer in the app."
            )
            yield code, sentence


def order_of(reason: Reason) -> int:
    """Where a reason stands among the others."""
    return get_args(Reason).index(reason)


def _number(counts: Mapping[tuple[str, Reason], int], thing: str) -> str:
    total = sum(counts.values())
    return f"{total:,} {thing}" if total == 1 else f"{total:,} {thing}s"


def _by_column(counts: Mapping[tuple[str, Reason], int]) -> str:
    by_column: Counter[str] = Counter()
    for (column, _), count in counts.items():
        by_column[column] += count
    return ", ".join(f"{column}: {count:,}" for column, count in sorted(by_column.items()))
