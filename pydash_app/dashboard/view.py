"""A dashboard as other parts see one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EndpointView:
    """An endpoint of the monitored app, and whether its owner wants to see it."""

    name: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class WarningView:
    """What the owner should know though the fetching works."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class DashboardView:
    """A dashboard with what its card shows; `None` means not known.

    Attributes:
        state: `backfilling`, `up_to_date` or `failing`.
        version: of the app, in its latest call.
        fetch_progress_ratio: how much of the history was fetched, 0 to 1.
        visits_sparkline: visits of the last seven days in slices of six hours, oldest first.
        unique_visitors: of the last seven days.
    """

    id: UUID
    url: str
    name: str
    error: str | None
    error_code: str | None
    error_since: datetime | None
    endpoints: list[EndpointView]
    warnings: list[WarningView]
    state: str
    fmd_version: str
    version: str | None
    last_fetch_at: datetime | None
    complete_from: datetime | None
    complete_until: datetime | None
    fetch_progress_ratio: float
    first_call_at: datetime | None
    visits_last_7_days: int | None
    visits_previous_7_days: int | None
    visits_sparkline: list[int | None]
    unique_visitors: int | None
