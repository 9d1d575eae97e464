"""Query and answer of the statistic route."""

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from pydash_app.statistics.registry import STATISTICS
from pydash_app.statistics.timeslices import TIMESLICES
from pydash_web.schemas.base import Query
from pydash_web.schemas.parameters import FlagParameter, InstantParameter, ZoneParameter, one_of

Figure = int | float | None
"""One value; `null` where it is not known, or where there is none."""

StatisticAnswer = Figure | dict[str, Figure | dict[str, int]]
"""One value, or with `timeslice` one for each slice, in time order."""


def _utc() -> ZoneInfo:
    return ZoneInfo("UTC")


class StatisticParameters(Query):
    """Which statistic, over which calls, cut into which slices."""

    statistic: Annotated[str, one_of(STATISTICS)]
    start_date: InstantParameter | None = None
    end_date: InstantParameter | None = None
    timeslice: Annotated[str, one_of(TIMESLICES)] | None = None
    timeslice_is_static: FlagParameter | None = None
    timezone: ZoneParameter = Field(default_factory=_utc)
    endpoint: tuple[str, ...] = ()
    version: tuple[str, ...] = ()
    ip: tuple[str, ...] = ()
    group_by: tuple[str, ...] = ()
