"""Dashboards: the monitored apps that a user watches.

`entity` holds what is stored, `repository` finds it, `services/` are the use cases; this module
names those that the web calls. The measurements themselves live in `pydash_app.measurements`.
"""

from pydash_app.dashboard.services.deletion import delete
from pydash_app.dashboard.services.overview import get, list_of_user
from pydash_app.dashboard.services.registration import register
from pydash_app.dashboard.services.reporting import get_statistic
from pydash_app.dashboard.view import DashboardView, EndpointView, WarningView

__all__ = [
    "DashboardView",
    "EndpointView",
    "WarningView",
    "delete",
    "get",
    "get_statistic",
    "list_of_user",
    "register",
]
