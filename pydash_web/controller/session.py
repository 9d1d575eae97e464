"""The sessions that a user has open."""

from uuid import UUID

from pydash_app import user as users
from pydash_app.user import SessionPage
from pydash_web.auth import CurrentUser, forget_session
from pydash_web.schemas.base import MessageAnswer
from pydash_web.schemas.session import SessionsParameters
from pydash_web.services import Services


def list_all(services: Services, *, user: CurrentUser, query: SessionsParameters) -> SessionPage:
    """Show where the user is logged in."""
    return users.list_sessions(
        services.database,
        user.account.id,
        user.session_token,
        cursor=query.cursor,
        limit=query.limit,
        now=services.now(),
    )


def end(services: Services, *, user: CurrentUser, session_id: UUID) -> MessageAnswer:
    """End one session; the one that asks is a logout."""
    users.end_session(services.database, user.account.id, session_id)
    if user.credential.id == str(session_id):
        forget_session()
    return MessageAnswer(message="The session has ended.")


def end_others(services: Services, *, user: CurrentUser) -> MessageAnswer:
    """End all sessions but the one that asks."""
    count = users.end_other_sessions(services.database, user.account.id, user.session_token)
    ended = "No other session was" if count == 0 else f"{count} other sessions were"
    return MessageAnswer(message=f"{ended} open. This one goes on.")
