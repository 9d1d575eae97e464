"""Answer of the heat maps."""

from typing import Annotated

from pydantic import Field

HeatmapAnswer = Annotated[
    list[Annotated[list[int | None], Field(min_length=24, max_length=24)]],
    Field(
        description="A list for each day that the range touches, with a number for each hour of "
        "the clock. null stands for an hour outside of the range, one that the clocks skipped, "
        "and one of which nothing was fetched; an hour that comes twice has the calls of both. "
        "What lies behind the instant in the header X-Pydash-Complete-Until may lack calls."
    ),
]
