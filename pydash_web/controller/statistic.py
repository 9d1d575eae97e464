"""Figures over the calls of a watched app."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pydash_app import dashboard as dashboards
from pydash_app.statistics.instants import EPOCH
from pydash_app.statistics.query import (
    Selection,
    StatisticAnswer,
    StatisticQuery,
    StatisticsQuery,
)
from pydash_web.auth import CurrentUser
from pydash_web.route import Reply
from pydash_web.schemas.selection import (
    BoxParameters,
    EndpointBoxesParameters,
    HeatmapParameters,
    SelectionParameters,
)
from pydash_web.schemas.statistic import StatisticParameters, StatisticsParameters
from pydash_web.services import Services

ACCURACY_HEADER = "X-Pydash-Accuracy"
COMPLETE_HEADER = "X-Pydash-Complete-Until"


def get(
    services: Services, *, user: CurrentUser, dashboard_id: UUID, query: StatisticParameters
) -> Reply:
    """Compute one statistic."""
    question = StatisticQuery(
        statistic=query.statistic,
        timeslice=query.timeslice,
        is_static=query.timeslice_is_static,
        **_chosen(query),
    )
    return _reply(
        dashboards.get_statistic(
            services.database, user.account.id, dashboard_id, question, now=services.now()
        )
    )


def get_all(
    services: Services, *, user: CurrentUser, dashboard_id: UUID, query: StatisticsParameters
) -> Reply:
    """Compute several statistics at once."""
    question = StatisticsQuery(
        statistics=tuple(dict.fromkeys(query.statistic)),
        timeslice=query.timeslice,
        is_static=query.timeslice_is_static,
        **_chosen(query),
    )
    return _reply(
        dashboards.get_statistics(
            services.database, user.account.id, dashboard_id, question, now=services.now()
        )
    )


def endpoint_boxplots(
    services: Services, *, user: CurrentUser, dashboard_id: UUID, query: EndpointBoxesParameters
) -> Reply:
    """Compute a box for each endpoint."""
    return _reply(
        dashboards.get_endpoint_boxes(
            services.database,
            user.account.id,
            dashboard_id,
            select(query),
            with_disabled=query.include_disabled,
            with_distribution=query.include_distribution,
            now=services.now(),
        )
    )


def endpoint_boxplot(
    services: Services,
    *,
    user: CurrentUser,
    dashboard_id: UUID,
    endpoint_name: str,
    query: BoxParameters,
) -> Reply:
    """Compute the box of one endpoint."""
    return _reply(
        dashboards.get_endpoint_box(
            services.database,
            user.account.id,
            dashboard_id,
            endpoint_name,
            select(query),
            with_distribution=query.include_distribution,
            now=services.now(),
        )
    )


def execution_times_per_version(
    services: Services,
    *,
    user: CurrentUser,
    dashboard_id: UUID,
    endpoint_name: str | None = None,
    query: BoxParameters,
) -> Reply:
    """Compute a box for each version of the app."""
    return _reply(
        dashboards.get_version_boxes(
            services.database,
            user.account.id,
            dashboard_id,
            select(query),
            endpoint_name=endpoint_name,
            with_distribution=query.include_distribution,
            now=services.now(),
        )
    )


def endpoint_execution_times_per_version(
    services: Services,
    *,
    user: CurrentUser,
    dashboard_id: UUID,
    endpoint_name: str,
    query: BoxParameters,
) -> Reply:
    """Compute a box for each version of one endpoint."""
    return execution_times_per_version(
        services, user=user, dashboard_id=dashboard_id, endpoint_name=endpoint_name, query=query
    )


def execution_times_per_version_and_ip(
    services: Services,
    *,
    user: CurrentUser,
    dashboard_id: UUID,
    endpoint_name: str,
    query: SelectionParameters,
) -> Reply:
    """Compute how each version of an endpoint served each address."""
    return _reply(
        dashboards.get_version_averages(
            services.database,
            user.account.id,
            dashboard_id,
            endpoint_name,
            select(query),
            column="ip",
            now=services.now(),
        )
    )


def execution_times_per_version_and_group(
    services: Services,
    *,
    user: CurrentUser,
    dashboard_id: UUID,
    endpoint_name: str,
    query: SelectionParameters,
) -> Reply:
    """Compute how each version of an endpoint served each group, or user."""
    return _reply(
        dashboards.get_version_averages(
            services.database,
            user.account.id,
            dashboard_id,
            endpoint_name,
            select(query),
            column="group_by",
            now=services.now(),
        )
    )


def visitor_heatmap(
    services: Services, *, user: CurrentUser, dashboard_id: UUID, query: HeatmapParameters
) -> Reply:
    """Count the visits of each hour of each day."""
    return _reply(
        dashboards.get_heatmap(
            services.database,
            user.account.id,
            dashboard_id,
            select(query),
            counts_visitors=False,
            now=services.now(),
        )
    )


def unique_visitor_heatmap(
    services: Services, *, user: CurrentUser, dashboard_id: UUID, query: HeatmapParameters
) -> Reply:
    """Count the unique visitors of each hour of each day."""
    return _reply(
        dashboards.get_heatmap(
            services.database,
            user.account.id,
            dashboard_id,
            select(query),
            counts_visitors=True,
            now=services.now(),
        )
    )


def select(query: SelectionParameters) -> Selection:
    """Read which calls are asked about, in the domain's words."""
    return Selection(**_chosen(query))


def _chosen(query: SelectionParameters) -> dict[str, Any]:
    return {
        "start_at": query.start_date,
        "end_at": query.end_date,
        "timezone": query.timezone,
        "endpoint": query.endpoint,
        "version": query.version,
        "ip": query.ip,
        "group_by": query.group_by,
        "must_be_exact": query.accuracy is not None,
    }


def _reply(answer: StatisticAnswer) -> Reply:
    headers = {ACCURACY_HEADER: answer.accuracy} | complete_until(answer.complete_until_s)
    return Reply(answer.value, headers=headers, is_plain=True)


def complete_until(complete_until_s: int | None) -> dict[str, str]:
    """The header that marks where calls may be missing: behind this instant."""
    if complete_until_s is None:
        return {}
    return {COMPLETE_HEADER: f"{EPOCH + timedelta(seconds=complete_until_s):%Y-%m-%dT%H:%M:%SZ}"}
