"""How much of a dashboard may be stored, and what happens where that is reached.

Fetching stops, with a warning; nothing that was stored is touched, and nothing is lost, for the
app keeps its calls. It goes on by itself once there is room again.
"""

from pydash_app.errors import InvalidInputError
from pydash_app.measurements.store import Measurements
from pydash_app.settings import Settings

MEGABYTE = 1_000_000


def find_full(settings: Settings, *, call_count: int, stored_bytes: int) -> str | None:
    """The code of the warning where a dashboard holds as much as it may; else `None`."""
    if settings.max_calls and call_count >= settings.max_calls:
        return "call_quota"
    most_bytes = settings.max_dashboard_megabytes * MEGABYTE
    return "byte_quota" if most_bytes and stored_bytes >= most_bytes else None


def refuse_full(settings: Settings, stored: Measurements) -> None:
    """Refuse to import into a dashboard that holds as much as it may.

    Raises:
        InvalidInputError: it does.
    """
    calls, stored_bytes = stored.call_count, stored.stored_bytes
    sentences = {
        "call_quota": (
            f"This dashboard has {calls:,} calls, and may have no more than "
            f"{settings.max_calls:,}. Raise PYDASH_MAX_CALLS"
        ),
        "byte_quota": (
            f"This dashboard takes {stored_bytes // MEGABYTE:,} MB of the database, and may take "
            f"no more than {settings.max_dashboard_megabytes:,}. "
            "Raise PYDASH_MAX_DASHBOARD_MEGABYTES"
        ),
    }
    code = find_full(settings, call_count=calls, stored_bytes=stored_bytes)
    if code is not None:
        reason = f"{sentences[code]}, and run the import again: it goes on where it ended."
        raise InvalidInputError(reason, code="quota_exceeded")
