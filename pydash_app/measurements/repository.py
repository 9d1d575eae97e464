"""Finds the measurements of a dashboard."""

from pydash_app.database import Root
from pydash_app.errors import NotFoundError
from pydash_app.measurements.store import Measurements


def add(root: Root, dashboard_id: str) -> None:
    """Make room for a new dashboard's calls."""
    root["measurements"][dashboard_id] = Measurements()


def get(root: Root, dashboard_id: str) -> Measurements:
    """The measurements of a dashboard.

    Raises:
        NotFoundError: there is no such dashboard.
    """
    measurements: Measurements | None = root["measurements"].get(dashboard_id)
    if measurements is None:
        raise NotFoundError("There is no such dashboard.")
    return measurements


def remove(root: Root, dashboard_id: str) -> None:
    """Drop every call of a dashboard; packing the database frees the space."""
    root["measurements"].pop(dashboard_id, None)
