"""Probes an app: does it answer at all? What it answers does not matter."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.token_cipher import decrypt_headers
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import AddressRefusedError, InvalidUrlError, UnreadableTokenError
from pydash_app.remote import RemoteGateway
from pydash_app.settings import Settings
from pydash_app.statistics.instants import EPOCH

PATIENCE_S = 60
"""A probe may come so much later than the interval says: others on its host go first."""


def longest_gap_s(settings: Settings) -> int:
    """After so many seconds without a probe nobody was watching."""
    return int(2 * settings.probe_interval) + PATIENCE_S


def probe(
    database: Database,
    remotes: RemoteGateway,
    dashboard_id: UUID,
    *,
    settings: Settings,
    secret_key: bytes,
    now: Callable[[], datetime],
) -> None:
    """Probe an app and note what was seen; an address that PyDash may not ask says nothing.

    Raises:
        UnavailableError: the database can't be reached.
    """
    found = _find(database, dashboard_id)
    if found is None:
        return
    url, encrypted_headers = found
    try:
        headers = decrypt_headers(encrypted_headers, secret_key)
        cause = remotes.carrying(headers).probe(url)
    except (AddressRefusedError, InvalidUrlError, UnreadableTokenError):
        return
    _note(database, dashboard_id, url, cause, longest_gap_s=longest_gap_s(settings), now=now())


@reading
def _find(root: Root, dashboard_id: UUID) -> tuple[str, bytes | None] | None:
    dashboard = repository.find(root, str(dashboard_id))
    if dashboard is None or not dashboard.monitor_downtime:
        return None
    return dashboard.url, dashboard.encrypted_headers


@transactional
def _note(
    root: Root,
    dashboard_id: UUID,
    url: str,
    cause: str | None,
    *,
    longest_gap_s: int,
    now: datetime,
) -> None:
    dashboard = repository.find(root, str(dashboard_id))
    if dashboard is None or dashboard.url != url or not dashboard.monitor_downtime:
        return
    at_s = int((now - EPOCH).total_seconds())
    repository.keep_probe_log(root, dashboard).note(at_s, cause, longest_gap_s=longest_gap_s)
