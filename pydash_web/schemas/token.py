"""Bodies and answers of the token routes."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from pydash_web.schemas.base import Answer, Instant
from pydash_web.schemas.guarded import GuardedBody
from pydash_web.schemas.texts import FilledName, SentInstant

Scope = Literal["read", "write"]


class CreateTokenBody(GuardedBody):
    """A token to be made."""

    name: FilledName
    scope: Scope = "read"
    expires_at: SentInstant | None = Field(
        None, description="Left out, or null: it works until it is deleted."
    )


class TokenAnswer(Answer):
    """A token, as the list shows it; `last_used_at` is right to the minute."""

    id: UUID
    name: str
    scope: Scope
    created_at: Instant
    expires_at: Instant | None
    last_used_at: Instant | None


class CreatedTokenAnswer(TokenAnswer):
    """The token itself, which nobody can show again."""

    message: str
    token: str = Field(repr=False)
