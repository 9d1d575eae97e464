"""Query and answer of the statistic route."""

from pydantic import Field

from pydash_web.schemas.parameters import FlagParameter
from pydash_web.schemas.selection import SelectionParameters

Figure = int | float | None
"""One value; `null` where it is not known, or where there is none."""

StatisticAnswer = Figure | dict[str, Figure | dict[str, int]]
"""One value, or with `timeslice` one for each slice, in time order."""


class StatisticParameters(SelectionParameters):
    """Which statistic, over which calls, cut into which slices."""

    statistic: str = Field(description="Which figure.")
    timeslice: str | None = Field(
        None,
        description="Cut the time into slices of a year, month, week, day, hour or minute; "
        "without it, one figure is answered for all of it.",
    )
    timeslice_is_static: FlagParameter | None = Field(
        None,
        description="Whether slices lie on the calendar of the timezone, or begin at start_date "
        "and are all equally long. Needed with timeslice; years and months lie on the calendar.",
    )
