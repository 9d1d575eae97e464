"""The list of values of an app's rows that could not be kept as they came."""

from typing import Annotated

from pydantic import Field, StringConstraints

from pydash_app.measurements.flaws import Reason
from pydash_web.schemas.base import Answer, Query

FlawCursor = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}$", max_length=9)]

COLUMNS = (
    "`id`, `endpoint`, `duration`, `time`, `version`, `group_by`, `ip` or `status_code` of the "
    "app's table of calls, or `row` for the whole of it"
)
REASONS = (
    "`cut`: too long; `other`: one text too many, counted under a common name; `converted`: "
    "written otherwise, and read anyway; `replaced`: bytes that are no text; `missing`: no value; "
    "`unreadable`: no value of this column; `out_of_range`: can't be true; `not_a_row`: no row of "
    "calls; `outside`: not asked for; `repeated`: the id of another row"
)


class FlawsParameters(Query):
    """Which page of the list."""

    cursor: FlawCursor | None = Field(
        None,
        description="Where to go on: `next_cursor` of the page before. Without it the list begins "
        "with the newest.",
        examples=["4711"],
    )
    limit: int = Field(50, ge=1, le=200, description="How many at most.", examples=[50])


class FlawAnswer(Answer):
    """A value that could not be kept as it came."""

    place: str = Field(
        description="Which row it stands in: its id in the app's table where the app says it, "
        "else the time that it bears.",
        examples=["row 4711"],
    )
    column: str = Field(description=f"{COLUMNS}.", examples=["group_by"])
    reason: Reason = Field(description=f"{REASONS}.", examples=["cut"])
    is_call_kept: bool = Field(
        description="Whether the row is stored as a call all the same. It is not where its time "
        "or its duration can't be read.",
        examples=[True],
    )
    message: str = Field(
        description="The reason in a sentence.",
        examples=["The text has more than 1,024 characters, and is cut."],
    )


class FlawCountAnswer(Answer):
    """How many values of a column had the same flaw."""

    column: str = Field(description=f"{COLUMNS}.", examples=["group_by"])
    reason: Reason = Field(description=f"{REASONS}.", examples=["cut"])
    count: int = Field(description="How many, named or not.", examples=[3])
    message: str = Field(
        description="The reason in a sentence.",
        examples=["The text has more than 1,024 characters, and is cut."],
    )


class FlawPageAnswer(Answer):
    """Some of the latest 2,000 flaws, newest first, and the numbers of all that there ever were.

    `next_cursor` is `null` where these are the last.
    """

    flaws: list[FlawAnswer]
    counts: list[FlawCountAnswer]
    next_cursor: str | None = Field(examples=["4661"])
