"""Counts what is in the database."""

from dataclasses import dataclass
from datetime import datetime

from pydash_app.database import Database, Root
from pydash_app.database.extent import measure
from pydash_app.database.migrating import VERSION_KEY


@dataclass(frozen=True, slots=True)
class DatabaseStats:
    """What there is.

    Attributes:
        layout: the version of the rooms' layout.
        size_bytes: of the database, with what packing would drop.
        call_count: how many calls were ever stored of the dashboards that there are.
    """

    layout: int
    size_bytes: int
    object_count: int
    last_written_at: datetime
    user_count: int
    session_count: int
    token_count: int
    dashboard_count: int
    failing_dashboard_count: int
    call_count: int
    waiting_mail_count: int


def count(database: Database) -> DatabaseStats:
    """Count everything.

    Raises:
        UnavailableError: the database can't be reached.
    """
    extent = measure(database)
    return database.read(
        lambda root: DatabaseStats(
            layout=root[VERSION_KEY],
            size_bytes=extent.size_bytes,
            object_count=extent.object_count,
            last_written_at=extent.last_written_at,
            user_count=len(root["users"]),
            session_count=len(root["sessions"]),
            token_count=len(root["api_tokens"]),
            dashboard_count=len(root["dashboards"]),
            failing_dashboard_count=_count_failing(root),
            call_count=sum(stored.call_count for stored in root["measurements"].values()),
            waiting_mail_count=len(root["mails"]),
        )
    )


def _count_failing(root: Root) -> int:
    return sum(one.fetching.error_code is not None for one in root["dashboards"])
