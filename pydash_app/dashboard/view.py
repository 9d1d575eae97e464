"""A dashboard as other parts see one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self
from uuid import UUID

Aggregates = Mapping[str, Any]
"""Figures over all calls by the name of their statistic."""


@dataclass(frozen=True, slots=True)
class EndpointView:
    """An endpoint of the monitored app, and whether its owner wants to see it."""

    name: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class EndpointDetails(EndpointView):
    """An endpoint and what its calls tell; `None` where there was none, or none was wanted."""

    aggregates: Aggregates | None
    first_seen_version: str | None
    first_seen_at: datetime | None
    last_called_at: datetime | None


@dataclass(frozen=True, slots=True)
class GapView:
    """Time between two fetches of which nothing is known."""

    from_: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class WarningView:
    """What the owner should know though the fetching works."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class DashboardView:
    """A dashboard with what its card shows; `None` means not known.

    Attributes:
        endpoints: sorted by name; in an overview, as many as fit.
        endpoint_count: how many there are; where `endpoints_are_cut`, at least so many.
        state: `backfilling`, `up_to_date` or `failing`.
        version: of the app, in its latest call.
        fetch_progress_ratio: how much of the history was fetched, 0 to 1.
        visits_last_7_days, visits_previous_7_days: each begins with a full hour.
        visits_sparkline: visits of the last seven days in slices of six hours, oldest first.
        unique_visitors, median_execution_time, p95_execution_time: of the last seven days, times
            in milliseconds; beside each that of the seven days before.
        header_names: of the request headers that the app is sent; their values nobody is shown.
        is_up: whether the app answered the last probe; `None` when nobody is watching.
        uptime_ratio: of the last seven days, as far as somebody was watching.
        uptime_strip: the same for slices of six hours, oldest first.
    """

    id: UUID
    url: str
    name: str
    error: str | None
    error_code: str | None
    error_since: datetime | None
    endpoints: Sequence[EndpointView]
    endpoint_count: int
    endpoints_are_cut: bool
    warnings: Sequence[WarningView]
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
    unique_visitors_previous_7_days: int | None
    median_execution_time: float | None
    median_execution_time_previous_7_days: float | None
    p95_execution_time: float | None
    p95_execution_time_previous_7_days: float | None
    monitor_downtime: bool
    fetch_interval_s: int | None
    header_names: Sequence[str]
    is_up: bool | None
    uptime_ratio: float | None
    uptime_strip: list[float | None]


@dataclass(frozen=True, slots=True)
class DashboardDetails(DashboardView):
    """A dashboard with all that is known of it.

    Attributes:
        aggregates: over everything; `None` where they were not wanted.
        versions: of the app, in the order first seen.
        gaps: what was not fetched between `complete_from` and `complete_until`.
        calls_from: from when on single calls are kept; `None` where none was dropped.
        version_note: what this version of Flask-MonitoringDashboard can't give, and which upgrade
            helps; `None` where it gives everything.
    """

    endpoints: Sequence[EndpointDetails]
    aggregates: Aggregates | None
    versions: Sequence[str]
    gaps: Sequence[GapView]
    calls_from: datetime | None
    version_note: str | None

    @classmethod
    def of(cls, view: DashboardView, **details: Any) -> Self:
        """Add the details to what is shown without them."""
        shown = {field.name: getattr(view, field.name) for field in fields(view)}
        return cls(**(shown | details))
