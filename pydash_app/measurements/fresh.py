"""The fresh calls of a dashboard: small segments, keyed by their start, which may overlap."""

from collections.abc import Iterator

from BTrees.LOBTree import LOBTree

from pydash_app.measurements.segment import Columns, Segment, join_all

MOST_CALLS_A_COMPACTION = 500_000
"""What one transaction packs: a few seconds of work, and some tens of megabytes."""


def find_between(
    segments: LOBTree, start_us: int, end_us: int, *, longest_us: int
) -> Iterator[Segment]:
    """The segments that may hold calls with `start_us <= called_at_us < end_us`.

    Args:
        segments: by the instant of their first call.
        start_us: itself inside.
        end_us: itself not inside.
        longest_us: how far at most one reaches that starts earlier.
    """
    if start_us >= end_us:
        return
    for segment in segments.values(start_us - longest_us, end_us, excludemax=True):
        if segment.end_us >= start_us:
            yield segment


def insert(segments: LOBTree, columns: Columns) -> Segment:
    """Make a segment of calls, and of those that begin at the same instant; it."""
    segment = Segment(columns)
    neighbour = segments.get(segment.start_us)
    if neighbour is not None:  # two segments can't begin at one instant: make one of them
        segment = Segment(join_all([neighbour.read_all(), columns]))
    segments[segment.start_us] = segment
    return segment


def take_oldest(segments: LOBTree) -> list[Segment]:
    """Take the oldest segments out, until they hold `MOST_CALLS_A_COMPACTION`."""
    taken: list[Segment] = []
    call_count = 0
    for segment in segments.values():
        taken.append(segment)
        call_count += segment.call_count
        if call_count >= MOST_CALLS_A_COMPACTION:
            break
    for segment in taken:
        del segments[segment.start_us]
    return taken
