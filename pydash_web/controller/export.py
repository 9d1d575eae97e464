"""The calls themselves, to take along."""

from uuid import UUID

from pydash_app import dashboard as dashboards
from pydash_web.auth import CurrentUser
from pydash_web.call_files import FORMATS
from pydash_web.controller.statistic import complete_until, select
from pydash_web.route import Stream
from pydash_web.schemas.selection import ExportParameters
from pydash_web.services import Services
from pydash_web.streaming import make_file_name


def get(
    services: Services, *, user: CurrentUser, dashboard_id: UUID, query: ExportParameters
) -> Stream:
    """Send the calls of a watched app as a file."""
    export = dashboards.export_calls(
        services.database, user.account.id, dashboard_id, select(query), now=services.now()
    )
    media_type, write = FORMATS[query.format]
    file_name = make_file_name(export.dashboard_name, query.format)
    headers = complete_until(export.complete_until_s)
    return Stream(write(export.batches), media_type, file_name, headers)
