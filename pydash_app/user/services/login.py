"""Opens and ends sessions."""

from dataclasses import dataclass
from datetime import datetime

from pydash_app.audit import Credential, Subject, account, count_failed_login, record
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import (
    InvalidInputError,
    NotAllowedError,
    NotLoggedInError,
    TooManyRequestsError,
    UnavailableError,
)
from pydash_app.user import credential_repository, repository
from pydash_app.user.entity import Session, User
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.login_guard import LoginGuard
from pydash_app.user.services.passwords import hash_password, is_right, needs_rehash
from pydash_app.user.services.registration import (
    LONGEST_EMAIL_CHARACTERS,
    LONGEST_SENT_NAME_CHARACTERS,
    check_email,
)
from pydash_app.user.services.revocation import Revoked, revoke_credentials
from pydash_app.user.services.session_list import is_noted
from pydash_app.user.view import UserView

LONGEST_LOGIN_CHARACTERS = max(LONGEST_SENT_NAME_CHARACTERS, LONGEST_EMAIL_CHARACTERS)
"""Nobody's name, and no address, is longer."""


@dataclass(frozen=True, slots=True)
class LogIn:
    """A session that was just opened; only its owner ever holds the token."""

    session_token: str
    user: UserView


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Whose session it is, and when its owner last gave the password in it.

    Attributes:
        id: by which its owner knows it.
        is_noted: whether it is known already that it is in use.
    """

    user: UserView
    authenticated_at: datetime
    id: str
    is_noted: bool


@dataclass(frozen=True, slots=True)
class Client:
    """Where a session is opened; see `Session`."""

    device: str = ""
    address: str | None = None


@dataclass(frozen=True, slots=True)
class _Account:
    """What must be known before the password is looked at; the same for a name that nobody has."""

    user_id: str | None = None
    password_hash: str | None = None
    knows_address: bool = False


def log_in(
    database: Database,
    name: str,
    password: str,
    *,
    guard: LoginGuard,
    now: datetime,
    client: Client = Client(),
) -> LogIn:
    """Open a session for whoever knows the password.

    The name may be the e-mail address, and blanks around it do not count, as at the registration.
    Too long a name, or a password, is a wrong one.

    Raises:
        NotLoggedInError: there is no such name, or the password is wrong; both look the same.
        NotAllowedError: the password is right, and the e-mail address not verified yet, or the
            account disabled.
        TooManyRequestsError: there were too many wrong passwords, or too many are being checked
            for whoever asks.
        UnavailableError: too many are for others.
    """
    is_possible = len(name) <= LONGEST_LOGIN_CHARACTERS
    # Too long a one is refused after the same work, and counted.
    name = name[:LONGEST_LOGIN_CHARACTERS].strip()
    found = _find_account(database, name, guard)
    counted = _counted_as(name)
    charges = guard.charge(counted, is_known=found.knows_address, now=now)
    try:
        with guard.asking(counted, is_known=found.knows_address):
            is_owner = is_right(found.password_hash if is_possible else None, password)
    except (TooManyRequestsError, UnavailableError):  # nobody has looked at the password
        guard.refund(charges, now=now)
        raise
    if not is_owner:
        count_failed_login(database, found.user_id)
        raise _wrong_credentials()
    guard.refund(charges, now=now)
    token, stronger = make_code(), _strengthen(found, password)
    try:
        user = _open_session(database, name, found, stronger, token, guard, client, now)
    except NotAllowedError:
        count_failed_login(database, found.user_id)
        raise
    return LogIn(token, user)


@transactional
def log_out(root: Root, session_token: str) -> None:
    """End a session; one that has ended already stays so."""
    digest = digest_of(session_token)
    session = root["sessions"].get(digest)
    if session is not None:
        record(root, "logout", account(session.user_id), by=session.user_id)
    repository.remove_session(root, digest)


@transactional
def end_sessions(root: Root, name: str | None = None, *, tokens: bool = False) -> Revoked:
    """End every session and mailed code of a user, or of everybody.

    Args:
        root: of the database.
        name: of the user; everybody by default.
        tokens: whether API tokens end, too.

    Raises:
        NotFoundError: nobody has this name.
    """
    wanted = list(root["users"]) if name is None else [repository.get_by_name(root, name)]
    ended = []
    for user in wanted:
        ended.append(revoke_credentials(root, user, tokens=tokens))
        record(root, "sessions_ended", account(user.id))
    return Revoked(sum(one.session_count for one in ended), sum(one.token_count for one in ended))


@reading
def find_by_session(root: Root, session_token: str, *, now: datetime) -> OpenSession | None:
    """The open session with this token."""
    found = repository.find_session(root, digest_of(session_token), now=now)
    if found is None:
        return None
    user, session = found
    return OpenSession(
        UserView.of(user),
        session.authenticated_at or session.created_at,
        repository.id_of_session(digest_of(session_token), session),
        is_noted(session, now=now),
    )


def _strengthen(found: _Account, password: str) -> str | None:
    """A hash with today's parameters, where the stored one is weaker."""
    is_weak = found.password_hash is not None and needs_rehash(found.password_hash)
    try:
        return hash_password(password) if is_weak else None
    except (TooManyRequestsError, UnavailableError):  # the next login will do
        return None


def _find(root: Root, name: str) -> User | None:
    """The user with this address, once that is proved, or else with this name.

    In older versions a name could be somebody else's address. Whose the address is gets in with
    it; whoever has the name has an address, too. A mere claim to an address shuts nobody out.
    """
    by_name = repository.find_by_name(root, name)
    by_email = _find_by_email(root, name) if "@" in name else None
    is_first = by_email is not None and (by_email.is_verified or by_name is None)
    return by_email if is_first else by_name


def _counted_as(name: str) -> str:
    """One text for all spellings of an address; its domain has two."""
    try:
        return check_email(name)
    except InvalidInputError:
        return name


def _find_by_email(root: Root, text: str) -> User | None:
    try:
        return repository.find_by_email(root, check_email(text))
    except InvalidInputError:
        return None


@reading
def _find_account(root: Root, name: str, guard: LoginGuard) -> _Account:
    user = _find(root, name)
    if user is None:
        return _Account()
    digest = guard.digest_for(user.id)
    return _Account(
        user.id, user.password_hash, credential_repository.knows_address(root, user.id, digest)
    )


@transactional
def _open_session(
    root: Root,
    name: str,
    found: _Account,
    stronger: str | None,
    token: str,
    guard: LoginGuard,
    client: Client,
    now: datetime,
) -> UserView:
    user = _find(root, name)
    if user is None or user.password_hash != found.password_hash:
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
    session = Session(user.id, now=now, device=client.device, address=client.address)
    repository.add_session(root, user, digest_of(token), session)
    opened = Subject("session", session.id, session.device or None, owner_id=user.id)
    record(root, "login", opened, by=user.id, credential=Credential("password"))
    credential_repository.remember_address(root, user.id, guard.digest_for(user.id), now=now)
    return UserView.of(user)


def _wrong_credentials() -> NotLoggedInError:
    return NotLoggedInError("The name or the password is wrong.", code="wrong_credentials")
