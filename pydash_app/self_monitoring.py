"""PyDash's own web as an app that Flask-MonitoringDashboard measures, and PyDash watches."""

from datetime import datetime
from uuid import UUID

from pydash_app.dashboard.services.registration import register
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.remote import RemoteGateway
from pydash_app.secret_key import derive_key
from pydash_app.settings import Settings

LINK = "self-monitoring"
"""Where Flask-MonitoringDashboard's pages are; no user's page can have this name."""

NAME = "PyDash itself"

_KEY_PURPOSE = "self-monitoring security token"
_REPORT = "self-monitoring"


def make_security_token(secret_key: bytes) -> str:
    """The security code of PyDash's own dashboard; the same in each process of an installation."""
    return derive_key(secret_key, _KEY_PURPOSE).hex()


def watch_itself(
    database: Database,
    remotes: RemoteGateway,
    *,
    settings: Settings,
    secret_key: bytes,
    now: datetime,
) -> None:
    """Give the first administrator a dashboard of PyDash itself, once.

    One that was deleted does not come back.

    Raises:
        RemoteError: the web does not answer on this machine, or PyDash may not go there.
    """
    owner_id = _find_owner(database)
    if owner_id is None:
        return
    dashboard_id = register(
        database,
        remotes,
        user_id=owner_id,
        name=NAME,
        url=f"http://127.0.0.1:{settings.port}{settings.base_path}/{LINK}",
        token=make_security_token(secret_key),
        secret_key=secret_key,
        now=now,
    )
    _note(database, dashboard_id)


@reading
def is_due(root: Root) -> bool:
    """Whether there never was such a dashboard, and somebody is there to get it."""
    return _owner_of_new(root) is not None


@reading
def _find_owner(root: Root) -> UUID | None:
    return _owner_of_new(root)


def _owner_of_new(root: Root) -> UUID | None:
    if _REPORT in root["reports"]:
        return None
    administrators = [user for user in root["users"] if user.is_admin and not user.is_disabled]
    first = min(administrators, key=lambda user: user.created_at, default=None)
    return None if first is None else UUID(first.id)


@transactional
def _note(root: Root, dashboard_id: UUID) -> None:
    root["reports"][_REPORT] = {"dashboard_id": dashboard_id}
