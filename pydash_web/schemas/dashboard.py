"""Bodies and answers of the dashboard routes."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from pydash_web.schemas.base import Answer, Body, Instant


class RegisterDashboardBody(Body):
    """An app to watch."""

    name: str
    url: str
    token: str = Field(repr=False)


class RegisteredDashboardAnswer(Answer):
    """The app is watched from now on."""

    message: str
    id: UUID


class EndpointAnswer(Answer):
    """One endpoint of a watched app."""

    name: str
    enabled: bool


class WarningAnswer(Answer):
    """Something that its owner should know, though everything works."""

    code: str
    message: str


class DashboardAnswer(Answer):
    """One watched app, as the overview shows it."""

    id: UUID
    url: str
    name: str
    error: str | None
    error_code: str | None
    error_since: Instant | None
    endpoints: list[EndpointAnswer]
    warnings: list[WarningAnswer]
    state: Literal["backfilling", "up_to_date", "failing"]
    fmd_version: str | None
    version: str | None
    last_fetch_at: Instant | None
    complete_from: Instant | None
    complete_until: Instant | None
    fetch_progress_ratio: float = Field(ge=0, le=1)
    first_call_at: Instant | None
    visits_last_7_days: int | None
    visits_previous_7_days: int | None
    visits_sparkline: list[int | None]
    unique_visitors: int | None
