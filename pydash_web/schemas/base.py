"""What all bodies, queries and answers have in common."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


class Body(BaseModel):
    """A JSON object that a request carries. Unknown keys are ignored, wrong types refused."""

    # An error must not quote a password, whoever comes to log it.
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, hide_input_in_errors=True)


class Query(BaseModel):
    """The parameters after the `?`. A field that is a tuple may be given more than once."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Answer(BaseModel):
    """A JSON object that goes out, read from the attributes of what the domain returns."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:  # a day at either end of the calendar
        raise ValueError("Choose an instant that UTC has, too.") from error


Instant = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""An instant, written as `2026-11-23T14:32:00Z`."""


class MessageAnswer(Answer):
    """Says that it worked, in a sentence fit to show."""

    message: str


class ErrorAnswer(Answer):
    """Every failure under `/api`."""

    message: str
    code: str
    fields: dict[str, str] | None = None
