"""How large a database is, and when it was last written."""

from dataclasses import dataclass
from datetime import UTC, datetime

from persistent.timestamp import TimeStamp

from pydash_app.database.connection import Database
from pydash_app.database.failures import outages, translate


@dataclass(frozen=True, slots=True)
class Extent:
    """What a storage says of itself, former states and all that packing would drop included."""

    size_bytes: int
    object_count: int
    last_written_at: datetime


def measure(database: Database) -> Extent:
    """How large a database is.

    Raises:
        UnavailableError: it can't be reached.
    """
    storage = database._zodb.storage  # noqa: SLF001 - of the same package
    try:
        last_tid = storage.lastTransaction()
        written_at = TimeStamp(last_tid).timeTime() if last_tid else 0.0
        return Extent(
            size_bytes=int(storage.getSize() or 0),
            object_count=len(storage),
            last_written_at=datetime.fromtimestamp(written_at, UTC),
        )
    except outages() as error:
        raise translate(error) from error
