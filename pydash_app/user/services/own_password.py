"""Asks a user who is logged in for the password once more, and changes it."""

from datetime import datetime
from uuid import UUID

from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import NotLoggedInError
from pydash_app.limits import RateLimits
from pydash_app.mail import queue
from pydash_app.user import credential_repository, repository
from pydash_app.user.services import letters
from pydash_app.user.services.codes import digest_of
from pydash_app.user.services.passwords import check_password, hash_password, is_right


def check_own_password(
    database: Database, user_id: UUID, password: str, *, limits: RateLimits, now: datetime
) -> str:
    """Make sure that a user knows the password; its hash, so that a change meanwhile is seen.

    Whoever found an open browser may not guess for ever: wrong ones are counted for the account.

    Raises:
        NotLoggedInError: it is wrong.
        TooManyRequestsError: there were too many wrong ones.
        VanishedError: the account does not exist any more.
    """
    password_hash = _get_password_hash(database, user_id)
    charge = limits.wrong_logins_of_account.of(f"logged in: {user_id}")
    limits.charge(charge, now=now)
    if not is_right(password_hash, password):
        raise wrong_password()
    limits.refund(charge, now=now)
    return password_hash


def wrong_password() -> NotLoggedInError:
    """The refusal of whoever does not know the password."""
    return NotLoggedInError("The password is wrong.", code="wrong_password")


def change_password(
    database: Database,
    user_id: UUID,
    *,
    current: str,
    new: str,
    session_token: str | None,
    limits: RateLimits,
    public_url: str,
    now: datetime,
) -> None:
    """Take another password; every session ends but the one that asks, and a mail says so.

    Raises:
        InvalidInputError: the new one is too weak.
        NotLoggedInError: the current one is wrong.
        TooManyRequestsError: there were too many wrong ones.
        VanishedError: the account does not exist any more.
    """
    check_password(new, field="new_password")
    before = check_own_password(database, user_id, current, limits=limits, now=now)
    kept = None if session_token is None else digest_of(session_token)
    _store(database, user_id, before, hash_password(new), kept, public_url, now)


@reading
def _get_password_hash(root: Root, user_id: UUID) -> str:
    return repository.get_by_id(root, str(user_id)).password_hash


@transactional
def _store(
    root: Root,
    user_id: UUID,
    before: str,
    after: str,
    kept: str | None,
    public_url: str,
    now: datetime,
) -> None:
    user = repository.get_by_id(root, str(user_id))
    if user.password_hash != before:
        raise wrong_password()  # changed while it was being checked
    user.password_hash = after
    repository.remove_sessions(root, user, but=kept)
    credential_repository.remove_codes(root, user.id, purpose="reset_password")
    queue.add(root, letters.password_changed(user, public_url, now=now))
