"""What a statistic is: a name, and how it follows from the facts of groups of calls."""

from collections.abc import Callable
from dataclasses import dataclass

from pydash_app.statistics.facts import Facts

StatisticValue = float | int | None | dict[str, int]
"""A figure; `None` where there is none; or counts by text."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure over the calls of a group.

    Attributes:
        name: as the API says it.
        compute: gives one value for each group.
        is_aggregate: whether it is one of those shown for all calls at once.
    """

    name: str
    compute: Callable[[Facts], list[StatisticValue]]
    is_aggregate: bool = True
