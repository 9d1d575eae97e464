"""The part of the route table that is about what was measured: figures, the calls, their flaws."""

from pydash_web.call_files import FORMATS
from pydash_web.controller import export, flaw, statistic
from pydash_web.route import Route
from pydash_web.schemas.boxes import (
    EndpointBoxesAnswer,
    OnlyBoxAnswer,
    VersionAveragesAnswer,
    VersionBoxesAnswer,
)
from pydash_web.schemas.export import ExportAnswer
from pydash_web.schemas.flaw import FlawPageAnswer, FlawsParameters
from pydash_web.schemas.heatmap import HeatmapAnswer
from pydash_web.schemas.selection import (
    BoxParameters,
    EndpointBoxesParameters,
    ExportParameters,
    HeatmapParameters,
    SelectionParameters,
)
from pydash_web.schemas.statistic import (
    StatisticAnswer,
    StatisticParameters,
    StatisticsAnswer,
    StatisticsParameters,
)

_ONE_DASHBOARD = "/api/dashboards/<id:dashboard_id>"
_ONE_ENDPOINT = f"{_ONE_DASHBOARD}/endpoints/<name:endpoint_name>"

MEASUREMENT_ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path=f"{_ONE_DASHBOARD}/statistic",
        controller=statistic.get,
        query=StatisticParameters,
        answer=StatisticAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_DASHBOARD}/statistics",
        controller=statistic.get_all,
        query=StatisticsParameters,
        answer=StatisticsAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_DASHBOARD}/endpoint_boxplots",
        controller=statistic.endpoint_boxplots,
        query=EndpointBoxesParameters,
        answer=EndpointBoxesAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_ENDPOINT}/boxplot",
        controller=statistic.endpoint_boxplot,
        query=BoxParameters,
        answer=OnlyBoxAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_DASHBOARD}/execution_times_per_version",
        controller=statistic.execution_times_per_version,
        query=BoxParameters,
        answer=VersionBoxesAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_ENDPOINT}/execution_times_per_version",
        controller=statistic.endpoint_execution_times_per_version,
        query=BoxParameters,
        answer=VersionBoxesAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_ENDPOINT}/execution_times_per_version_and/ip",
        controller=statistic.execution_times_per_version_and_ip,
        query=SelectionParameters,
        answer=VersionAveragesAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_ENDPOINT}/execution_times_per_version_and/group_by",
        controller=statistic.execution_times_per_version_and_group,
        query=SelectionParameters,
        answer=VersionAveragesAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_DASHBOARD}/visitor_heatmap",
        controller=statistic.visitor_heatmap,
        query=HeatmapParameters,
        answer=HeatmapAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_DASHBOARD}/unique_visitor_heatmap",
        controller=statistic.unique_visitor_heatmap,
        query=HeatmapParameters,
        answer=HeatmapAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_DASHBOARD}/export",
        controller=export.get,
        query=ExportParameters,
        answer=ExportAnswer,
        media_types=tuple(media_type for media_type, _ in FORMATS.values()),
    ),
    Route(
        method="GET",
        path=f"{_ONE_DASHBOARD}/flaws",
        controller=flaw.list_all,
        query=FlawsParameters,
        answer=FlawPageAnswer,
    ),
)
