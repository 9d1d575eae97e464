"""Answers about execution times: boxes, and averages by version."""

from typing import Annotated

from pydantic import ConfigDict, Field

from pydash_web.schemas.base import Answer

Milliseconds = Annotated[float | None, Field(description="Milliseconds; null without calls.")]


class DistributionAnswer(Answer):
    """How many calls took how long."""

    edges: list[float] = Field(
        description="Milliseconds, ascending; bucket i reaches from edge i to edge i + 1."
    )
    counts: list[int] = Field(description="Calls in each bucket, one fewer than there are edges.")


class _BoxAnswer(Answer):
    """What a box plot draws of execution times."""

    model_config = ConfigDict(extra="forbid")

    average_execution_time: Milliseconds
    fastest_measured_execution_time: Milliseconds
    fifth_percentile_execution_time: Milliseconds
    fastest_quartile_execution_time: Milliseconds
    median_execution_time: Milliseconds
    slowest_quartile_execution_time: Milliseconds
    ninetieth_percentile_execution_time: Milliseconds
    ninety_fifth_percentile_execution_time: Milliseconds = Field(
        alias="ninety-fifth_percentile_execution_time"
    )
    ninety_ninth_percentile_execution_time: Milliseconds = Field(
        alias="ninety-ninth_percentile_execution_time"
    )
    slowest_measured_execution_time: Milliseconds
    distribution: DistributionAnswer | None = Field(
        None, description="Only with include_distribution."
    )


class BoxAnswer(_BoxAnswer):
    """What a box plot draws of execution times, and what stands beside it."""

    total_visits: int


class OnlyBoxAnswer(_BoxAnswer):
    """The same of a range of time of which it may be that nothing is known."""

    total_visits: int | None = Field(
        description="null, like all the rest, for time that was not fetched."
    )


EndpointBoxesAnswer = Annotated[
    dict[str, BoxAnswer],
    Field(description="By endpoint, in the order of their names; those with calls in the range."),
]

VersionBoxesAnswer = Annotated[
    dict[str, BoxAnswer],
    Field(description="By version, in the order first seen; those with calls in the range."),
]


class ServedAnswer(Answer):
    """How one version served one user or address."""

    model_config = ConfigDict(extra="forbid")

    average_execution_time: float = Field(description="Milliseconds.")
    total_visits: int


VersionAveragesAnswer = Annotated[
    dict[str, dict[str, ServedAnswer]],
    Field(
        description="By version, in the order first seen, then by IP address or group; only those "
        "with calls in the range."
    ),
]
