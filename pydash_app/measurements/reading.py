"""Reads columns of the calls in a range of time, segment by segment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from persistent import Persistent

from pydash_app.errors import CallsDroppedError
from pydash_app.measurements.record import prefetch_records
from pydash_app.measurements.segment import CallColumns, Segment

Where = Mapping[str, NDArray[np.uint32]]
"""Codes that pass, by the text column that they are of."""


def find_cut(segments: Iterable[Segment], start_us: int, end_us: int, *, most_calls: int) -> int:
    """Until when to read from `start_us` on, to get no more calls at once than asked for.

    Returns:
        an instant after `start_us`, `end_us` at the latest. One segment may hold more calls.
    """
    call_count = 0
    for segment in sorted(segments, key=attrgetter("start_us")):
        if call_count + segment.call_count > most_calls and segment.start_us > start_us:
            return int(segment.start_us)
        call_count += segment.call_count
    return end_us


def refuse_dropped(
    start_us: int, end_us: int, kept_from_us: int | None, first_us: int | None
) -> None:
    """Refuse to read calls that were dropped.

    Args:
        start_us: from where on is to be read.
        end_us: until when.
        kept_from_us: the first instant of which no call was dropped; `None` when none ever was.
        first_us: of the earliest call, whether or not it is still there.

    Raises:
        CallsDroppedError: calls of that range were dropped.
    """
    if kept_from_us is None or first_us is None:
        return
    if start_us < kept_from_us and end_us > first_us:
        since = np.datetime64(kept_from_us, "us").astype("datetime64[s]")
        raise CallsDroppedError(
            f"Single calls before {since}Z are kept no more, only totals by hour and by day. "
            "Choose a later start_date, whole days in UTC, or fewer filters."
        )


@dataclass(frozen=True)
class ReadRange:
    """What to read: `start_us <= called_at_us < end_us`, and what passes each filter."""

    start_us: int
    end_us: int
    names: tuple[str, ...]
    where: Where

    def read(self, owner: Persistent, segments: Sequence[Segment]) -> CallColumns:
        """Read from segments, in the order of time.

        Filters are applied to each segment, before anything is put together: what does not pass
        costs one look at its code.

        Args:
            owner: an object of the same database.
            segments: those that may hold such calls.
        """
        names = tuple(dict.fromkeys(("called_at_us", *self.names)))
        if any(len(codes) == 0 for codes in self.where.values()):
            return CallColumns.joined([], names)
        needed = {*names, *self.where}
        prefetch_records(owner, chain.from_iterable(one.records(needed) for one in segments))
        in_order = sorted(segments, key=attrgetter("start_us"))  # spares sorting the calls
        return CallColumns.joined([self._read(one, names) for one in in_order], names)

    def _read(self, segment: Segment, names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
        columns = segment.read_those_held(names)
        inside = self._rows_of(segment, columns["called_at_us"])
        rows = self._passing(segment, inside) if self.where else inside
        return {name: values[rows] for name, values in columns.items()}

    def _rows_of(self, segment: Segment, times_us: NDArray[np.int64]) -> slice:
        if self.start_us <= segment.start_us and segment.end_us < self.end_us:
            return slice(0, len(times_us))
        return slice(*np.searchsorted(times_us, (self.start_us, self.end_us), "left").tolist())

    def _passing(self, segment: Segment, rows: slice) -> NDArray[np.int64]:
        passes = np.ones(rows.stop - rows.start, np.bool_)
        for name, codes in self.where.items():
            passes &= _is_one_of(segment.read((name,))[name][rows], codes)
        passing: NDArray[np.int64] = np.flatnonzero(passes) + rows.start
        return passing


def _is_one_of(values: NDArray[Any], codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    if len(codes) == 1:
        is_equal: NDArray[np.bool_] = values == int(codes[0])
        return is_equal
    is_known: NDArray[np.bool_] = np.isin(values, codes)
    return is_known
