"""Opens and ends sessions."""

from dataclasses import dataclass
from datetime import datetime

from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import NotAllowedError, NotLoggedInError
from pydash_app.user import credential_repository, repository
from pydash_app.user.entity import Session
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.login_guard import LoginGuard
from pydash_app.user.services.passwords import hash_password, is_right, needs_rehash
from pydash_app.user.view import UserView


@dataclass(frozen=True, slots=True)
class LogIn:
    """A session that was just opened; only its owner ever holds the token."""

    session_token: str
    user: UserView


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Whose session it is, and when its owner last gave the password in it."""

    user: UserView
    authenticated_at: datetime


@dataclass(frozen=True, slots=True)
class _Account:
    """What must be known before the password is looked at; the same for a name that nobody has."""

    password_hash: str | None = None
    knows_address: bool = False


def log_in(
    database: Database, name: str, password: str, *, guard: LoginGuard, now: datetime
) -> LogIn:
    """Open a session for whoever knows the password.

    Raises:
        NotLoggedInError: there is no such name, or the password is wrong; both look the same.
        NotAllowedError: the password is right, and the e-mail address not verified yet, or the
            account disabled.
        TooManyRequestsError: there were too many wrong passwords.
    """
    account = _find_account(database, name, guard)
    charges = guard.charge(name, is_known=account.knows_address, now=now)
    if not is_right(account.password_hash, password):
        raise _wrong_credentials()
    guard.refund(charges, now=now)
    token = make_code()
    user = _open_session(
        database, name, account.password_hash, _strengthen(account, password), token, guard, now
    )
    return LogIn(token, user)


@transactional
def log_out(root: Root, session_token: str) -> None:
    """End a session; one that has ended already stays so."""
    repository.remove_session(root, digest_of(session_token))


@transactional
def end_sessions(root: Root, name: str | None = None) -> int:
    """End every session of a user, or of everybody; how many there were.

    Raises:
        NotFoundError: nobody has this name.
    """
    wanted = list(root["users"]) if name is None else [repository.get_by_name(root, name)]
    count = 0
    for user in wanted:
        count += len(user.session_digests)
        repository.remove_sessions(root, user)
    return count


@reading
def find_by_session(root: Root, session_token: str, *, now: datetime) -> OpenSession | None:
    """The open session with this token."""
    found = repository.find_session(root, digest_of(session_token), now=now)
    if found is None:
        return None
    user, session = found
    return OpenSession(UserView.of(user), session.authenticated_at or session.created_at)


def _strengthen(account: _Account, password: str) -> str | None:
    """A hash with today's parameters, where the stored one is weaker."""
    is_weak = account.password_hash is not None and needs_rehash(account.password_hash)
    return hash_password(password) if is_weak else None


@reading
def _find_account(root: Root, name: str, guard: LoginGuard) -> _Account:
    user = repository.find_by_name(root, name)
    if user is None:
        return _Account()
    digest = guard.digest_for(user.id)
    return _Account(user.password_hash, credential_repository.knows_address(root, user.id, digest))


@transactional
def _open_session(
    root: Root,
    name: str,
    password_hash: str | None,
    stronger: str | None,
    token: str,
    guard: LoginGuard,
    now: datetime,
) -> UserView:
    user = repository.find_by_name(root, name)
    if user is None or user.password_hash != password_hash:
        raise _wrong_credentials()  # changed while the password was being checked
    if not user.is_verified:
        raise NotAllowedError(
            "Your e-mail address is not verified yet. Open the link in the mail that you got.",
            code="not_verified",
        )
    if user.is_disabled:
        raise NotAllowedError(
            "Your account is disabled. Ask whoever runs this PyDash.", code="account_disabled"
        )
    if stronger:
        user.password_hash = stronger
    repository.add_session(root, user, digest_of(token), Session(user.id, now=now))
    credential_repository.remember_address(root, user.id, guard.digest_for(user.id), now=now)
    return UserView.of(user)


def _wrong_credentials() -> NotLoggedInError:
    return NotLoggedInError("The name or the password is wrong.", code="wrong_credentials")
