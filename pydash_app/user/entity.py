"""What is stored of a person and of their sessions."""

from datetime import datetime, timedelta
from uuid import uuid4

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

from pydash_app.text_forms import fold

SESSION_LIFETIME = timedelta(days=30)
CODE_LIFETIME = timedelta(hours=24)


class User(Persistent):
    """A person with an account.

    Attributes:
        name_key, email_key: the name and the address in the form in which they are compared.
        password_hash: argon2id, in the PHC string format.
        verification_digest: of the code that proves the address, until it was used.
        session_digests: of the sessions that are open.
        pending_email: an address that takes the place of `email` once it is proved.
        undo_count: how many codes that undo a change were ever mailed.
        is_admin: whether they look after this PyDash.
        is_disabled: whether they are kept out, and their dashboards not fetched.
    """

    pending_email: str | None = None
    undo_count = 0
    is_admin = False
    is_disabled = False

    def __init__(self, *, name: str, email: str, password_hash: str, now: datetime) -> None:
        self.id = str(uuid4())
        self.name = name
        self.name_key = fold(name)
        self.email = email
        self.email_key = fold(email)
        self.password_hash = password_hash
        self.created_at = now
        self.is_verified = False
        self.verification_digest: str | None = None
        self.verification_expires_at: datetime | None = None
        self.session_digests = OOTreeSet()
        self.theme = "system"
        self.play_sounds = False

    def expect_code(self, digest: str, *, now: datetime) -> None:
        """Wait for a verification code; an older one no longer counts."""
        self.verification_digest = digest
        self.verification_expires_at = now + CODE_LIFETIME

    def mark_verified(self) -> None:
        """Believe that the address is this person's; the code is used up."""
        self.is_verified = True
        self.forget_code()

    def has_expired_code(self, *, now: datetime) -> bool:
        """Tell whether a code waits that can't be used any more."""
        return self.verification_expires_at is not None and self.verification_expires_at <= now

    def forget_code(self) -> None:
        """Wait for no code."""
        self.verification_digest = None
        self.verification_expires_at = None

    def rename(self, name: str) -> None:
        """Take another name."""
        self.name = name
        self.name_key = fold(name)

    def move_to(self, email: str) -> None:
        """Use another address, which is proved."""
        self.email = email
        self.email_key = fold(email)
        self.pending_email = None


class Session(Persistent):
    """A browser that has logged in.

    Attributes:
        id: by which its owner ends it; nobody gets in with it. `None` before 0.2.
        device: what the browser said of itself, see `pydash_app.user.device`.
        address: from where it was last used.
        last_used_at: right to some minutes; `None` before 0.2.
        authenticated_at: when the password was last given in it; `None` in sessions of versions
            that did not note it, where that was the login.
    """

    id: str | None = None
    device = ""
    address: str | None = None
    last_used_at: datetime | None = None
    authenticated_at: datetime | None = None

    def __init__(
        self, user_id: str, *, now: datetime, device: str = "", address: str | None = None
    ) -> None:
        self.id = str(uuid4())
        self.user_id = user_id
        self.device = device
        self.address = address
        self.created_at = now
        self.last_used_at = now
        self.authenticated_at = now
        self.expires_at = now + SESSION_LIFETIME
