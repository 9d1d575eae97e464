"""A user as other parts see one."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from pydash_app.user.entity import User


@dataclass(frozen=True, slots=True)
class UserView:
    """What a logged-in person may see of their own account."""

    id: UUID
    name: str
    email: str
    theme: str
    play_sounds: bool
    pending_email: str | None
    is_admin: bool

    @classmethod
    def of(cls, user: User) -> Self:
        """Copy what is to be seen, so that nothing persistent leaves its transaction."""
        return cls(
            UUID(user.id),
            user.name,
            user.email,
            user.theme,
            user.play_sounds,
            user.pending_email,
            user.is_admin,
        )
