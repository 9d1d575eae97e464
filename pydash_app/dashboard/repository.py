"""Finds and keeps dashboards."""

from BTrees.OOBTree import OOTreeSet

from pydash_app.dashboard.entity import Dashboard
from pydash_app.database import Root
from pydash_app.downtime import ProbeLog
from pydash_app.errors import NotAllowedError, NotFoundError
from pydash_app.measurements import repository as measurements


def add(root: Root, dashboard: Dashboard) -> None:
    """Keep a new dashboard, with room for its measurements."""
    root["dashboards"].add(dashboard)
    measurements.add(root, dashboard.id)
    ids_by_owner = root["dashboard_ids_by_owner"]
    if dashboard.owner_id not in ids_by_owner:
        ids_by_owner[dashboard.owner_id] = OOTreeSet()
    ids_by_owner[dashboard.owner_id].add(dashboard.id)


def find(root: Root, dashboard_id: str) -> Dashboard | None:
    """A dashboard, whoever owns it."""
    dashboard: Dashboard | None = root["dashboards"].get("id", dashboard_id)
    return dashboard


def get(root: Root, dashboard_id: str) -> Dashboard:
    """A dashboard that is there, whoever owns it.

    Raises:
        KeyError: it is not.
    """
    dashboard: Dashboard = root["dashboards"].find("id", dashboard_id)
    return dashboard


def get_owned(root: Root, owner_id: str, dashboard_id: str) -> Dashboard:
    """A dashboard of this user.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: it belongs to somebody else.
    """
    dashboard = find(root, dashboard_id)
    if dashboard is None:
        raise NotFoundError("There is no such dashboard.")
    if dashboard.owner_id != owner_id:
        raise NotAllowedError("This dashboard belongs to somebody else.")
    return dashboard


def get_probe_log(root: Root, dashboard: Dashboard) -> ProbeLog:
    """What probes of a dashboard's app saw, to be read; an empty one when there was none."""
    log: ProbeLog = root["probe_logs"].get(dashboard.id) or ProbeLog()
    return log


def keep_probe_log(root: Root, dashboard: Dashboard) -> ProbeLog:
    """The same, to be written."""
    log: ProbeLog = root["probe_logs"].setdefault(dashboard.id, ProbeLog())
    return log


def list_owned(root: Root, owner_id: str) -> list[Dashboard]:
    """The dashboards of a user, oldest first."""
    ids = root["dashboard_ids_by_owner"].get(owner_id, ())
    owned = [root["dashboards"].find("id", dashboard_id) for dashboard_id in ids]
    return sorted(owned, key=lambda dashboard: (dashboard.created_at, dashboard.id))


def list_ids(root: Root) -> list[str]:
    """The ids of everybody's dashboards."""
    return list(root["dashboards"].ids())


def list_all(root: Root) -> list[Dashboard]:
    """The dashboards of everybody."""
    return list(root["dashboards"])


def remove(root: Root, dashboard: Dashboard) -> None:
    """Drop a dashboard and every measurement of it."""
    root["dashboards"].remove(dashboard)
    root["dashboard_ids_by_owner"][dashboard.owner_id].remove(dashboard.id)
    root["probe_logs"].pop(dashboard.id, None)
    measurements.remove(root, dashboard.id)


def count_owned(root: Root, owner_id: str) -> int:
    """How many dashboards a user has."""
    return len(root["dashboard_ids_by_owner"].get(owner_id, ()))


def forget_owner(root: Root, owner_id: str) -> None:
    """Keep nothing of a user whose dashboards are all removed."""
    root["dashboard_ids_by_owner"].pop(owner_id, None)
