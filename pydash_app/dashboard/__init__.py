"""Dashboards: the monitored apps that a user watches.

`entity` holds what is stored, `repository` finds it, `services/` are the use cases; this module
names those that the web calls. The measurements themselves live in `pydash_app.measurements`.
"""

from pydash_app.dashboard.request_headers import GivenHeader, parse_header
from pydash_app.dashboard.services.deletion import delete
from pydash_app.dashboard.services.downtime import get_downtime
from pydash_app.dashboard.services.export import CallExport, export_calls
from pydash_app.dashboard.services.listing_flaws import FlawPage, list_flaws
from pydash_app.dashboard.services.overview import get, list_of_user
from pydash_app.dashboard.services.refreshing import refresh
from pydash_app.dashboard.services.registration import register
from pydash_app.dashboard.services.reporting import (
    get_endpoint_box,
    get_endpoint_boxes,
    get_heatmap,
    get_statistic,
    get_statistics,
    get_version_averages,
    get_version_boxes,
)
from pydash_app.dashboard.services.settings_change import SettingsChange, change_settings
from pydash_app.dashboard.services.trying import Trial, try_out
from pydash_app.dashboard.view import (
    DashboardDetails,
    DashboardView,
    EndpointDetails,
    EndpointView,
    GapView,
    WarningView,
)

__all__ = [
    "CallExport",
    "DashboardDetails",
    "DashboardView",
    "EndpointDetails",
    "EndpointView",
    "FlawPage",
    "GapView",
    "GivenHeader",
    "SettingsChange",
    "Trial",
    "WarningView",
    "change_settings",
    "delete",
    "export_calls",
    "get",
    "get_downtime",
    "get_endpoint_box",
    "get_endpoint_boxes",
    "get_heatmap",
    "get_statistic",
    "get_statistics",
    "get_version_averages",
    "get_version_boxes",
    "list_flaws",
    "list_of_user",
    "parse_header",
    "refresh",
    "register",
    "try_out",
]
