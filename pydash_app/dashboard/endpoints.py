"""The endpoints of a dashboard."""

from pydash_app.dashboard.entity import Dashboard
from pydash_app.errors import NotFoundError
from pydash_app.measurements.store import Measurements


def list_endpoints(dashboard: Dashboard, stored: Measurements) -> list[str]:
    """The names that the app has told, and those of calls; sorted."""
    return sorted({*dashboard.endpoint_names, *stored.vocabulary("endpoint").list_texts()})


def require_endpoint(dashboard: Dashboard, stored: Measurements, name: str) -> None:
    """Make sure that there is an endpoint of this name.

    Raises:
        NotFoundError: neither has the app told it, nor does a call bear it.
    """
    is_called = len(stored.vocabulary("endpoint").find_codes((name,))) > 0
    if not is_called and name not in dashboard.endpoint_names:
        raise NotFoundError("There is no such endpoint.", code="no_such_endpoint")
