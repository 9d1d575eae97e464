"""PyDash's own web as an app that Flask-MonitoringDashboard measures, and PyDash watches."""

from datetime import datetime
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard
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
    """Give the first administrator a dashboard of PyDash itself, once, and let it find PyDash.

    One that was deleted does not come back; one whose address somebody has changed stays so.

    Raises:
        RemoteError: the web does not answer on this machine, or PyDash may not go there.
    """
    url = _url_of(settings)
    _move(database, url)
    owner_id = _find_owner(database)
    if owner_id is None:
        return
    dashboard_id = register(
        database,
        remotes,
        user_id=owner_id,
        name=NAME,
        url=url,
        token=make_security_token(secret_key),
        secret_key=secret_key,
        now=now,
    )
    _note(database, dashboard_id, url)


@reading
def is_due(root: Root, *, settings: Settings) -> bool:
    """Whether there never was such a dashboard, or the settings have moved PyDash since."""
    return _owner_of_new(root) is not None or _find_moved(root, _url_of(settings)) is not None


@reading
def _find_owner(root: Root) -> UUID | None:
    return _owner_of_new(root)


def _owner_of_new(root: Root) -> UUID | None:
    if _REPORT in root["reports"]:
        return None
    administrators = [user for user in root["users"] if user.is_admin and not user.is_disabled]
    first = min(administrators, key=lambda user: user.created_at, default=None)
    return None if first is None else UUID(first.id)


def _url_of(settings: Settings) -> str:
    return f"http://127.0.0.1:{settings.port}{settings.base_path}/{LINK}"


def _find_moved(root: Root, url: str) -> Dashboard | None:
    """The dashboard, where it has the address that it was given, and PyDash has another one."""
    report = root["reports"].get(_REPORT)
    dashboard = report and repository.find(root, str(report["dashboard_id"]))
    if not dashboard or dashboard.url == url:
        return None
    # The first versions did not write down what it was given.
    given = report.get("url", dashboard.url if dashboard.url.endswith(f"/{LINK}") else None)
    return dashboard if dashboard.url == given else None


@transactional
def _move(root: Root, url: str) -> None:
    moved = _find_moved(root, url)
    if moved is not None:
        moved.url = url
        root["reports"][_REPORT] = {"dashboard_id": UUID(moved.id), "url": url}


@transactional
def _note(root: Root, dashboard_id: UUID, url: str) -> None:
    root["reports"][_REPORT] = {"dashboard_id": dashboard_id, "url": url}
