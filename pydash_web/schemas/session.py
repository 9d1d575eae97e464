"""The list of a user's sessions."""

from uuid import UUID

from pydantic import Field

from pydash_web.schemas.base import Answer, Instant, Query
from pydash_web.schemas.texts import SentId


class SessionsParameters(Query):
    """Which page of the list."""

    cursor: SentId | None = Field(
        None,
        description="Where to go on: `next_cursor` of the page before. Without it, or where that "
        "session has ended, the list begins with the newest.",
    )
    limit: int = Field(50, ge=1, le=200, description="How many at most.")


class SessionAnswer(Answer):
    """A session that is open.

    `device` is what the browser said of itself at the login, empty where it said nothing that
    PyDash knows. `address` is where it was last used, `last_used_at` is right to five minutes.
    """

    id: UUID
    device: str
    address: str | None
    created_at: Instant
    last_used_at: Instant
    expires_at: Instant
    is_current: bool


class SessionPageAnswer(Answer):
    """Some sessions, newest first; `next_cursor` is `null` where these are the last."""

    sessions: list[SessionAnswer]
    next_cursor: str | None
