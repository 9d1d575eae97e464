"""Makes sure that a session is still open at the moment in which something is done in it."""

from datetime import datetime
from uuid import UUID

from pydash_app.database import Root
from pydash_app.errors import NotLoggedInError
from pydash_app.user import repository
from pydash_app.user.entity import User
from pydash_app.user.services.codes import digest_of


def get_user_in_session(
    root: Root, user_id: UUID, session_token: str | None, *, now: datetime
) -> User:
    """The user who asks for something, in a session that is open.

    Between the check of a request and its work somebody may have ended the session because it was
    stolen. What is done in it must not outlive that: of the two, one meets a conflict.

    Args:
        root: of the database.
        user_id: who asks.
        session_token: `None` where there is no session to look at.
        now: the present instant.

    Raises:
        NotLoggedInError: the session has ended.
        VanishedError: the account does not exist any more.
    """
    user = repository.get_by_id(root, str(user_id))
    if session_token is None:
        return user
    if repository.find_session(root, digest_of(session_token), now=now) is None:
        raise NotLoggedInError("Your session has ended. Log in again.")
    user._p_jar.readCurrent(user)
    return user
