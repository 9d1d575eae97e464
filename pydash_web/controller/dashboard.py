"""The watched apps of a user."""

from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from pydash_app import dashboard as dashboards
from pydash_app.dashboard import DashboardDetails, DashboardView, Trial
from pydash_app.downtime import DowntimeReport
from pydash_web.auth import CurrentUser
from pydash_web.route import Reply
from pydash_web.schemas.base import MessageAnswer
from pydash_web.schemas.dashboard import (
    ChangeDashboardSettingsBody,
    ChangedDashboardAnswer,
    DashboardParameters,
    RegisterDashboardBody,
    RegisteredDashboardAnswer,
    TryDashboardBody,
)
from pydash_web.schemas.downtime import DowntimeParameters
from pydash_web.services import Services


def list_all(services: Services, *, user: CurrentUser) -> list[DashboardView]:
    """Show every app that the user watches."""
    return dashboards.list_of_user(services.database, user.account.id, now=services.now())


def get(
    services: Services, *, user: CurrentUser, dashboard_id: UUID, query: DashboardParameters
) -> DashboardDetails:
    """Show one app, with all that is known of it."""
    return dashboards.get(
        services.database,
        user.account.id,
        dashboard_id,
        with_aggregates=query.include_aggregates,
        now=services.now(),
    )


def register(
    services: Services, *, user: CurrentUser, body: RegisterDashboardBody
) -> RegisteredDashboardAnswer:
    """Watch another app."""
    dashboard_id = dashboards.register(
        services.database,
        services.remotes,
        user_id=user.account.id,
        name=body.name,
        url=body.url,
        token=body.token,
        headers=_headers_of(body),
        secret_key=services.secret_key,
        most_dashboards=services.settings.max_dashboards,
        now=services.now(),
    )
    return RegisteredDashboardAnswer(
        message="The dashboard is added. Its visits are being fetched.", id=dashboard_id
    )


def try_out(services: Services, *, user: CurrentUser, body: TryDashboardBody) -> Trial:
    """Ask an app whether it can be registered yet, for those who wait until it can."""
    place = urlsplit(services.remotes.list_candidates(body.url)[0]).netloc
    services.limits.charge_address(str(user.account.id), place, now=services.now())
    return dashboards.try_out(
        services.remotes, url=body.url, token=body.token, headers=_headers_of(body)
    )


def change_settings(
    services: Services,
    *,
    user: CurrentUser,
    dashboard_id: UUID,
    body: ChangeDashboardSettingsBody,
) -> ChangedDashboardAnswer:
    """Change what a dashboard is called, where its app is, and how it is watched."""
    wanted = body.model_dump(exclude_unset=True, exclude={"password"})
    if "headers" in wanted:
        wanted["headers"] = _headers_of(body)
    changed = dashboards.change_settings(
        services.database,
        services.remotes,
        dashboards.SettingsChange(**wanted),
        user_id=user.account.id,
        dashboard_id=dashboard_id,
        settings=services.settings,
        secret_key=services.secret_key,
        now=services.now(),
    )
    message = "The settings are changed." if changed else "The settings were so already."
    return ChangedDashboardAnswer(message=message, changed=changed)


def _headers_of(
    body: RegisterDashboardBody | TryDashboardBody | ChangeDashboardSettingsBody,
) -> list[dashboards.GivenHeader]:
    return [dashboards.GivenHeader(header.name, header.value) for header in body.headers]


def refresh(services: Services, *, user: CurrentUser, dashboard_id: UUID) -> Reply:
    """Fetch a dashboard now instead of later."""
    dashboards.refresh(
        services.database,
        user.account.id,
        dashboard_id,
        least_interval_s=services.settings.min_fetch_interval,
        now=services.now(),
    )
    answer = MessageAnswer(message="The app will be asked in a moment.")
    return Reply(answer, HTTPStatus.ACCEPTED)


def get_downtime(
    services: Services, *, user: CurrentUser, dashboard_id: UUID, query: DowntimeParameters
) -> DowntimeReport:
    """Say when an app did not answer."""
    return dashboards.get_downtime(
        services.database,
        user.account.id,
        dashboard_id,
        start_at=query.start_date,
        end_at=query.end_date,
        timezone=query.timezone,
        now=services.now(),
    )


def delete(services: Services, *, user: CurrentUser, dashboard_id: UUID) -> MessageAnswer:
    """Watch an app no more, and forget what was measured."""
    dashboards.delete(services.database, user.account.id, dashboard_id)
    return MessageAnswer(message="The dashboard and all its measurements are deleted.")
