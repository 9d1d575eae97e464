"""Query and answer of the downtime route."""

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, WithJsonSchema

from pydash_web.schemas.base import Answer, Instant, Query
from pydash_web.schemas.parameters import InstantParameter, ZoneParameter


def _utc() -> ZoneInfo:
    return ZoneInfo("UTC")


Outage = Annotated[
    tuple[Instant, Instant, str],
    # As a list of which each item is text: what `prefixItems` says of the first two, tools for
    # OpenAPI trip over.
    WithJsonSchema(
        {"type": "array", "items": {"type": "string"}, "minItems": 3, "maxItems": 3},
        mode="serialization",
    ),
]
"""Start, end and cause."""


class DowntimeParameters(Query):
    """Of which time, and on whose calendar."""

    start_date: InstantParameter | None = Field(
        None, description="An ISO 8601 date or time. By default when the app was first looked at."
    )
    end_date: InstantParameter | None = Field(
        None, description="The first instant that counts no more. By default now."
    )
    timezone: ZoneParameter = Field(
        default_factory=_utc, description="The IANA time zone whose days count."
    )


class DowntimeAnswer(Answer):
    """When the app did not answer. Time in which nobody looked is neither up nor down."""

    downtime_intervals: dict[str, list[Outage]] = Field(
        description="For each day on which anybody looked: start, end and cause of each outage. "
        "One over midnight is two."
    )
    downtime_percentage: float | None = Field(
        ge=0, le=100, description="Of the time watched; null where nobody looked."
    )
    total_downtimes: dict[str, int] = Field(description="For each day, in seconds.")
    watched_seconds: dict[str, int] = Field(
        description="For each day, of how many seconds it is known whether the app was up."
    )
