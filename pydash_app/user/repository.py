"""Finds and keeps users and their sessions."""

from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from multi_indexed_collection import DuplicateIndexError

from pydash_app.database import Root
from pydash_app.errors import (
    AlreadyExistsError,
    NotFoundError,
    NotLoggedInError,
    VanishedError,
)
from pydash_app.text_forms import LONGEST_NORMALIZED_CHARACTERS, fold
from pydash_app.user import looks
from pydash_app.user.entity import Session, User

MOST_SESSIONS = 50
"""Of a user; a script that logs in again and again ends its own oldest ones."""


def add(root: Root, user: User) -> None:
    """Keep a new user.

    Raises:
        AlreadyExistsError: the name, or one that looks like it, is taken.
    """
    if is_taken(root, user.name):
        raise AlreadyExistsError(
            "This name is taken. Choose another one.",
            code="name_taken",
            fields={"name": "This name is taken."},
        )
    root["users"].add(user)
    looks.note(root, user)


def is_taken(root: Root, name: str, *, but: User | None = None) -> bool:
    """Whether a name, or one that looks like it, is somebody's, of whom `but` is not meant."""
    owner = find_by_name(root, name)
    return (owner is not None and owner is not but) or looks.has_double(root, name, but=but)


def rename(root: Root, user: User, name: str) -> None:
    """Have a user bear another name.

    Raises:
        AlreadyExistsError: the name, or one that looks like it, is taken.
    """
    if is_taken(root, name, but=user):
        raise AlreadyExistsError("This name is taken. Choose another one.", code="name_taken")
    looks.forget(root, user)
    user.rename(name)
    update(root, user)
    looks.note(root, user)


def update(root: Root, user: User) -> None:
    """Index a user anew after a change.

    Raises:
        AlreadyExistsError: the new name or address belongs to somebody else.
    """
    try:
        root["users"].update_item(user)
    except DuplicateIndexError as error:
        raise AlreadyExistsError("This name is taken. Choose another one.") from error


def find_by_name(root: Root, name: str) -> User | None:
    """The user with this name, however it is spelled."""
    if len(name) > LONGEST_NORMALIZED_CHARACTERS:
        return None  # nobody's name is
    return _find(root, "name_key", fold(name))


def find_by_email(root: Root, email: str) -> User | None:
    """The user with this address."""
    return _find(root, "email_key", fold(email))


def find_by_verification_digest(root: Root, digest: str) -> User | None:
    """The user who is to prove an address with the code of this digest."""
    return _find(root, "verification_digest", digest)


def find_by_id(root: Root, user_id: str) -> User | None:
    """The user with this id."""
    return _find(root, "id", user_id)


def get_by_name(root: Root, name: str) -> User:
    """The user with this name, however it is spelled.

    Raises:
        NotFoundError: nobody has it.
    """
    user = find_by_name(root, name)
    if user is None:
        raise NotFoundError(f"Nobody has the name {name!r}.")
    return user


def get_by_id(root: Root, user_id: str) -> User:
    """The user who is logged in.

    Raises:
        VanishedError: the account was deleted since.
    """
    user = find_by_id(root, user_id)
    if user is None:
        raise VanishedError("Your account does not exist any more.")
    return user


def remove(root: Root, user: User) -> None:
    """Drop a user and all sessions of theirs."""
    remove_sessions(root, user)
    looks.forget(root, user)
    root["users"].remove(user)


def add_session(root: Root, user: User, digest: str, session: Session) -> None:
    """Open a session; the user's expired ones end, and the oldest where there are too many."""
    for former in list(user.session_digests):
        if root["sessions"][former].expires_at <= session.created_at:
            remove_session(root, former)
    by_age = sorted(user.session_digests, key=lambda each: root["sessions"][each].created_at)
    for former in by_age[: max(0, len(by_age) - MOST_SESSIONS + 1)]:
        remove_session(root, former)
    if len(by_age) > MOST_SESSIONS // 2:
        user._p_changed = True  # of two who log in at once, each must count the other
    keep_session(root, user, digest, session)


def keep_session(root: Root, user: User, digest: str, session: Session) -> None:
    """Let a session be found by the digest of its token, and by its id."""
    root["sessions"][digest] = session
    user.session_digests.add(digest)
    if session.id is not None:
        root["session_digests_by_id"][session.id] = digest


def id_of_session(digest: str, session: Session) -> str:
    """By what a session is known to its owner; before 0.2 none had an id of its own."""
    return session.id or str(uuid5(NAMESPACE_OID, digest))


def find_session_digest(root: Root, user_id: str, session_id: str) -> str | None:
    """The digest of the session with this id: anybody's, or an old one of this user."""
    digest: str | None = root["session_digests_by_id"].get(session_id)
    user = find_by_id(root, user_id)
    if digest is not None or user is None:
        return digest
    owned = ((each, root["sessions"][each]) for each in user.session_digests)
    return next((each for each, one in owned if id_of_session(each, one) == session_id), None)


def find_session(root: Root, digest: str, *, now: datetime) -> tuple[User, Session] | None:
    """An open session, and the user to whom it belongs."""
    session: Session | None = root["sessions"].get(digest)
    if session is None or session.expires_at <= now:
        return None
    user = find_by_id(root, session.user_id)
    return None if user is None or user.is_disabled else (user, session)


def renew_session(root: Root, user: User, digest: str, new_digest: str, *, now: datetime) -> None:
    """Let an open session of a user be known by another token from now on; its password was given.

    Raises:
        NotLoggedInError: it has ended meanwhile.
    """
    session: Session | None = root["sessions"].get(digest)
    if session is None or session.user_id != user.id:
        raise NotLoggedInError("Your session has ended. Log in again.")
    remove_session(root, digest)
    session.authenticated_at = now
    session.id = id_of_session(digest, session)  # its owner knows it by this, also after that
    keep_session(root, user, new_digest, session)


def remove_session(root: Root, digest: str) -> None:
    """End a session; one that has ended already stays so."""
    session = root["sessions"].pop(digest, None)
    if session is not None and session.id is not None:
        root["session_digests_by_id"].pop(session.id, None)
    user = None if session is None else find_by_id(root, session.user_id)
    if user is not None and digest in user.session_digests:
        user.session_digests.remove(digest)


def remove_sessions(root: Root, user: User, *, but: str | None = None) -> None:
    """End all sessions of a user, or all but the one with this digest."""
    for digest in list(user.session_digests):
        if digest != but:
            remove_session(root, digest)


def _find(root: Root, index: str, key: str) -> User | None:
    user: User | None = root["users"].get(index, key)
    return user
