"""Looks after the secret key that the security codes of all dashboards are encrypted with."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard
from pydash_app.dashboard.token_cipher import (
    decrypt_headers,
    decrypt_token,
    encrypt_headers,
    encrypt_token,
)
from pydash_app.database import Database, Root, transactional
from pydash_app.errors import SettingsError, UnreadableTokenError
from pydash_app.ports import Progress, tell_nobody
from pydash_app.secret_key import find_secret_key, get_key_path, load_secret_key
from pydash_app.settings import Settings

MOST_AT_ONCE = 500
"""So that a commit stays short."""


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What came of it.

    Attributes:
        changed_count: how many codes were encrypted anew.
        unreadable_count: how many neither key can read; they stay as they are.
    """

    changed_count: int
    unreadable_count: int


def load_key_of(database: Database, settings: Settings) -> bytes:
    """Get the secret key that belongs to a database; made where nothing was encrypted yet.

    Raises:
        SettingsError: it is lost, or can't be used.
        UnavailableError: the database can't be reached.
    """
    if find_secret_key(settings) is None and database.read(repository.list_ids):
        raise SettingsError(
            "The secret key is lost, with which the security codes in the database are encrypted. "
            f"Put {str(get_key_path(settings))!r} back, from a backup perhaps, or set "
            "PYDASH_SECRET_KEY. Only where it is lost for good, run `pydash config rotate-key`, "
            "and have all codes entered anew."
        )
    return load_secret_key(settings)


def encrypt_anew(
    database: Database, *, old: bytes, new: bytes, progress: Progress = tell_nobody
) -> Rekeyed:
    """Encrypt all codes with another key; what was done before an interruption stays done.

    Raises:
        UnavailableError: the database can't be reached; doing it again goes on there.
    """
    ids = database.read(repository.list_ids)
    changed_count = unreadable_count = 0
    for start in range(0, len(ids), MOST_AT_ONCE):
        some = ids[start : start + MOST_AT_ONCE]
        changed, unreadable = _encrypt_some(database, some, old, new)
        changed_count += changed
        unreadable_count += unreadable
        progress(start + len(some), len(ids))
    return Rekeyed(changed_count, unreadable_count)


@transactional
def _encrypt_some(root: Root, ids: Sequence[str], old: bytes, new: bytes) -> tuple[int, int]:
    changed = unreadable = 0
    for dashboard_id in ids:
        dashboard = repository.find(root, dashboard_id)
        if dashboard is None or _can_read(dashboard, new):
            continue
        if not _can_read(dashboard, old):
            unreadable += 1
            continue
        token = decrypt_token(dashboard.encrypted_token, old)
        headers = decrypt_headers(dashboard.encrypted_headers, old)
        dashboard.encrypted_token = encrypt_token(token, new)
        dashboard.encrypted_headers = encrypt_headers(headers, new)
        changed += 1
    return changed, unreadable


def count_unreadable(root: Root, key: bytes) -> int:
    """Of how many dashboards a key can't read the code, or the headers."""
    return sum(not _can_read(one, key) for one in repository.list_all(root))


def _can_read(dashboard: Dashboard, key: bytes) -> bool:
    try:
        decrypt_token(dashboard.encrypted_token, key)
        decrypt_headers(dashboard.encrypted_headers, key)
    except UnreadableTokenError:
        return False
    return True
