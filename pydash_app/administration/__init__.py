"""What administrators see and do: accounts, and how the fetching of each dashboard goes.

Never what an app's calls tell: that is its owner's alone. May import
`pydash_app.{dashboard,database,errors,measurements,user}`. Whether somebody is an administrator
is checked before anything here is called.
"""

from pydash_app.administration.listing import (
    DashboardLine,
    find_dashboard,
    find_owner_id,
    list_dashboards,
)
from pydash_app.administration.overview import (
    DashboardRow,
    InstallationView,
    look_at_installation,
)
from pydash_app.administration.refreshing import refresh_any

__all__ = [
    "DashboardLine",
    "DashboardRow",
    "InstallationView",
    "find_dashboard",
    "find_owner_id",
    "list_dashboards",
    "look_at_installation",
    "refresh_any",
]
