"""What the owner of a dashboard should know of values that could not be kept as they came."""

from collections.abc import Iterator, Mapping

from pydash_app.measurements.flaws import Reason
from pydash_app.measurements.text_limits import LONGEST_TEXT_CHARACTERS, MOST_TEXTS, OTHER_TEXT

_MANY: Mapping[str, tuple[str, str]] = {
    "endpoint": ("other_endpoints", "endpoints"),
    "version": ("other_versions", "versions"),
    "ip": ("other_addresses", "addresses of visitors"),
    "group_by": ("other_groups", "groups"),
}
"""By column: the code of the warning, and what there is too much of."""


def describe_flaws(counts: Mapping[tuple[str, Reason], int]) -> Iterator[tuple[str, str]]:
    """Code and sentence of each warning.

    Args:
        counts: how many values there were, by column and by what became of them.
    """
    cut = {column: count for (column, reason), count in counts.items() if reason == "cut"}
    if cut:
        by_column = ", ".join(f"{column}: {count:,}" for column, count in sorted(cut.items()))
        sentence = (
            f"The app's calls hold {sum(cut.values()):,} texts of more than "
            f"{LONGEST_TEXT_CHARACTERS:,} characters ({by_column}). They are cut, and end in "
            "“… [cut …]”. Use shorter ones in the app."
        )
        yield "cut_texts", sentence
    for column, (code, things) in _MANY.items():
        count = counts.get((column, "other"), 0)
        if count:
            sentence = (
                f"The app has more than {MOST_TEXTS[column]:,} different {things}, and PyDash "
                f"tells no more apart: {count:,} calls count as “{OTHER_TEXT[column]}”. "
                "Use fewer in the app."
            )
            yield code, sentence
