"""What is stored of tokens, mailed codes and invitations: never the secret itself."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import uuid4

from persistent import Persistent

RESET_LIFETIME = timedelta(hours=1)
INVITATION_LIFETIME = timedelta(days=7)

UNDO_LIFETIME = timedelta(days=7)

Purpose = Literal["reset_password", "change_email", "undo"]
UndoAct = Literal["password", "email", "name", "token"]
Scope = Literal["read", "write"]


class ApiToken(Persistent):
    """Lets a script in, in the name of its owner.

    Attributes:
        digest: of the token.
        last_used_at: to the minute; `None` when never.
    """

    last_used_at: datetime | None = None

    def __init__(
        self,
        *,
        owner_id: str,
        name: str,
        scope: Scope,
        digest: str,
        expires_at: datetime | None,
        now: datetime,
    ) -> None:
        self.id = str(uuid4())
        self.owner_id = owner_id
        self.name = name
        self.scope = scope
        self.digest = digest
        self.created_at = now
        self.expires_at = expires_at

    def is_expired(self, *, now: datetime) -> bool:
        """Tell whether it opens nothing any more."""
        return self.expires_at is not None and self.expires_at <= now


class MailedCode(Persistent):
    """A code that was sent to a user, and what it is good for.

    Attributes:
        email: where it was sent.
        act, detail: what a code for undoing undoes: the name that was, the id of the token.
        number: which of the user's codes for undoing it is; younger ones have higher numbers.
    """

    act: UndoAct = "password"
    detail = ""
    number = 0

    def __init__(
        self, *, user_id: str, purpose: Purpose, email: str, expires_at: datetime
    ) -> None:
        self.user_id = user_id
        self.purpose = purpose
        self.email = email
        self.expires_at = expires_at


class Invitation(Persistent):
    """Lets somebody register where registration is by invitation."""

    def __init__(self, email: str, *, now: datetime) -> None:
        self.email = email
        self.expires_at = now + INVITATION_LIFETIME
