"""Answers questions about a dashboard's measurements."""

from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.endpoints import hidden_names, require_endpoint
from pydash_app.dashboard.entity import Dashboard
from pydash_app.database import Root, reading
from pydash_app.errors import InvalidInputError
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.store import Measurements
from pydash_app.statistics import boxes, heatmaps, per_version
from pydash_app.statistics.answering import answer, answer_all
from pydash_app.statistics.query import (
    Selection,
    StatisticAnswer,
    StatisticQuery,
    StatisticsQuery,
)


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
    _, stored = _get_owned(root, user_id, dashboard_id)
    return _marked(stored, answer(stored, query, now=now))


@reading
def get_statistics(
    root: Root, user_id: UUID, dashboard_id: UUID, query: StatisticsQuery, *, now: datetime
) -> StatisticAnswer:
    """Compute several statistics of a dashboard.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
        InvalidInputError: there is no such statistic, or there would be too many slices.
    """
    _, stored = _get_owned(root, user_id, dashboard_id)
    return _marked(stored, answer_all(stored, query, now=now))


@reading
def get_endpoint_boxes(
    root: Root,
    user_id: UUID,
    dashboard_id: UUID,
    selection: Selection,
    *,
    with_disabled: bool,
    with_distribution: bool,
    now: datetime,
) -> StatisticAnswer:
    """A box for each endpoint with calls, those left out that its owner has switched off.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
        CallsDroppedError: it needs calls that are kept no more.
    """
    dashboard, stored = _get_owned(root, user_id, dashboard_id)
    found = boxes.boxes_by(
        stored, selection, "endpoint", with_distribution=with_distribution, now=now
    )
    hidden = () if with_disabled else hidden_names(dashboard)
    shown = {name: box for name, box in found.value.items() if name not in hidden}
    return _marked(stored, replace(found, value=shown))


@reading
def get_endpoint_box(
    root: Root,
    user_id: UUID,
    dashboard_id: UUID,
    endpoint_name: str,
    selection: Selection,
    *,
    with_distribution: bool,
    now: datetime,
) -> StatisticAnswer:
    """The box of one endpoint.

    Raises:
        NotFoundError: there is no such dashboard, or no such endpoint.
        NotAllowedError: the dashboard belongs to somebody else.
        CallsDroppedError: it needs calls that are kept no more.
    """
    dashboard, stored = _get_owned(root, user_id, dashboard_id)
    narrowed = _narrow(selection, dashboard, stored, endpoint_name)
    found = boxes.box(stored, narrowed, with_distribution=with_distribution, now=now)
    return _marked(stored, found)


@reading
def get_version_boxes(
    root: Root,
    user_id: UUID,
    dashboard_id: UUID,
    selection: Selection,
    *,
    endpoint_name: str | None = None,
    with_distribution: bool,
    now: datetime,
) -> StatisticAnswer:
    """A box for each version, of all endpoints or of one.

    Raises:
        NotFoundError: there is no such dashboard, or no such endpoint.
        NotAllowedError: the dashboard belongs to somebody else.
        CallsDroppedError: it needs calls that are kept no more.
    """
    dashboard, stored = _get_owned(root, user_id, dashboard_id)
    if endpoint_name is not None:
        selection = _narrow(selection, dashboard, stored, endpoint_name)
    found = boxes.boxes_by(
        stored, selection, "version", with_distribution=with_distribution, now=now
    )
    return _marked(stored, found)


@reading
def get_version_averages(
    root: Root,
    user_id: UUID,
    dashboard_id: UUID,
    endpoint_name: str,
    selection: Selection,
    *,
    column: Literal["ip", "group_by"],
    now: datetime,
) -> StatisticAnswer:
    """How each version of an endpoint served each address, or each group.

    Raises:
        NotFoundError: there is no such dashboard, or no such endpoint.
        NotAllowedError: the dashboard belongs to somebody else.
        CallsDroppedError: it needs calls that are kept no more.
    """
    dashboard, stored = _get_owned(root, user_id, dashboard_id)
    narrowed = _narrow(selection, dashboard, stored, endpoint_name)
    found = per_version.averages_per_version_and(stored, narrowed, column, now=now)
    return _marked(stored, found)


@reading
def get_heatmap(
    root: Root,
    user_id: UUID,
    dashboard_id: UUID,
    selection: Selection,
    *,
    counts_visitors: bool,
    now: datetime,
) -> StatisticAnswer:
    """The visits of each hour of each day, or the unique visitors.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
        InvalidInputError: there would be too many hours.
        CallsDroppedError: it needs calls that are kept no more.
    """
    _, stored = _get_owned(root, user_id, dashboard_id)
    found = heatmaps.heatmap(stored, selection, counts_visitors=counts_visitors, now=now)
    return _marked(stored, found)


def _marked(stored: Measurements, found: StatisticAnswer) -> StatisticAnswer:
    """The same with the instant up to which every call counts in it."""
    return replace(found, complete_until_s=stored.knowledge().complete_until_s)


def _get_owned(root: Root, user_id: UUID, dashboard_id: UUID) -> tuple[Dashboard, Measurements]:
    dashboard = repository.get_owned(root, str(user_id), str(dashboard_id))
    return dashboard, measurements.get(root, dashboard.id)


def _narrow(
    selection: Selection, dashboard: Dashboard, stored: Measurements, endpoint_name: str
) -> Selection:
    """Select the calls of one endpoint.

    Raises:
        NotFoundError: there is no such endpoint.
        InvalidInputError: the selection wants others only.
    """
    require_endpoint(dashboard, stored, endpoint_name)
    if selection.endpoint and endpoint_name not in selection.endpoint:
        reason = "This contradicts the endpoint that the address names."
        raise InvalidInputError(reason, fields={"endpoint": reason})
    return replace(selection, endpoint=(endpoint_name,))
