"""The packed calls of a dashboard: large segments that never overlap."""

from collections.abc import Iterator

import numpy as np
from BTrees.LOBTree import LOBTree
from numpy.typing import NDArray
from persistent import Persistent

from pydash_app.measurements.months import month_of, months_of
from pydash_app.measurements.record import prefetch
from pydash_app.measurements.segment import MOST_CALLS, Columns, Segment, join_all, split


class PackedSegments(Persistent):
    """Segments within a month each, disjoint in time.

    A range of time is found by its edges alone, however sparse the calls are.

    Attributes:
        kept_from_us: the first instant of which no call was dropped; `None` when none ever was.
    """

    _byte_count: int | None = None  # as long as what an older PyDash stored was not counted

    def __init__(self) -> None:
        self._segments = LOBTree()  # start_us -> Segment
        self._byte_count = 0
        self.kept_from_us: int | None = None

    @property
    def byte_count(self) -> int:
        """What the segments take in the database."""
        if self._byte_count is None:
            return sum(segment.byte_count for segment in self._segments.values())
        return self._byte_count

    def add(self, columns: Columns) -> None:
        """Add calls, in the order of their time; segments that they fall into are written anew."""
        for low, high in _bounds(months_of(columns["called_at_us"])):
            self._add_month(_slice(columns, low, high))

    def between(self, start_us: int, end_us: int) -> list[Segment]:
        """The segments that may hold calls with `start_us <= called_at_us < end_us`."""
        if start_us >= end_us or not self._segments:
            return []
        first_us = start_us
        if self._segments.minKey() <= start_us:
            first_us = self._segments.maxKey(start_us)
        found = list(self._segments.values(first_us, end_us, excludemax=True))
        prefetch(self, found)
        return [segment for segment in found if segment.end_us >= start_us]

    def find_last(self) -> Segment | None:
        """The latest segment."""
        return self._segments[self._segments.maxKey()] if self._segments else None

    def drop_before(self, cut_us: int) -> None:
        """Drop every segment that ends before an instant."""
        for start_us, segment in list(self._segments.items(max=cut_us, excludemax=True)):
            if segment.end_us < cut_us:
                self._take_out(start_us)
                self.kept_from_us = max(self.kept_from_us or 0, segment.end_us + 1)

    def _add_month(self, columns: Columns) -> None:
        """Give each call to the last segment that begins before it."""
        times_us = columns["called_at_us"]
        begin = month_of(int(times_us[0])).start_us
        starts_us = np.array(list(self._segments.keys(begin, int(times_us[-1]))), np.int64)
        places = np.searchsorted(starts_us, times_us, "right") - 1
        for low, high in _bounds(places):
            share = _slice(columns, low, high)
            if places[low] >= 0:
                share = self._merge(int(starts_us[places[low]]), share)
            for part in split(share):
                self._put_in(Segment(part, is_packed=True))

    def _merge(self, start_us: int, columns: Columns) -> Columns:
        """Take a segment out where calls fall into it, or where there is room in it."""
        segment = self._segments[start_us]
        falls_into = columns["called_at_us"][0] <= segment.end_us
        if not falls_into and segment.call_count >= MOST_CALLS // 2:
            return columns
        self._take_out(start_us)
        return join_all([segment.read_all(), columns])

    def _put_in(self, segment: Segment) -> None:
        self._byte_count = self.byte_count + segment.byte_count
        self._segments[segment.start_us] = segment

    def _take_out(self, start_us: int) -> None:
        self._byte_count = self.byte_count - self._segments[start_us].byte_count
        del self._segments[start_us]


def _bounds(ascending: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """From where to where each value of an ascending array reaches."""
    edges = np.flatnonzero(np.diff(ascending)) + 1
    lows = [0, *edges.tolist()]
    yield from zip(lows, [*lows[1:], len(ascending)], strict=True)


def _slice(columns: Columns, low: int, high: int) -> Columns:
    return {name: values[low:high] for name, values in columns.items()}
