"""A question about the calls of a dashboard, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydash_app.errors import InvalidInputError
from pydash_app.measurements.histogram import RELATIVE_ERROR
from pydash_app.statistics.timeslices import TIMESLICES

EXACT = "exact"
WITHIN_THE_BOUND = f"relative-error<={RELATIVE_ERROR}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which calls are asked about.

    Attributes:
        start_at: inclusive; the first call where it is `None`.
        end_at: exclusive; now where it is `None`.
        timezone: whose calendar and clocks count.
        endpoint, version, ip, group_by: only calls with one of these texts; empty means all.
        must_be_exact: whether quantiles must come from the calls, however many there are.
    """

    start_at: datetime | None = None
    end_at: datetime | None = None
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    endpoint: tuple[str, ...] = ()
    version: tuple[str, ...] = ()
    ip: tuple[str, ...] = ()
    group_by: tuple[str, ...] = ()
    must_be_exact: bool = False

    def __post_init__(self) -> None:
        """Refuse what makes no sense together.

        Raises:
            InvalidInputError: `fields` names the parameter.
        """
        if self.start_at and self.end_at and self.end_at < self.start_at:
            raise _invalid("end_date", "This is before start_date.")

    @property
    def filters(self) -> Mapping[str, tuple[str, ...]]:
        """The filters that are set, by the column that they look at."""
        columns = {
            "endpoint": self.endpoint,
            "version": self.version,
            "ip": self.ip,
            "group_by": self.group_by,
        }
        return {name: texts for name, texts in columns.items() if texts}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicedSelection(Selection):
    """Which calls, and how to cut time.

    Attributes:
        timeslice: one of `TIMESLICES`, or `None` for a single value.
        is_static: whether slices sit on the calendar of `timezone`; needed with a timeslice.
    """

    timeslice: str | None = None
    is_static: bool | None = None

    def __post_init__(self) -> None:
        """Refuse what makes no sense together.

        Raises:
            InvalidInputError: `fields` names the parameter.
        """
        if self.timeslice is not None and self.timeslice not in TIMESLICES:
            raise _invalid("timeslice", f"Use one of {', '.join(TIMESLICES)}.")
        if self.timeslice is not None and self.is_static is None:
            raise _invalid("timeslice_is_static", "Say true or false; a timeslice needs it.")
        # A dataclass with slots is another class than the one that `super()` would look at.
        Selection.__post_init__(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticQuery(SlicedSelection):
    """A question for one statistic.

    Attributes:
        statistic: its name.
    """

    statistic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsQuery(SlicedSelection):
    """A question for several statistics of the same calls.

    Attributes:
        statistics: their names.
    """

    statistics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatisticAnswer:
    """What is answered.

    Attributes:
        value: fit to be written as JSON; `None` where nothing is known, or where there is nothing
            to average. Slices stand by their key, in the order of time.
        accuracy: `EXACT` or `WITHIN_THE_BOUND`.
        complete_until_s: what lies behind may lack calls, seconds since 1970; `None` where nothing
            was fetched yet.
    """

    value: Any
    accuracy: str = EXACT
    complete_until_s: int | None = None


def accuracy_of(*, is_exact: bool) -> str:
    """How an answer says how close it is."""
    return EXACT if is_exact else WITHIN_THE_BOUND


def _invalid(field: str, reason: str) -> InvalidInputError:
    return InvalidInputError(reason, fields={field: reason})
