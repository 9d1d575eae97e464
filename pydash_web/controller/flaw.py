"""What of a watched app's rows could not be kept as it came."""

from uuid import UUID

from pydash_app import dashboard as dashboards
from pydash_app.dashboard import FlawPage
from pydash_web.auth import CurrentUser
from pydash_web.schemas.flaw import FlawsParameters
from pydash_web.services import Services


def list_all(
    services: Services, *, user: CurrentUser, dashboard_id: UUID, query: FlawsParameters
) -> FlawPage:
    """Show which values of the app's rows could not be kept as they came, and why."""
    return dashboards.list_flaws(
        services.database,
        user.account.id,
        dashboard_id,
        cursor=query.cursor,
        limit=query.limit,
    )
