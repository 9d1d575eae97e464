"""Changes what a dashboard's owner can change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydash_app.audit import record
from pydash_app.dashboard import repository
from pydash_app.dashboard.endpoints import list_endpoints
from pydash_app.dashboard.entity import Dashboard
from pydash_app.dashboard.inputs import check_name, check_token
from pydash_app.dashboard.request_headers import GivenHeader
from pydash_app.dashboard.services import sources
from pydash_app.database import Database, Root, transactional
from pydash_app.errors import InvalidInputError
from pydash_app.measurements import repository as measurements
from pydash_app.remote import RemoteGateway
from pydash_app.settings import Settings

LONGEST_FETCH_INTERVAL_S = 7 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChange:
    """What to change; `None` leaves a setting as it is.

    Attributes:
        headers: all request headers that there are to be; one without a value keeps it.
        endpoints: by name, whether the endpoint is to be shown; others stay as they are.
    """

    name: str | None = None
    url: str | None = None
    token: str | None = None
    headers: Sequence[GivenHeader] | None = None
    monitor_downtime: bool | None = None
    fetch_interval_s: int | None = None
    endpoints: Mapping[str, bool] | None = None


def change_settings(
    database: Database,
    remotes: RemoteGateway,
    change: SettingsChange,
    *,
    user_id: UUID,
    dashboard_id: UUID,
    settings: Settings,
    secret_key: bytes,
    now: datetime,
) -> list[str]:
    """Change settings of a dashboard, all or none.

    A new address or security code is tried out first. What was fetched stays, and the fetching
    goes on where it was.

    Returns:
        the names of the settings that are different now.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
        InvalidInputError: a value can't be used.
        RemoteError: address and security code don't lead to a dashboard; its code says why.
    """
    _check(change, settings)
    stored = sources.read_stored(database, str(user_id), str(dashboard_id))
    wanted = sources.WantedSource(change.url, change.token, change.headers)
    source = sources.try_out(remotes, wanted, stored, secret_key)
    return _apply(
        database, change, source, str(user_id), str(dashboard_id), secret_key=secret_key, now=now
    )


def _check(change: SettingsChange, settings: Settings) -> None:
    if change.name is not None:
        check_name(change.name)
    if change.token is not None:
        check_token(change.token)
    least_s = int(settings.min_fetch_interval)
    interval_s = change.fetch_interval_s
    if interval_s is not None and not least_s <= interval_s <= LONGEST_FETCH_INTERVAL_S:
        reason = f"Use {least_s} to {LONGEST_FETCH_INTERVAL_S} seconds."
        raise InvalidInputError(reason, fields={"fetch_interval_s": reason})


@transactional
def _apply(
    root: Root,
    change: SettingsChange,
    source: sources.TriedSource | None,
    user_id: str,
    dashboard_id: str,
    *,
    secret_key: bytes,
    now: datetime,
) -> list[str]:
    dashboard = repository.get_owned(root, user_id, dashboard_id)
    wanted = {
        "name": None if change.name is None else check_name(change.name),
        "monitor_downtime": change.monitor_downtime,
        "fetch_interval_s": change.fetch_interval_s,
    }
    changed = []
    for name, value in wanted.items():
        if value is not None and getattr(dashboard, name) != value:
            setattr(dashboard, name, value)
            changed.append(name)
    if source is not None:
        coverage = measurements.get(root, dashboard_id).coverage()
        changed += sources.change_source(
            dashboard, source, coverage, secret_key=secret_key, now=now
        )
    if change.endpoints and _switch_endpoints(root, dashboard, change.endpoints):
        changed.append("endpoints")
    record(root, "dashboard_changed", dashboard.subject, changed=changed)
    return changed


def _switch_endpoints(root: Root, dashboard: Dashboard, wanted: Mapping[str, bool]) -> bool:
    known = list_endpoints(dashboard, measurements.get(root, dashboard.id))
    unknown = wanted.keys() - set(known)
    if unknown:
        reason = f"There is no endpoint {min(unknown)!r}."
        raise InvalidInputError(reason, fields={"endpoints": reason})
    before = set(dashboard.disabled_endpoint_names)
    disabled = set(before)
    disabled |= {name for name, is_enabled in wanted.items() if not is_enabled}
    disabled -= {name for name, is_enabled in wanted.items() if is_enabled}
    dashboard.disabled_endpoint_names = disabled
    return before != disabled
