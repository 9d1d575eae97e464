"""Bodies and answers of the dashboard routes."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field

from pydash_app.dashboard.request_headers import MOST_HEADERS
from pydash_app.measurements.text_limits import MOST_NAMES
from pydash_app.user import UserView
from pydash_web.schemas.base import Answer, Body, Instant, Query
from pydash_web.schemas.guarded import GuardedBody
from pydash_web.schemas.parameters import FlagParameter
from pydash_web.schemas.statistic import Figure
from pydash_web.schemas.texts import (
    DashboardName,
    DashboardUrl,
    HeaderName,
    HeaderValue,
    SecurityCode,
    StoredText,
)

AggregatesAnswer = Annotated[
    dict[str, Figure] | None,
    Field(
        description="Over all calls, every statistic but visits_per_ip; null where "
        "include_aggregates says no."
    ),
]


class DashboardParameters(Query):
    """How much to tell of a dashboard."""

    include_aggregates: FlagParameter = Field(
        True,
        description="Tell the statistics over all calls, of the whole and of each endpoint. They "
        "take longer than all the rest.",
    )


class HeaderBody(Body):
    """A request header that an app, or what stands before it, wants to see."""

    name: HeaderName = Field(
        description="Such as Authorization; those that belong to HTTP itself are refused."
    )
    value: HeaderValue = Field(
        default_factory=str,
        description="Visible characters of ASCII. It is kept encrypted, sent to the host of `url` "
        "alone, and never shown again. In a change of settings it may be left out to keep what is "
        "stored under the name.",
    )


RequestHeaders = Annotated[
    list[HeaderBody], Field(default_factory=list, max_length=MOST_HEADERS, repr=False)
]


class RegisterDashboardBody(Body):
    """An app to watch."""

    name: DashboardName
    url: DashboardUrl
    token: SecurityCode
    headers: RequestHeaders


class TryDashboardBody(Body):
    """An app that may be there already."""

    url: DashboardUrl
    token: SecurityCode
    headers: RequestHeaders


class TrialAnswer(Answer):
    """What the app answered when it was tried; nothing is stored."""

    fits: bool = Field(description="Whether the dashboard can be registered now.")
    code: str | None = Field(description="As a registration would be refused with now.")
    message: str | None
    blames: Literal["url", "token"] | None
    fmd_version: str | None


def _refuse_too_many(endpoints: object) -> object:
    """Count before looking at each; what is no object is refused by its type."""
    if isinstance(endpoints, dict) and len(endpoints) > MOST_NAMES:
        raise ValueError(f"Name at most {MOST_NAMES:,} endpoints.")
    return endpoints


class ChangeDashboardSettingsBody(GuardedBody):
    """What to change of a watched app; what is left out stays."""

    # The defaults are never seen; made by factories, they stay out of the document.
    name: DashboardName = Field(default_factory=str)
    url: DashboardUrl = Field(default_factory=str)
    token: SecurityCode = Field(default_factory=str, repr=False)
    headers: RequestHeaders
    monitor_downtime: bool = Field(default_factory=bool)
    fetch_interval_s: int = Field(default_factory=int)
    endpoints: Annotated[dict[StoredText, bool], BeforeValidator(_refuse_too_many)] = Field(
        default_factory=dict,
        max_length=MOST_NAMES,
        description="By name, whether an endpoint is shown in lists and boxes.",
    )

    def wants_password(self, account: UserView) -> bool:  # noqa: ARG002  not on the account alone
        """Whether PyDash is to ask elsewhere or otherwise, and so could be led astray."""
        return bool({"url", "token", "headers"} & self.model_fields_set)


class ChangedDashboardAnswer(Answer):
    """The settings that are different now."""

    message: str
    changed: list[str]


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
    endpoints: list[EndpointAnswer] = Field(
        description="Sorted by name. An overview names those that were called first, as many as "
        "fit: for 100 dashboards some 80 usual names each, for fewer dashboards more. "
        "`GET /api/dashboards/{dashboard_id}` names all."
    )
    endpoint_count: int = Field(
        description="How many endpoints there are; where the list is cut, at least so many."
    )
    endpoints_are_cut: bool = Field(description="Whether `endpoints` leaves some out.")
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
    unique_visitors: int | None = Field(description="Of the last seven days.")
    unique_visitors_previous_7_days: int | None
    median_execution_time: float | None = Field(
        description="Milliseconds, of the last seven days; null without calls. Within one per "
        "cent where there are many calls."
    )
    median_execution_time_previous_7_days: float | None
    p95_execution_time: float | None = Field(
        description="The 95th percentile of the same execution times."
    )
    p95_execution_time_previous_7_days: float | None
    monitor_downtime: bool = Field(description="Whether PyDash looks if the app is up.")
    fetch_interval_s: int | None = Field(
        description="Seconds between two fetches; null where it is the installation's usual one."
    )
    header_names: list[str] = Field(
        description="Of the request headers that the app is sent; their values are never shown."
    )
    is_up: bool | None = Field(
        description="Whether the app answered when it was last looked at; null while nobody looks."
    )
    uptime_ratio: float | None = Field(
        ge=0, le=1, description="Of the last seven days, as far as anybody looked."
    )
    uptime_strip: list[float | None] = Field(
        description="The same for each six hours of these days, oldest first."
    )


class EndpointDetailAnswer(EndpointAnswer):
    """One endpoint, and what is known of it since it was first called."""

    aggregates: AggregatesAnswer
    first_seen_version: str | None = Field(description="Of the app, in the first call.")
    first_seen_at: Instant | None = Field(description="The instant of the first call.")
    last_called_at: Instant | None


class GapAnswer(Answer):
    """Time of which nothing is known."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: Instant = Field(serialization_alias="from", description="Fetched up to here.")
    until: Instant = Field(serialization_alias="to", description="Fetched again from here on.")


class DashboardDetailAnswer(DashboardAnswer):
    """One watched app with all that is known of it."""

    endpoints: list[EndpointDetailAnswer]  # type: ignore[assignment]  # the same, and more
    aggregates: AggregatesAnswer
    versions: list[str] = Field(description="In the order first seen.")
    gaps: list[GapAnswer] = Field(
        description="What was not fetched between complete_from and complete_until, in the order "
        "of time; figures for it are null."
    )
    calls_from: Instant | None = Field(
        description="Single calls are kept from here on; older ones live on in sums alone, which "
        "still answer most questions. null where every call is kept."
    )
    version_note: str | None = Field(
        description="What this version of Flask-MonitoringDashboard can't give, and which upgrade "
        "helps; null where it gives everything."
    )
