"""When an app that is busy wants to be asked again."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT_S = 3600
"""An app that says more is asked once an hour: it may have been told something wrong."""

_MOST_DIGITS = 12


def parse_retry_after(header: str, answered_at: datetime | None, now: datetime) -> int | None:
    """Seconds to wait, `LONGEST_WAIT_S` at most; `None` where the header says nothing usable.

    Args:
        header: `Retry-After` as sent: whole seconds, or a date by the app's own clock.
        answered_at: what that clock showed; `None` when it does not tell.
        now: what ours shows.

    Source:
        RFC 9110, section 10.2.3.
    """
    text = header.strip()
    if text.isascii() and text.isdigit():
        wait_s = int(text[:_MOST_DIGITS])
    else:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        wait_s = int((at - (answered_at or now)).total_seconds())
    return min(wait_s, LONGEST_WAIT_S) if wait_s > 0 else None


def in_words(wait_s: int) -> str:
    """A wait as a person reads it, rounded up."""
    if wait_s == 1:
        return "1 second"
    if wait_s < 2 * 60:
        return f"{wait_s} seconds"
    return f"{-(-wait_s // 60)} minutes"
