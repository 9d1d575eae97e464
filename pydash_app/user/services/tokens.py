"""Personal API tokens: made, shown, deleted, and recognised."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from pydash_app.audit import Subject, record
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import InvalidInputError
from pydash_app.user import credential_repository, repository
from pydash_app.user.credentials import ApiToken, Scope
from pydash_app.user.services import notices
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.registration import check_name
from pydash_app.user.services.sessions import get_user_in_session
from pydash_app.user.view import UserView

TOKEN_PREFIX = "pydash_"  # noqa: S105  by which people and secret scanners know one
MOST_TOKENS = 100

USE_PRECISION = timedelta(minutes=1)
"""A script that asks all day long causes one commit a minute."""


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as its owner sees it in the list."""

    id: UUID
    name: str
    scope: Scope
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None

    @classmethod
    def of(cls, token: ApiToken) -> Self:
        """Copy what is to be seen."""
        return cls(
            UUID(token.id),
            token.name,
            token.scope,
            token.created_at,
            token.expires_at,
            token.last_used_at,
        )


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made; nobody can show it again."""

    token: str
    view: TokenView


@dataclass(frozen=True, slots=True)
class TokenOwner:
    """Whom a token stands for, what it is good for, and what its owner calls it."""

    user: UserView
    scope: Scope
    token_id: str
    token_name: str


@reading
def list_tokens(root: Root, user_id: UUID) -> list[TokenView]:
    """All tokens of a user, oldest first, expired ones too."""
    return [
        TokenView.of(token)
        for token in credential_repository.list_owned_tokens(root, str(user_id))
    ]


def create_token(
    database: Database,
    user_id: UUID,
    *,
    name: str,
    scope: Scope,
    expires_at: datetime | None,
    session_token: str | None = None,
    public_url: str,
    now: datetime,
) -> NewToken:
    """Make a token; a mail says so.

    Args:
        database: to keep it in.
        user_id: whose.
        name: as it is to be shown.
        scope: what it is good for.
        expires_at: when it ends; never by default.
        session_token: of the session that asks, which must not have ended meanwhile.
        public_url: for the link in the mail.
        now: the present instant.

    Raises:
        InvalidInputError: the name can't be used, the end is past, or there are too many.
    """
    name = check_name(name)
    if expires_at is not None and expires_at <= now:
        reason = "Choose an instant that is yet to come."
        raise InvalidInputError(reason, fields={"expires_at": reason})
    secret = TOKEN_PREFIX + make_code()
    token = ApiToken(
        owner_id=str(user_id),
        name=name,
        scope=scope,
        digest=digest_of(secret),
        expires_at=expires_at,
        now=now,
    )
    view = TokenView.of(token)
    _keep(database, token, session_token, public_url, now)
    return NewToken(secret, view)


@transactional
def delete_token(
    root: Root, user_id: UUID, token_id: UUID, *, public_url: str, now: datetime
) -> None:
    """Delete a token; from then on it opens nothing. A mail says so.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: it belongs to somebody else.
    """
    token = credential_repository.get_owned_token(root, str(user_id), str(token_id))
    record(root, "token_deleted", _subject_of(token))
    credential_repository.remove_token(root, token)
    what = f"the API token with the name {token.name} was deleted"
    user = repository.get_by_id(root, str(user_id))
    notices.tokens_deleted(root, user, what, public_url=public_url, now=now)


@transactional
def delete_tokens(root: Root, user_id: UUID, *, public_url: str, now: datetime) -> int:
    """Delete all tokens of a user; how many there were. A mail says so."""
    user = repository.get_by_id(root, str(user_id))
    for token in credential_repository.list_owned_tokens(root, user.id):
        record(root, "token_deleted", _subject_of(token))
    count = credential_repository.remove_tokens(root, user.id)
    if count:
        what = f"all {count} API tokens were deleted"
        notices.tokens_deleted(root, user, what, public_url=public_url, now=now)
    return count


@reading
def check_token_owner(root: Root, user_id: UUID, token_id: UUID) -> None:
    """Let a user pass who owns a token.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: it belongs to somebody else.
    """
    credential_repository.get_owned_token(root, str(user_id), str(token_id))


def find_by_token(database: Database, secret: str, *, now: datetime) -> TokenOwner | None:
    """Whom a token stands for, unless it is unknown or expired; notes that it was used."""
    digest = digest_of(secret)
    found = _find(database, digest, now)
    if found is None:
        return None
    owner, is_noted = found
    if not is_noted:
        _note_use(database, digest, now)
    return owner


@transactional
def _keep(
    root: Root,
    token: ApiToken,
    session_token: str | None,
    public_url: str,
    now: datetime,
) -> None:
    user = get_user_in_session(root, UUID(token.owner_id), session_token, now=now)
    if len(credential_repository.list_owned_tokens(root, token.owner_id)) >= MOST_TOKENS:
        raise InvalidInputError(
            f"You have {MOST_TOKENS} tokens, and there can't be more. Delete one first.",
            code="quota_exceeded",
        )
    credential_repository.add_token(root, token)
    record(root, "token_created", _subject_of(token))
    notices.token_made(root, user, token, public_url=public_url, now=now)


def _subject_of(token: ApiToken) -> Subject:
    return Subject("token", token.id, token.name, owner_id=token.owner_id)


@reading
def _find(root: Root, digest: str, now: datetime) -> tuple[TokenOwner, bool] | None:
    token = credential_repository.find_token(root, digest)
    if token is None or token.is_expired(now=now):
        return None
    user = repository.find_by_id(root, token.owner_id)
    if user is None or user.is_disabled:
        return None
    return TokenOwner(UserView.of(user), token.scope, token.id, token.name), _is_noted(token, now)


@transactional
def _note_use(root: Root, digest: str, now: datetime) -> None:
    token = credential_repository.find_token(root, digest)
    if token is not None and not _is_noted(token, now):
        token.last_used_at = now


def _is_noted(token: ApiToken, now: datetime) -> bool:
    # One in the future was noted by a clock that was ahead, and is not known to be right.
    used_at = token.last_used_at
    return used_at is not None and now - USE_PRECISION < used_at <= now + USE_PRECISION
