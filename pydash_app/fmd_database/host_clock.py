"""Turns times of a host's clock into UTC."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from pydash_app.measurements.batch import CallBatch

QUARTER = timedelta(minutes=15)
QUARTER_US = QUARTER // timedelta(microseconds=1)
"""Since 1973 every zone's clock changes on a quarter of an hour."""

_BEGIN = datetime(1970, 1, 1)  # noqa: DTZ001 - a clock that does not say its zone


def to_utc(batch: CallBatch, zone: ZoneInfo) -> CallBatch:
    """The same calls at the instants in UTC at which a clock of this zone showed their times.

    Of the hour that comes twice when summer time ends, the first is meant: which one it was, the
    times don't say. The hour that is left out in spring is one that the clock can't have shown.
    """
    if zone.key == "UTC":
        return batch
    quarters, places = np.unique(batch.called_at_us // QUARTER_US, return_inverse=True)
    offsets_us = np.array([_offset_us(quarter, zone) for quarter in quarters.tolist()], np.int64)
    return replace(batch, called_at_us=batch.called_at_us - offsets_us[places]).sorted_by_time()


def _offset_us(quarter: int, zone: ZoneInfo) -> int:
    shown = (_BEGIN + quarter * QUARTER).replace(tzinfo=zone)
    return (shown.utcoffset() or timedelta()) // timedelta(microseconds=1)
