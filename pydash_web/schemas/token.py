"""Bodies and answers of the token routes."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from pydash_web.schemas.base import Answer, Body, FilledText, Instant

Scope = Literal["read", "write"]


class CreateTokenBody(Body):
    """A token to be made. Without `expires_at` it works until it is deleted."""

    name: FilledText
    scope: Scope = "read"
    expires_at: Instant | None = None


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
