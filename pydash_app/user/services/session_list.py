"""Shows a user the sessions that are open, ends them one by one, and notes that one was used."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from pydash_app.audit import Subject, account, record
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import NotAllowedError, NotFoundError, UnavailableError
from pydash_app.user import repository
from pydash_app.user.entity import Session, User
from pydash_app.user.services.codes import digest_of

_log = logging.getLogger(__name__)

USE_PRECISION = timedelta(minutes=5)
"""A page that asks all day long causes twelve commits an hour."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as its owner sees it in the list.

    Attributes:
        device: what its browser said of itself at the login; empty where it said nothing.
        address: from where it was last used.
        last_used_at: right to `USE_PRECISION`.
        is_current: whether it is the one that asks.
    """

    id: UUID
    device: str
    address: str | None
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Some sessions, the newest first, and where the next page begins; `None` for the last."""

    sessions: list[SessionView]
    next_cursor: str | None


@reading
def list_sessions(
    root: Root,
    user_id: UUID,
    session_token: str | None,
    *,
    cursor: UUID | None,
    limit: int,
    now: datetime,
) -> SessionPage:
    """The open sessions of a user.

    Args:
        root: where they are.
        user_id: whose.
        session_token: of the one that asks.
        cursor: the last one of the page before; one that has ended begins the list again.
        limit: how many at most.
        now: the present instant.

    Raises:
        VanishedError: the account does not exist any more.
    """
    user = repository.get_by_id(root, str(user_id))
    current = None if session_token is None else digest_of(session_token)
    views = [
        _show(digest, session, is_current=digest == current)
        for digest, session in _open_ones(root, user, now)
    ]
    views.sort(key=lambda view: (view.created_at, view.id.hex), reverse=True)
    ids = [view.id for view in views]
    first = ids.index(cursor) + 1 if cursor in ids else 0
    shown = list(islice(views, first, first + limit))
    has_more = first + limit < len(views)
    return SessionPage(shown, str(shown[-1].id) if has_more else None)


@reading
def check_session_owner(root: Root, user_id: UUID, session_id: UUID) -> None:
    """Let a user pass whose session this is.

    Raises:
        NotFoundError: there is no such session.
        NotAllowedError: it is somebody else's.
    """
    _get_digest(root, user_id, session_id)


@transactional
def end_session(root: Root, user_id: UUID, session_id: UUID) -> None:
    """End one session of a user, which may be the one that asks.

    Raises:
        NotFoundError: there is no such session.
        NotAllowedError: it is somebody else's.
    """
    digest = _get_digest(root, user_id, session_id)
    record(root, "session_ended", _subject_of(digest, root["sessions"][digest]))
    repository.remove_session(root, digest)


@transactional
def end_other_sessions(root: Root, user_id: UUID, session_token: str | None) -> int:
    """End all sessions of a user but the one that asks; how many those were.

    Raises:
        VanishedError: the account does not exist any more.
    """
    user = repository.get_by_id(root, str(user_id))
    kept = None if session_token is None else digest_of(session_token)
    count = sum(1 for digest in user.session_digests if digest != kept)
    repository.remove_sessions(root, user, but=kept)
    record(root, "sessions_ended", account(user.id))
    return count


def note_use(database: Database, session_token: str, *, address: str, now: datetime) -> None:
    """Note that a session is used, and from where; no more than that depends on it.

    A disk that is full, or a database that is busy, refuses nobody what they may read.
    """
    try:
        _note_use(database, digest_of(session_token), address, now)
    except UnavailableError as error:
        _log.warning("The use of a session is not noted: %s", error.message)


def is_noted(session: Session, *, now: datetime) -> bool:
    """Whether it is known, right to `USE_PRECISION`, that a session is in use."""
    # One in the future was noted by a clock that was ahead, and is not known to be right.
    used_at = session.last_used_at
    return used_at is not None and now - USE_PRECISION < used_at <= now + USE_PRECISION


@transactional
def _note_use(root: Root, digest: str, address: str, now: datetime) -> None:
    session = root["sessions"].get(digest)
    if session is not None and not is_noted(session, now=now):
        session.last_used_at, session.address = now, address


def _open_ones(root: Root, user: User, now: datetime) -> Iterator[tuple[str, Session]]:
    for digest in user.session_digests:
        session = root["sessions"].get(digest)
        if session is not None and session.expires_at > now:
            yield digest, session


def _show(digest: str, session: Session, *, is_current: bool) -> SessionView:
    return SessionView(
        id=UUID(repository.id_of_session(digest, session)),
        device=session.device,
        address=session.address,
        created_at=session.created_at,
        last_used_at=session.last_used_at or session.created_at,
        expires_at=session.expires_at,
        is_current=is_current,
    )


def _subject_of(digest: str, session: Session) -> Subject:
    session_id = repository.id_of_session(digest, session)
    return Subject("session", session_id, session.device or None, owner_id=session.user_id)


def _get_digest(root: Root, user_id: UUID, session_id: UUID) -> str:
    digest = repository.find_session_digest(root, str(user_id), str(session_id))
    if digest is None:
        raise NotFoundError("There is no such session. It may have ended already.")
    if root["sessions"][digest].user_id != str(user_id):
        raise NotAllowedError("This session belongs to somebody else.")
    return digest
