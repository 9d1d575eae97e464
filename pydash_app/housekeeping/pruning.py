"""Forgets people who never proved their address, expired sessions and codes, and what was done.

Expired tokens stay: their owners see in the list that they have expired, and delete them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from pydash_app import audit
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.mail import allowance
from pydash_app.user import credential_repository
from pydash_app.user import repository as users

UNVERIFIED_LIFETIME = timedelta(days=7)
MOST_AT_ONCE = 500
"""So that a commit stays short and others need not wait for it."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much was forgotten."""

    accounts: int
    sessions: int
    codes: int
    activities: int

    def __str__(self) -> str:
        return (
            f"{self.accounts} accounts that were never verified, {self.sessions} expired "
            f"sessions, {self.codes} expired codes, {self.activities} entries of the audit list"
        )


def prune(database: Database, *, audit_days: int, now: datetime) -> Pruned:
    """Forget what has expired; may be repeated at any time.

    Args:
        database: that grows no more than it must.
        audit_days: for how long the audit list keeps an entry.
        now: the present instant.

    Raises:
        UnavailableError: the database can't be reached.
    """
    accounts = _list_unverified(database, before=now - UNVERIFIED_LIFETIME)
    sessions = _list_expired_sessions(database, now)
    codes = _list_expired_codes(database, now)
    mailed = _list_expired_mailed_codes(database, now)
    _in_batches(_list_mail_counts(database, now), lambda keys: _forget_counts(database, keys))
    return Pruned(
        accounts=_in_batches(accounts, lambda ids: _remove_accounts(database, ids)),
        sessions=_in_batches(sessions, lambda digests: _remove_sessions(database, digests)),
        codes=_in_batches(codes, lambda ids: _remove_codes(database, ids, now))
        + _in_batches(mailed, lambda digests: _remove_mailed_codes(database, digests)),
        activities=audit.prune(database, before=now - timedelta(days=audit_days)),
    )


def _in_batches(keys: Sequence[str], remove: Callable[[list[str]], int]) -> int:
    remaining = iter(keys)
    count = 0
    while batch := list(islice(remaining, MOST_AT_ONCE)):
        count += remove(batch)
    return count


@reading
def _list_unverified(root: Root, *, before: datetime) -> list[str]:
    return [
        user.id for user in root["users"] if not user.is_verified and user.created_at <= before
    ]


@reading
def _list_expired_sessions(root: Root, now: datetime) -> list[str]:
    return [digest for digest, session in root["sessions"].items() if session.expires_at <= now]


@reading
def _list_expired_codes(root: Root, now: datetime) -> list[str]:
    return [user.id for user in root["users"] if user.has_expired_code(now=now)]


@reading
def _list_expired_mailed_codes(root: Root, now: datetime) -> list[str]:
    return credential_repository.list_expired(root, now=now)


@reading
def _list_mail_counts(root: Root, now: datetime) -> list[str]:
    return allowance.list_outdated(root, now=now)


@transactional
def _forget_counts(root: Root, keys: Sequence[str]) -> int:
    allowance.forget(root, keys)
    return len(keys)


@transactional
def _remove_accounts(root: Root, user_ids: Sequence[str]) -> int:
    count = 0
    for user_id in user_ids:
        user = root["users"].get("id", user_id)
        if user is not None and not user.is_verified:  # else verified a moment ago
            credential_repository.remove_everything(root, user_id)
            users.remove(root, user)
            audit.forget_account(root, user_id)
            count += 1
    return count


@transactional
def _remove_sessions(root: Root, digests: Sequence[str]) -> int:
    for digest in digests:
        users.remove_session(root, digest)
    return len(digests)


@transactional
def _remove_codes(root: Root, user_ids: Sequence[str], now: datetime) -> int:
    count = 0
    for user_id in user_ids:
        user = root["users"].get("id", user_id)
        if user is not None and user.has_expired_code(now=now):
            user.forget_code()
            users.update(root, user)
            count += 1
    return count


@transactional
def _remove_mailed_codes(root: Root, digests: Sequence[str]) -> int:
    for digest in digests:
        credential_repository.remove_code(root, digest)
        credential_repository.remove_invitation(root, digest)
    return len(digests)
