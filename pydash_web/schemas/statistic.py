"""Query and answer of the statistic route."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from pydash_app.statistics.registry import canonical_name, load_statistics
from pydash_app.statistics.timeslices import TIMESLICES
from pydash_web.schemas.parameters import FlagParameter, OneOf
from pydash_web.schemas.selection import SelectionParameters

MOST_STATISTICS = 20
"""More than there are: naming one twice says nothing."""

ABOUT_ERRORS = (
    "total_errors counts calls that the app answered with a status code of 500 or more; "
    "error_rate is their share, 0 to 1, of the calls whose status code is known. 4xx counts as "
    "answered: it is the caller's error. Both are null where no status code is known, as with "
    "apps on Flask-MonitoringDashboard 2.0 or older."
)

BLANKS = (
    "Blanks may stand for the underscores, `total visits` and `ninety-ninth percentile execution "
    "time`; the answer names it with underscores."
)

StatisticName = Annotated[
    str,
    AfterValidator(canonical_name),
    StringConstraints(max_length=64),
    OneOf(load_statistics),
]

Figure = int | float | None
"""One value; `null` where it is not known, or where there is none."""

StatisticAnswer = Figure | dict[str, Figure | dict[str, int]]
"""One value, or with `timeslice` one for each slice, in time order."""


StatisticsAnswer = Annotated[
    dict[str, StatisticAnswer],
    Field(description="What each statistic would answer alone, by its name."),
]


class SlicedParameters(SelectionParameters):
    """Over which calls, cut into which slices."""

    timeslice: Annotated[str, OneOf(lambda: TIMESLICES)] | None = Field(
        None,
        description="Cut the time into slices of a year, month, week, day, hour or minute; "
        "without it, one figure is answered for all of it.",
    )
    timeslice_is_static: FlagParameter | None = Field(
        None,
        description="Whether slices lie on the calendar of the timezone, or begin at start_date "
        "and are all equally long. Needed with timeslice; years and months lie on the calendar.",
    )


class StatisticParameters(SlicedParameters):
    """Which statistic, over which calls, cut into which slices."""

    statistic: StatisticName = Field(description=f"Which figure. {BLANKS} {ABOUT_ERRORS}")


class StatisticsParameters(SlicedParameters):
    """Which statistics, all over the same calls, cut into the same slices."""

    statistic: tuple[StatisticName, ...] = Field(
        min_length=1,
        max_length=MOST_STATISTICS,
        description=f"Which figures; given again for each one more. {BLANKS} {ABOUT_ERRORS}",
    )
