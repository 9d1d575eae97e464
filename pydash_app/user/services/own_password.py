"""Asks a user who is logged in for the password once more, and changes it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydash_app.audit import account, count_failed_login, record
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import NotLoggedInError, TooManyRequestsError, UnavailableError
from pydash_app.limits import RateLimits
from pydash_app.user import repository
from pydash_app.user.services import notices
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.passwords import check_password, hash_password, is_right
from pydash_app.user.services.revocation import revoke_credentials


@dataclass(frozen=True, slots=True)
class _Change:
    """From which password's hash to which; the session's token before and after, if any."""

    before: str
    after: str
    session: tuple[str, str] | None
    end_tokens: bool


def check_own_password(
    database: Database, user_id: UUID, password: str, *, limits: RateLimits, now: datetime
) -> str:
    """Make sure that a user knows the password; its hash, so that a change meanwhile is seen.

    Whoever found an open browser may not guess for ever: wrong ones are counted for the account.

    Raises:
        NotLoggedInError: it is wrong.
        TooManyRequestsError: there were too many wrong ones, or too many are being checked.
        UnavailableError: too many are being checked for others.
        VanishedError: the account does not exist any more.
    """
    password_hash = _get_password_hash(database, user_id)
    charge = limits.wrong_logins_of_account.of(f"logged in: {user_id}")
    limits.charge(charge, now=now)
    try:
        is_owner = is_right(password_hash, password)
    except (TooManyRequestsError, UnavailableError):  # nobody has looked at it
        limits.refund(charge, now=now)
        raise
    if not is_owner:
        count_failed_login(database, str(user_id), by=str(user_id))
        raise wrong_password()
    limits.refund(charge, now=now)
    return password_hash


def wrong_password() -> NotLoggedInError:
    """The refusal of whoever does not know the password."""
    return NotLoggedInError("The password is wrong.", code="wrong_password")


def change_password(  # noqa: PLR0913  what the user says, and what it takes to keep it
    database: Database,
    user_id: UUID,
    *,
    current: str,
    new: str,
    session_token: str | None,
    end_tokens: bool = False,
    limits: RateLimits,
    public_url: str,
    now: datetime,
) -> str | None:
    """Take another password; all else that opens the account ends, and a mail says so.

    The session that asks goes on, and so do API tokens unless `end_tokens` says otherwise.

    Returns:
        the token by which the session that asks is known from now on.

    Raises:
        InvalidInputError: the new one is too weak.
        NotLoggedInError: the current one is wrong.
        TooManyRequestsError: there were too many wrong ones.
        VanishedError: the account does not exist any more.
    """
    check_password(new, field="new_password")
    before = check_own_password(database, user_id, current, limits=limits, now=now)
    renewed = None if session_token is None else make_code()
    session = None if session_token is None or renewed is None else (session_token, renewed)
    change = _Change(before, hash_password(new), session, end_tokens)
    _store(database, user_id, change, public_url, now)
    return renewed


def confirm_password(
    database: Database,
    user_id: UUID,
    password: str,
    *,
    session_token: str | None,
    limits: RateLimits,
    now: datetime,
) -> str | None:
    """Make sure that it is the user who sits there, by the password.

    Returns:
        the token by which the session is known from now on; `None` where there is no session.

    Raises:
        NotLoggedInError: the password is wrong, or the session has ended meanwhile.
        TooManyRequestsError: there were too many wrong ones.
        VanishedError: the account does not exist any more.
    """
    before = check_own_password(database, user_id, password, limits=limits, now=now)
    if session_token is None:
        return None
    renewed = make_code()
    _renew(database, user_id, before, session_token, renewed, now)
    return renewed


@transactional
def _renew(
    root: Root, user_id: UUID, before: str, session_token: str, renewed: str, now: datetime
) -> None:
    user = repository.get_by_id(root, str(user_id))
    if user.password_hash != before:
        raise wrong_password()  # changed while it was being checked
    record(root, "password_confirmed", account(user.id))
    repository.renew_session(root, user, digest_of(session_token), digest_of(renewed), now=now)


@reading
def _get_password_hash(root: Root, user_id: UUID) -> str:
    return repository.get_by_id(root, str(user_id)).password_hash


@transactional
def _store(
    root: Root,
    user_id: UUID,
    change: _Change,
    public_url: str,
    now: datetime,
) -> None:
    user = repository.get_by_id(root, str(user_id))
    if user.password_hash != change.before:
        raise wrong_password()  # changed while it was being checked
    user.password_hash = change.after
    kept = None
    if change.session is not None:
        former, kept = map(digest_of, change.session)
        repository.renew_session(root, user, former, kept, now=now)
    record(root, "password_changed", account(user.id))
    revoke_credentials(root, user, tokens=change.end_tokens, keep_session=kept)
    notices.password_changed(
        root, user, tokens_ended=change.end_tokens, public_url=public_url, now=now
    )
