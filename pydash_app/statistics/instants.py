"""Between aware datetimes and microseconds since 1970."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_us(instant: datetime) -> int:
    """Microseconds since 1970 of an aware datetime; exact, which `timestamp()` is not."""
    return (instant - EPOCH) // _MICROSECOND


def from_us(instant_us: int) -> datetime:
    """The aware datetime, UTC, of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=instant_us)
