"""What is stored of an act."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from BTrees.Length import Length
from persistent import Persistent

from pydash_app.audit.circumstances import CredentialKind, DoerKind

Act = Literal[
    "login",
    "login_failed",
    "logout",
    "registered",
    "verification_sent",
    "email_verified",
    "password_confirmed",
    "password_changed",
    "password_reset_requested",
    "password_reset",
    "email_change_requested",
    "email_changed",
    "name_changed",
    "settings_changed",
    "change_undone",
    "second_factor_added",
    "second_factor_removed",
    "token_created",
    "token_deleted",
    "session_ended",
    "sessions_ended",
    "account_added",
    "account_deleted",
    "account_disabled",
    "account_enabled",
    "administrator_appointed",
    "administrator_dismissed",
    "invitation_sent",
    "accounts_listed",
    "dashboard_added",
    "dashboard_changed",
    "dashboard_refreshed",
    "dashboard_deleted",
    "dashboard_exported",
    "history_imported",
    "secret_key_rotated",
]
"""What can be done. A word of it is never given another meaning: scripts look for them."""

SubjectKind = Literal["account", "dashboard", "token", "session", "invitation", "installation"]

KEY_DIGITS = 24
_END_OF_TIME_US = 1 << 63
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Subject:
    """What something was done to.

    Attributes:
        id: of an account, a dashboard, a token, or the public one of a session.
        name: as it was then. An account's is looked up when the list is read, and left out here.
        owner_id: the account to whose list the entry belongs, besides the doer's.
    """

    kind: SubjectKind
    id: str | None = None
    name: str | None = None
    owner_id: str | None = None


def account(user_id: str) -> Subject:
    """An account."""
    return Subject("account", user_id, owner_id=user_id)


class Entry(Persistent):
    """One act, or the failed logins of an account within an hour of the clock.

    Attributes:
        key: sorts entries from the newest to the oldest, and is where a page of them goes on.
        concerns: the accounts in whose lists it is.
        by: the id of a user, or an operator's name.
        origin: an address, or the name of a machine.
        changed: names of the settings that are others now.
        more_origins: where the further ones of those counted came from, the first few.
        count: of those counted; `None` for a single act.
    """

    with_kind: CredentialKind | None = None
    with_id: str | None = None
    with_name: str | None = None
    on_kind: SubjectKind | None = None
    on_id: str | None = None
    on_name: str | None = None
    changed: tuple[str, ...] = ()
    more_origins: tuple[str, ...] = ()
    count: Length | None = None

    def __init__(
        self, act: Act, *, at: datetime, by_kind: DoerKind, by: str | None, origin: str | None
    ) -> None:
        self.key = make_key(at)
        self.at = at
        self.act = act
        self.by_kind = by_kind
        self.by = by
        self.origin = origin
        self.concerns: tuple[str, ...] = ()


def make_key(at: datetime) -> str:
    """A key of its own for what happened at an instant; the later, the smaller."""
    return f"{_count_down(at):016x}{uuid4().hex[:8]}"


def first_key_before(at: datetime) -> str:
    """A key that is smaller than all of what happened before an instant, and than no other."""
    return f"{_count_down(at) + 1:016x}{'0' * 8}"


def _count_down(at: datetime) -> int:
    since = at - _EPOCH
    return _END_OF_TIME_US - (since.days * 86_400 + since.seconds) * 1_000_000 - since.microseconds
