"""Figures over the calls of a watched app."""

from uuid import UUID

from pydash_app import dashboard as dashboards
from pydash_app.statistics.query import StatisticQuery
from pydash_web.auth import CurrentUser
from pydash_web.route import Reply
from pydash_web.schemas.statistic import StatisticParameters
from pydash_web.services import Services

ACCURACY_HEADER = "X-Pydash-Accuracy"


def get(
    services: Services, *, user: CurrentUser, dashboard_id: UUID, query: StatisticParameters
) -> Reply:
    """Compute one statistic."""
    answer = dashboards.get_statistic(
        services.database,
        user.account.id,
        dashboard_id,
        StatisticQuery(
            statistic=query.statistic,
            start_at=query.start_date,
            end_at=query.end_date,
            timeslice=query.timeslice,
            is_static=query.timeslice_is_static,
            timezone=query.timezone,
            endpoint=query.endpoint,
            version=query.version,
            ip=query.ip,
            group_by=query.group_by,
        ),
        now=services.now(),
    )
    return Reply(answer.value, headers={ACCURACY_HEADER: answer.accuracy})
