"""Answers questions about a dashboard's measurements."""

from datetime import datetime
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.database import Root, reading
from pydash_app.measurements import repository as measurements
from pydash_app.statistics.answering import answer
from pydash_app.statistics.query import StatisticAnswer, StatisticQuery


@reading
def get_statistic(
    root: Root, user_id: UUID, dashboard_id: UUID, query: StatisticQuery, *, now: datetime
) -> StatisticAnswer:
    """Compute a statistic of a dashboard.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
        InvalidInputError: there is no such statistic, or there would be too many slices.
    """
    dashboard = repository.get_owned(root, str(user_id), str(dashboard_id))
    return answer(measurements.get(root, dashboard.id), query, now=now)
