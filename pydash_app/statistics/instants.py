"""Between aware datetimes, microseconds since 1970, and what the clocks of a zone show.

`datetime` ends with the year 9999, and in UTC so does time itself here; the clocks of zones east
of it show a day more, and those west of it begin a day before the year 1.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_INSTANT = datetime.min.replace(tzinfo=UTC)
LAST_INSTANT = datetime.max.replace(tzinfo=UTC)

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)


def to_us(instant: datetime) -> int:
    """Microseconds since 1970 of an aware datetime; exact, which `timestamp()` is not."""
    return (instant - EPOCH) // _MICROSECOND


def from_us(instant_us: int) -> datetime:
    """The aware datetime, UTC, of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=instant_us)


def offset_us(instant_us: int, zone: ZoneInfo) -> int:
    """How far the clocks of a zone are ahead of UTC at an instant, microseconds."""
    # No zone changes its clocks on the first or on the last day of all.
    inside_us = min(max(instant_us, _FIRST_INSIDE_US), _LAST_INSIDE_US)
    return (from_us(inside_us).astimezone(zone).utcoffset() or timedelta()) // _MICROSECOND


def local_offset_us(shown_us: int, zone: ZoneInfo) -> int:
    """How far the clocks of a zone are ahead of UTC when they show something, microseconds.

    Args:
        shown_us: what they show, in microseconds since they showed the first moment of 1970. Of
            what they show twice the first time counts.
        zone: whose clocks.
    """
    inside_us = min(max(shown_us, _FIRST_INSIDE_US), _LAST_INSIDE_US)
    shown = from_us(inside_us).replace(tzinfo=zone)
    return (shown.utcoffset() or timedelta()) // _MICROSECOND


_FIRST_INSIDE_US = to_us(FIRST_INSTANT + _DAY)
_LAST_INSIDE_US = to_us(LAST_INSTANT - _DAY)
