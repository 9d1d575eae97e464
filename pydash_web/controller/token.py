"""Personal API tokens."""

from uuid import UUID

from pydash_app import user as users
from pydash_app.user import TokenView
from pydash_web.auth import CurrentUser
from pydash_web.schemas.base import MessageAnswer
from pydash_web.schemas.token import CreatedTokenAnswer, CreateTokenBody
from pydash_web.services import Services


def list_all(services: Services, *, user: CurrentUser) -> list[TokenView]:
    """Show every token of the user."""
    return users.list_tokens(services.database, user.account.id)


def create(services: Services, *, user: CurrentUser, body: CreateTokenBody) -> CreatedTokenAnswer:
    """Make a token, and show it this once."""
    made = users.create_token(
        services.database,
        user.account.id,
        name=body.name,
        scope=body.scope,
        expires_at=body.expires_at,
        session_token=user.session_token,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return CreatedTokenAnswer(
        message="Copy the token now: it is not shown again.",
        token=made.token,
        id=made.view.id,
        name=made.view.name,
        scope=made.view.scope,
        created_at=made.view.created_at,
        expires_at=made.view.expires_at,
        last_used_at=made.view.last_used_at,
    )


def delete(services: Services, *, user: CurrentUser, token_id: UUID) -> MessageAnswer:
    """Let a token open nothing any more."""
    users.delete_token(
        services.database,
        user.account.id,
        token_id,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return MessageAnswer(message="The token is deleted.")


def delete_all(services: Services, *, user: CurrentUser) -> MessageAnswer:
    """Let no token of the user open anything any more."""
    count = users.delete_tokens(
        services.database,
        user.account.id,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return MessageAnswer(message=f"{count} tokens are deleted.")
