"""Opens and ends sessions."""

from dataclasses import dataclass
from datetime import datetime

from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import NotAllowedError, NotLoggedInError
from pydash_app.user import repository
from pydash_app.user.entity import Session
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.passwords import hash_password, is_right, needs_rehash
from pydash_app.user.view import UserView


@dataclass(frozen=True, slots=True)
class LogIn:
    """A session that was just opened; only its owner ever holds the token."""

    session_token: str
    user: UserView


def log_in(database: Database, name: str, password: str, *, now: datetime) -> LogIn:
    """Open a session for whoever knows the password.

    Raises:
        NotLoggedInError: there is no such name, or the password is wrong; both look the same.
        NotAllowedError: the password is right, and the e-mail address not verified yet.
    """
    password_hash = _find_password_hash(database, name)
    if not is_right(password_hash, password):
        raise _wrong_credentials()
    stronger = hash_password(password) if password_hash and needs_rehash(password_hash) else None
    token = make_code()
    user = _open_session(database, name, password_hash, stronger, digest_of(token), now)
    return LogIn(token, user)


@transactional
def log_out(root: Root, session_token: str) -> None:
    """End a session; one that has ended already stays so."""
    repository.remove_session(root, digest_of(session_token))


@reading
def find_by_session(root: Root, session_token: str, *, now: datetime) -> UserView | None:
    """The user to whom an open session belongs."""
    user = repository.find_by_session(root, digest_of(session_token), now=now)
    return None if user is None else UserView.of(user)


@reading
def _find_password_hash(root: Root, name: str) -> str | None:
    user = repository.find_by_name(root, name)
    return None if user is None else user.password_hash


@transactional
def _open_session(
    root: Root,
    name: str,
    password_hash: str | None,
    stronger: str | None,
    digest: str,
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
    if stronger:
        user.password_hash = stronger
    repository.add_session(root, user, digest, Session(user.id, now=now))
    return UserView.of(user)


def _wrong_credentials() -> NotLoggedInError:
    return NotLoggedInError("The name or the password is wrong.", code="wrong_credentials")
