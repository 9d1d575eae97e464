"""The watched apps of a user."""

from uuid import UUID

from pydash_app import dashboard as dashboards
from pydash_app.dashboard import DashboardDetails, DashboardView
from pydash_web.auth import CurrentUser
from pydash_web.schemas.base import MessageAnswer
from pydash_web.schemas.dashboard import RegisterDashboardBody, RegisteredDashboardAnswer
from pydash_web.services import Services


def list_all(services: Services, *, user: CurrentUser) -> list[DashboardView]:
    """Show every app that the user watches."""
    return dashboards.list_of_user(services.database, user.account.id, now=services.now())


def get(services: Services, *, user: CurrentUser, dashboard_id: UUID) -> DashboardDetails:
    """Show one app, with all that is known of it."""
    return dashboards.get(services.database, user.account.id, dashboard_id, now=services.now())


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
        secret_key=services.secret_key,
        most_dashboards=services.settings.max_dashboards,
        now=services.now(),
    )
    return RegisteredDashboardAnswer(
        message="The dashboard is added. Its visits are being fetched.", id=dashboard_id
    )


def delete(services: Services, *, user: CurrentUser, dashboard_id: UUID) -> MessageAnswer:
    """Watch an app no more, and forget what was measured."""
    dashboards.delete(services.database, user.account.id, dashboard_id)
    return MessageAnswer(message="The dashboard and all its measurements are deleted.")
