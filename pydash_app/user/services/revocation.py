"""What ends when the credentials of an account change: one function, called by every door.

The doors are a change and a reset of the password, `pydash user set-password`, disabling, ending
sessions, undoing a change, and deletion.
"""

from dataclasses import dataclass

from pydash_app.database import Root
from pydash_app.user import credential_repository, repository
from pydash_app.user.entity import User


@dataclass(frozen=True, slots=True)
class Revoked:
    """How much ended."""

    session_count: int
    token_count: int


def revoke_credentials(
    root: Root, user: User, *, tokens: bool, keep_session: str | None = None
) -> Revoked:
    """End what was handed out before: sessions, mailed codes, a new address that is not proved.

    Codes that undo a change stay. They went to the address that was the owner's before, and
    somebody who has stolen a session must not be able to make them void by a change of their own.

    Args:
        root: of the database.
        user: whose.
        tokens: whether API tokens end, too.
        keep_session: the digest of the one session that goes on.
    """
    ended = set(user.session_digests) - {keep_session}
    repository.remove_sessions(root, user, but=keep_session)
    revoke_codes(root, user)
    count = credential_repository.remove_tokens(root, user.id) if tokens else 0
    return Revoked(len(ended), count)


def revoke_codes(root: Root, user: User) -> None:
    """End mailed codes of every purpose but undoing, and what waits for them."""
    for purpose in credential_repository.REVOCABLE:
        credential_repository.remove_codes(root, user.id, purpose=purpose)
    credential_repository.remove_invitations(root, user.email_key)
    # Also where nothing changes by it: who reads the account at this moment is to meet a conflict.
    user.pending_email = None
    user.forget_code()
    repository.update(root, user)
