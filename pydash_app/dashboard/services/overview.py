"""Shows dashboards as their owner's overview needs them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.endpoints import (
    EndpointList,
    hidden_names,
    list_endpoints,
    list_first_endpoints,
)
from pydash_app.dashboard.entity import Dashboard
from pydash_app.dashboard.services.recent_memo import RECENT_FIGURES
from pydash_app.dashboard.services.recent_uptime import recent_uptime
from pydash_app.dashboard.services.standing_warnings import list_warnings
from pydash_app.dashboard.version_notes import describe_limits
from pydash_app.dashboard.view import (
    DashboardDetails,
    DashboardView,
    EndpointDetails,
    EndpointView,
    GapView,
)
from pydash_app.database import Root, reading
from pydash_app.downtime import ProbeLog
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.store import Measurements
from pydash_app.remote import Wire
from pydash_app.statistics.aggregates import aggregates, aggregates_by_endpoint
from pydash_app.statistics.instants import EPOCH, from_us

MOST_ENDPOINT_BYTES = 400_000
"""Of an overview in JSON: with 100 dashboards, some 4,000 each, or 80 usual names."""

LONGEST_VERSION_CHARACTERS = 128
"""In the overview; a Git hash has 40, and a dashboard by itself shows all."""


@reading
def list_of_user(
    root: Root,
    user_id: UUID,
    *,
    most_endpoint_bytes: int = MOST_ENDPOINT_BYTES,
    now: datetime,
) -> list[DashboardView]:
    """All dashboards of a user, oldest first, each with as many endpoints as fit.

    However many dashboards there are, and whatever their apps call things, all of them together
    name no more endpoints than fit into so many bytes, and load no others.
    """
    owned = repository.list_owned(root, str(user_id))
    share_bytes = most_endpoint_bytes // max(1, len(owned))
    return [_brief_view(root, dashboard, share_bytes, now) for dashboard in owned]


@reading
def get(
    root: Root,
    user_id: UUID,
    dashboard_id: UUID,
    *,
    with_aggregates: bool = True,
    now: datetime,
) -> DashboardDetails:
    """One dashboard of a user, with all that is known of it.

    Args:
        root: of the database.
        user_id: who asks.
        dashboard_id: what is asked for.
        with_aggregates: add the figures over all calls, which take longer than all the rest.
        now: the present.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
    """
    dashboard = repository.get_owned(root, str(user_id), str(dashboard_id))
    stored = measurements.get(root, dashboard.id)
    versions = stored.vocabulary("version").list_texts()
    endpoints = _endpoints(dashboard, stored)
    shown = EndpointList(endpoints, len(endpoints), endpoints_are_cut=False)
    return DashboardDetails.of(
        _view(dashboard, stored, repository.get_probe_log(root, dashboard), shown, now),
        endpoints=_details(endpoints, stored, now, with_aggregates=with_aggregates),
        aggregates=aggregates(stored, now=now) if with_aggregates else None,
        versions=[versions[code] for code in stored.versions_in_order()],
        gaps=_gaps(stored),
        calls_from=_instant_of_us(stored.calls_from_us),
        version_note=describe_limits(dashboard.fmd_version),
    )


def _brief_view(
    root: Root, dashboard: Dashboard, share_bytes: int, now: datetime
) -> DashboardView:
    stored = measurements.get(root, dashboard.id)
    endpoints = list_first_endpoints(dashboard, stored, most_bytes=share_bytes)
    view = _view(dashboard, stored, repository.get_probe_log(root, dashboard), endpoints, now)
    return replace(view, version=_abridged(view.version))


def _abridged(version: str | None) -> str | None:
    if version is None or len(version) <= LONGEST_VERSION_CHARACTERS:
        return version
    return f"{version[: LONGEST_VERSION_CHARACTERS - 1]}…"


def _view(
    dashboard: Dashboard,
    stored: Measurements,
    log: ProbeLog,
    endpoints: EndpointList,
    now: datetime,
) -> DashboardView:
    fetching, coverage = dashboard.fetching, stored.coverage()
    uptime = recent_uptime(log, now)
    return DashboardView(
        id=UUID(dashboard.id),
        url=dashboard.url,
        name=dashboard.name,
        error=fetching.error_message,
        error_code=fetching.error_code,
        error_since=fetching.error_since,
        endpoints=endpoints.endpoints,
        endpoint_count=endpoints.endpoint_count,
        endpoints_are_cut=endpoints.endpoints_are_cut,
        warnings=list_warnings(dashboard, stored, now=now),
        state=_state(dashboard),
        fmd_version=dashboard.fmd_version,
        version=stored.find_last_version(),
        last_fetch_at=fetching.last_fetch_at,
        complete_from=_instant(coverage.complete_from_s),
        complete_until=_instant(coverage.complete_until_s),
        fetch_progress_ratio=_progress_ratio(dashboard, coverage.complete_until_s, now),
        first_call_at=_instant_of_us(stored.first_call_at_us),
        monitor_downtime=dashboard.monitor_downtime,
        fetch_interval_s=dashboard.fetch_interval_s,
        header_names=dashboard.header_names,
        is_up=uptime.is_up,
        uptime_ratio=uptime.ratio,
        uptime_strip=uptime.strip,
        **_figures(dashboard.id, stored, now),
    )


def _figures(dashboard_id: str, stored: Measurements, now: datetime) -> dict[str, Any]:
    figures = RECENT_FIGURES.get(dashboard_id, stored, now)
    last, previous = figures.last, figures.previous
    return {
        "visits_last_7_days": last.visits,
        "visits_previous_7_days": previous.visits,
        "visits_sparkline": figures.sparkline,
        "unique_visitors": last.unique_visitors,
        "unique_visitors_previous_7_days": previous.unique_visitors,
        "median_execution_time": last.median_execution_time,
        "median_execution_time_previous_7_days": previous.median_execution_time,
        "p95_execution_time": last.p95_execution_time,
        "p95_execution_time_previous_7_days": previous.p95_execution_time,
    }


def _state(dashboard: Dashboard) -> str:
    if dashboard.fetching.error_code is not None:
        return "failing"
    return "up_to_date" if dashboard.fetching.is_caught_up else "backfilling"


def _endpoints(dashboard: Dashboard, stored: Measurements) -> list[EndpointView]:
    hidden = hidden_names(dashboard)
    return [EndpointView(name, name not in hidden) for name in list_endpoints(dashboard, stored)]


def _details(
    endpoints: Sequence[EndpointView],
    stored: Measurements,
    now: datetime,
    *,
    with_aggregates: bool,
) -> list[EndpointDetails]:
    """The endpoints of a dashboard; of those never called, the figures of nothing."""
    figures = aggregates_by_endpoint(stored, now=now) if with_aggregates else {}
    if with_aggregates and any(endpoint.name not in figures for endpoint in endpoints):
        of_nothing = aggregates(Measurements(), now=now)
        figures = {endpoint.name: of_nothing for endpoint in endpoints} | figures
    return [
        EndpointDetails(
            name=endpoint.name,
            enabled=endpoint.enabled,
            aggregates=figures.get(endpoint.name),
            **_sighting(stored, endpoint.name),
        )
        for endpoint in endpoints
    ]


def _sighting(stored: Measurements, endpoint_name: str) -> dict[str, Any]:
    codes = stored.vocabulary("endpoint").find_codes((endpoint_name,)).tolist()
    seen = stored.sightings.find_endpoint(codes[0]) if codes else None
    if seen is None:
        return {"first_seen_version": None, "first_seen_at": None, "last_called_at": None}
    return {
        "first_seen_version": stored.vocabulary("version").get_text(seen.first_version),
        "first_seen_at": from_us(seen.first_us),
        "last_called_at": from_us(seen.last_us),
    }


def _gaps(stored: Measurements) -> list[GapView]:
    return [GapView(_at(gap.after_s), _at(gap.until_s)) for gap in stored.knowledge().gaps]


def _progress_ratio(dashboard: Dashboard, until_s: int | None, now: datetime) -> float:
    if dashboard.fetching.is_caught_up:
        return 1.0
    if dashboard.fetching.wire == Wire.EXPORT_1:
        return dashboard.fetching.cursors.progress_ratio
    if until_s is None:
        return 0.0
    from_s = dashboard.fetching.history_from_s
    whole_s = max(1.0, (now - EPOCH).total_seconds() - from_s)
    return min(1.0, max(0.0, (until_s - from_s) / whole_s))


def _at(seconds: int) -> datetime:
    return EPOCH + timedelta(seconds=seconds)


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else _at(seconds)


def _instant_of_us(instant_us: int | None) -> datetime | None:
    return None if instant_us is None else from_us(instant_us)
