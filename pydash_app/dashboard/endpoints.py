"""The endpoints of a dashboard."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

import orjson

from pydash_app.dashboard.entity import Dashboard
from pydash_app.dashboard.view import EndpointView
from pydash_app.errors import NotFoundError
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.text_limits import MOST_NAMES, cut

_BESIDE_A_NAME_BYTES = len(b'{"name":,"enabled":false},')


@dataclass(frozen=True, slots=True)
class EndpointList:
    """Endpoints of a dashboard, by name.

    Attributes:
        endpoints: all of them, or those that were called first.
        endpoint_count: how many there are; where some are left out, at least so many.
        endpoints_are_cut: whether some are left out.
    """

    endpoints: list[EndpointView]
    endpoint_count: int
    endpoints_are_cut: bool


def list_endpoints(dashboard: Dashboard, stored: Measurements) -> list[str]:
    """The names of calls, and those that the app has told, as many as there may be; sorted."""
    names = dict.fromkeys(stored.vocabulary("endpoint").list_texts())
    for name in dashboard.endpoint_names:
        if len(names) >= MOST_NAMES:
            break
        names[name] = None
    return sorted(names)


def list_first_endpoints(
    dashboard: Dashboard, stored: Measurements, *, most_bytes: int
) -> EndpointList:
    """The endpoints of a dashboard, as many as fit; what does not is not even loaded.

    Args:
        dashboard: whose.
        stored: its measurements.
        most_bytes: that they may take in an answer.
    """
    names: dict[str, None] = {}
    left_bytes = most_bytes
    for name in _names_as_seen(dashboard, stored):
        if name in names or len(names) >= MOST_NAMES:
            continue
        left_bytes -= _bytes_in_json(name) + _BESIDE_A_NAME_BYTES
        if left_bytes < 0:
            break
        names[name] = None
    hidden = hidden_names(dashboard)
    views = [EndpointView(name, name not in hidden) for name in sorted(names)]
    if left_bytes >= 0:
        return EndpointList(views, len(views), endpoints_are_cut=False)
    called_count = len(stored.vocabulary("endpoint"))
    return EndpointList(views, max(called_count, len(views) + 1), endpoints_are_cut=True)


def hidden_names(dashboard: Dashboard) -> Container[str]:
    """The names of the endpoints that its owner does not want to see."""
    disabled = dashboard.disabled_endpoint_names
    if isinstance(disabled, tuple):  # as an older PyDash stored them, long ones whole
        return {*disabled, *map(cut, disabled)}
    return disabled


def require_endpoint(dashboard: Dashboard, stored: Measurements, name: str) -> None:
    """Make sure that there is an endpoint of this name.

    Raises:
        NotFoundError: neither has the app told it, nor does a call bear it.
    """
    is_called = len(stored.vocabulary("endpoint").find_codes((name,))) > 0
    if not is_called and name not in dashboard.endpoint_names:
        raise NotFoundError("There is no such endpoint.", code="no_such_endpoint")


def _names_as_seen(dashboard: Dashboard, stored: Measurements) -> Iterator[str]:
    yield from stored.vocabulary("endpoint").iterate_texts()
    yield from dashboard.endpoint_names


def _bytes_in_json(name: str) -> int:
    try:
        return len(orjson.dumps(name))
    except TypeError:  # a lone surrogate, which is written as another character
        return len(orjson.dumps(name.encode("utf-8", "replace").decode()))
