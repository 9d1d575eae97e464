"""Instants that tests of fetching speak of."""

from datetime import datetime, timedelta
from math import floor

from pydash_app.statistics.instants import EPOCH


def seconds(instant: datetime) -> int:
    """Whole seconds since 1970."""
    return floor((instant - EPOCH).total_seconds())


def every(step: timedelta, *, since: timedelta, now: datetime) -> list[datetime]:
    """Calls at an even pace, until now."""
    return [now - since + step * count for count in range(since // step)]
