"""The measurements of one dashboard: vocabularies, segments and the ledger."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from BTrees.LOBTree import LOBTree
from numpy.typing import NDArray
from persistent import Persistent
from persistent.mapping import PersistentMapping

from pydash_app.measurements.batch import TEXT_COLUMNS, CallBatch
from pydash_app.measurements.ledger import Coverage, Ledger
from pydash_app.measurements.segment import CallColumns, Columns, Segment, split
from pydash_app.measurements.vocabulary import Vocabulary
from pydash_app.measurements.window import Window


class Measurements(Persistent):
    """Every call of one dashboard. A dashboard has one writer at a time."""

    def __init__(self) -> None:
        self._vocabularies = PersistentMapping({name: Vocabulary() for name in TEXT_COLUMNS})
        self._segments = LOBTree()  # start_us -> Segment
        self._longest_segment_us = 0
        self._ledger = Ledger()
        self._call_count = 0

    def append(self, window: Window, batch: CallBatch) -> None:
        """Store the calls of a window, and enter the window into the ledger.

        Args:
            window: what was asked for.
            batch: all that was answered; no call lies outside the window.

        Raises:
            StaleWindowError: a part of the window was fetched before; nothing was changed.
        """
        self._ledger.add(window)
        columns: dict[str, NDArray[Any]] = {
            "called_at_us": batch.called_at_us,
            "duration_ms": batch.duration_ms,
        }
        for name in TEXT_COLUMNS:
            columns[name] = self._vocabularies[name].encode(batch.text_column(name))
        for part in split(columns):
            self._insert(part)
        self._call_count += len(batch)

    def read(self, start_us: int, end_us: int, names: tuple[str, ...]) -> CallColumns:
        """Read columns of the calls with `start_us <= called_at_us < end_us`.

        Args:
            start_us: microseconds since 1970, UTC; itself inside.
            end_us: microseconds since 1970, UTC; itself not inside.
            names: of the columns wanted besides `called_at_us`, which always comes.
        """
        wanted = ("called_at_us", *(name for name in names if name != "called_at_us"))
        parts = [
            _cut(segment.read(wanted), start_us, end_us)
            for segment in self._segments_of(start_us, end_us)
        ]
        return CallColumns.joined(parts, wanted)

    def vocabulary(self, name: str) -> Vocabulary:
        """The texts of one of `TEXT_COLUMNS`."""
        vocabulary: Vocabulary = self._vocabularies[name]
        return vocabulary

    def coverage(self) -> Coverage:
        """Which seconds were fetched."""
        return self._ledger.coverage()

    @property
    def call_count(self) -> int:
        """How many calls are stored."""
        return self._call_count

    @property
    def first_call_at_us(self) -> int | None:
        """The instant of the earliest call."""
        return int(self._segments.minKey()) if self._segments else None

    def find_last_version(self) -> str | None:
        """The application's version in the latest call."""
        if not self._segments:
            return None
        latest = self._segments[self._segments.maxKey()]
        return self.vocabulary("version").get_text(int(latest.read(("version",))["version"][-1]))

    def _insert(self, columns: Columns) -> None:
        segment = Segment(columns)
        neighbour = self._segments.get(segment.start_us)
        if neighbour is not None:  # two segments can't begin at one instant: make one of them
            parts = [neighbour.read_all(), dict(columns)]
            segment = Segment(CallColumns.joined(parts, tuple(columns)).columns)
        self._segments[segment.start_us] = segment
        span_us = segment.end_us - segment.start_us
        self._longest_segment_us = max(self._longest_segment_us, span_us)

    def _segments_of(self, start_us: int, end_us: int) -> Iterator[Segment]:
        """The segments that may hold calls of a range.

        They are keyed by their start; how far one that starts earlier can reach is known.
        """
        if start_us >= end_us:
            return
        earliest_us = start_us - self._longest_segment_us
        for segment in self._segments.values(earliest_us, end_us, excludemax=True):
            if segment.end_us >= start_us:
                yield segment


def _cut(columns: dict[str, NDArray[Any]], start_us: int, end_us: int) -> dict[str, NDArray[Any]]:
    low, high = np.searchsorted(columns["called_at_us"], (start_us, end_us), "left")
    return {name: values[low:high] for name, values in columns.items()}
