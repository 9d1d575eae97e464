"""What the log calls a dashboard."""

from pydash_app.dashboard import repository
from pydash_app.database import Root, reading


def label_of(name: str, dashboard_id: object) -> str:
    """Its name, by which people know it, and its id, by which programs do; on one line.

    A name may be of any characters: those that can't be seen, or that turn others round, are
    written as Python writes them, and so is a quote that would end the name.
    """
    return f"{name!r} ({dashboard_id})"


@reading
def find_label(root: Root, dashboard_id: str) -> str:
    """What the log calls a dashboard; its id alone where it was deleted."""
    dashboard = repository.find(root, dashboard_id)
    return dashboard_id if dashboard is None else label_of(dashboard.name, dashboard_id)
