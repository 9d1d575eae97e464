"""Which dashboards there are, whose they are, and which one an operator means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from pydash_app.dashboard import repository as dashboards
from pydash_app.dashboard.entity import Dashboard
from pydash_app.dashboard.services.schedule import state_of
from pydash_app.database import Root, reading
from pydash_app.errors import InvalidInputError, NotFoundError
from pydash_app.user import repository as users


@dataclass(frozen=True, slots=True)
class DashboardLine:
    """A dashboard as operators see it; what its calls tell is its owner's alone.

    Attributes:
        state: see `pydash_app.dashboard.services.schedule.STATES`.
    """

    id: UUID
    user: str
    user_id: UUID
    name: str
    url: str
    state: str
    error_code: str | None
    error: str | None
    last_fetch_at: datetime | None

    @classmethod
    def of(cls, dashboard: Dashboard, user_name: str) -> Self:
        """Copy what is to be seen."""
        fetching = dashboard.fetching
        return cls(
            id=UUID(dashboard.id),
            user=user_name,
            user_id=UUID(dashboard.owner_id),
            name=dashboard.name,
            url=dashboard.url,
            state=state_of(fetching),
            error_code=fetching.error_code,
            error=fetching.error_message,
            last_fetch_at=fetching.last_fetch_at,
        )


@reading
def find_owner_id(root: Root, user_name: str) -> UUID:
    """The id of a user who can have dashboards.

    Raises:
        InvalidInputError: they can't log in, so nobody would see them.
        NotFoundError: nobody has this name.
    """
    user = users.get_by_name(root, user_name)
    if user.is_disabled:
        raise InvalidInputError(
            f"{user.name} is disabled. Run `pydash user disable --undo {user.name}` first."
        )
    if not user.is_verified:
        raise InvalidInputError(
            f"{user.name}'s e-mail address is not verified, so they can't log in. "
            f"Run `pydash user verify {user.name}` first."
        )
    return UUID(user.id)


@reading
def list_dashboards(root: Root, user_name: str | None = None) -> list[DashboardLine]:
    """The dashboards of one user, or of all, by user and age.

    Raises:
        NotFoundError: nobody has this name.
    """
    return _list(root, user_name)


@reading
def find_dashboard(root: Root, wanted: str, user_name: str | None) -> DashboardLine:
    """The dashboard with an id, or with a name, of one user or of all.

    Raises:
        InvalidInputError: several have that name.
        NotFoundError: none has it.
    """
    lines = [one for one in _list(root, user_name) if wanted in (str(one.id), one.name)]
    if not lines:
        whose = "" if user_name is None else f" of {user_name}"
        raise NotFoundError(f"There is no dashboard {wanted!r}{whose}. See: pydash dashboard list")
    if len(lines) > 1:
        ids = ", ".join(f"{one.id} ({one.user})" for one in lines)
        raise InvalidInputError(f"Several dashboards are called {wanted!r}. Give an id: {ids}")
    return lines[0]


def _list(root: Root, user_name: str | None) -> list[DashboardLine]:
    chosen = list(root["users"]) if user_name is None else [users.get_by_name(root, user_name)]
    return [
        DashboardLine.of(dashboard, user.name)
        for user in sorted(chosen, key=lambda user: (user.created_at, user.id))
        for dashboard in dashboards.list_owned(root, user.id)
    ]
