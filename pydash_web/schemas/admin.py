"""Bodies and answers of the administrators' routes."""

from typing import Literal
from uuid import UUID

from pydash_web.schemas.base import Answer, Body, Instant
from pydash_web.schemas.health import HealthAnswer
from pydash_web.schemas.texts import FilledName, SentId


class AccountAnswer(Answer):
    """An account."""

    id: UUID
    name: str
    email: str
    created_at: Instant
    is_admin: bool
    is_verified: bool
    is_disabled: bool
    dashboard_count: int
    session_count: int


class FetchingAnswer(Answer):
    """How the fetching of somebody's dashboard goes; `lag_s` is since it last went well."""

    id: UUID
    name: str
    host: str
    owner_name: str
    state: Literal["up_to_date", "backfilling", "full", "failing"]
    error_code: str | None
    error: str | None
    error_since: Instant | None
    last_fetch_at: Instant | None
    lag_s: float
    call_count: int


class StorageAnswer(Answer):
    """How large the database is, and what is left on the disk of the web's data folder."""

    database_bytes: int
    disk_free_bytes: int
    disk_bytes: int


class AdminOverviewAnswer(Answer):
    """The whole installation.

    At most 500 accounts are listed, by name, and 200 dashboards: those that fail first, then those
    that were not fetched for longest.
    """

    health: HealthAnswer
    storage: StorageAnswer
    user_count: int
    dashboard_count: int
    users: list[AccountAnswer]
    dashboards: list[FetchingAnswer]


class EndSessionsBody(Body):
    """Whom to log out, and whether their API tokens end, too."""

    name: FilledName
    tokens: bool = False


class DisableBody(Body):
    """Whom to keep out, or, with `is_disabled` false, to let in again."""

    name: FilledName
    is_disabled: bool = True


class RefreshAnyBody(Body):
    """Which dashboard to fetch."""

    dashboard_id: SentId
