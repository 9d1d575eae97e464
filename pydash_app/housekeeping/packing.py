"""Gives the disk space back that former states and deleted things take."""

from datetime import datetime, timedelta

from pydash_app import health
from pydash_app.database import Database

KEPT = timedelta(days=1)
"""Former states that stay, so that a mistake of yesterday can still be undone by hand."""


def pack(database: Database, *, now: datetime) -> None:
    """Pack the database while others go on using it.

    Raises:
        DiskFullError: there is no space left for the smaller copy.
        UnavailableError: the database can't be reached.
    """
    database.pack(before=now - KEPT)
    health.note_packed(database, now=now)
