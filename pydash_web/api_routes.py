"""Every route of the API: a table, from which Flask's rules are made."""

from http import HTTPStatus
from typing import Any

from pydash_web.account_routes import ACCOUNT_ROUTES
from pydash_web.admin_routes import ADMIN_ROUTES
from pydash_web.controller import (
    dashboard,
    documentation,
    download,
    health,
)
from pydash_web.measurement_routes import MEASUREMENT_ROUTES
from pydash_web.route import Route
from pydash_web.schemas.base import MessageAnswer
from pydash_web.schemas.dashboard import (
    ChangeDashboardSettingsBody,
    ChangedDashboardAnswer,
    DashboardAnswer,
    DashboardDetailAnswer,
    DashboardParameters,
    RegisterDashboardBody,
    RegisteredDashboardAnswer,
    TrialAnswer,
    TryDashboardBody,
)
from pydash_web.schemas.download import DownloadAnswer
from pydash_web.schemas.downtime import DowntimeAnswer, DowntimeParameters
from pydash_web.schemas.health import HealthAnswer, LivenessAnswer, ReadinessAnswer

_ONE_DASHBOARD = "/api/dashboards/<id:dashboard_id>"

ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path="/api/health",
        controller=health.get,
        answer=HealthAnswer,
        other_answers={HTTPStatus.SERVICE_UNAVAILABLE: HealthAnswer},
        is_public=True,
    ),
    Route(
        method="GET",
        path="/api/health/live",
        controller=health.get_liveness,
        answer=LivenessAnswer,
        is_public=True,
        is_constant=True,
    ),
    Route(
        method="GET",
        path="/api/health/ready",
        controller=health.get_readiness,
        answer=ReadinessAnswer,
        other_answers={HTTPStatus.SERVICE_UNAVAILABLE: ReadinessAnswer},
        is_public=True,
    ),
    Route(
        method="GET",
        path="/api/openapi.json",
        controller=documentation.get_document,
        answer=dict[str, Any],
        is_public=True,
        is_constant=True,
    ),
    Route(
        method="GET",
        path="/api/docs",
        controller=documentation.get_page,
        answer=str,
        is_public=True,
        is_constant=True,
        media_types=("text/html",),
    ),
    Route(
        method="GET",
        path="/api/downloads",
        controller=download.list_all,
        answer=list[DownloadAnswer],
        is_public=True,
        is_constant=True,
    ),
    *ACCOUNT_ROUTES,
    *ADMIN_ROUTES,
    Route(
        method="GET",
        path="/api/dashboards",
        controller=dashboard.list_all,
        answer=list[DashboardAnswer],
    ),
    Route(
        method="POST",
        path="/api/dashboards/register",
        controller=dashboard.register,
        body=RegisterDashboardBody,
        answer=RegisteredDashboardAnswer,
        limit="dashboard_registrations",
        asks_remote=True,
    ),
    Route(
        method="POST",
        path="/api/dashboards/try",
        controller=dashboard.try_out,
        body=TryDashboardBody,
        answer=TrialAnswer,
        limit="dashboard_tries",
        asks_remote=True,
    ),
    Route(
        method="GET",
        path=_ONE_DASHBOARD,
        controller=dashboard.get,
        query=DashboardParameters,
        answer=DashboardDetailAnswer,
    ),
    Route(
        method="POST",
        path=f"{_ONE_DASHBOARD}/delete",
        controller=dashboard.delete,
        answer=MessageAnswer,
    ),
    Route(
        method="POST",
        path=f"{_ONE_DASHBOARD}/change_settings",
        controller=dashboard.change_settings,
        body=ChangeDashboardSettingsBody,
        answer=ChangedDashboardAnswer,
        limit="dashboard_registrations",
        asks_remote=True,
    ),
    Route(
        method="POST",
        path=f"{_ONE_DASHBOARD}/refresh",
        controller=dashboard.refresh,
        answer=MessageAnswer,
        success=HTTPStatus.ACCEPTED,
    ),
    Route(
        method="GET",
        path=f"{_ONE_DASHBOARD}/downtime",
        controller=dashboard.get_downtime,
        query=DowntimeParameters,
        answer=DowntimeAnswer,
    ),
    *MEASUREMENT_ROUTES,
)
