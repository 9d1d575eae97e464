"""What probes saw, as runs of time in which nothing changed."""

from dataclasses import dataclass

from BTrees.LOBTree import LOBTree
from persistent import Persistent

CLOCK_TOLERANCE_S = 600
"""By so much a clock may be set back, and what was noted before still counts."""


@dataclass(frozen=True, slots=True)
class Run:
    """Time over which an app was up, or down for one cause.

    Attributes:
        start_s, until_s: seconds since 1970; the second one is not inside, and may be the same.
        cause: why it was down, a stable word; `None` when it was up.
    """

    start_s: int
    until_s: int
    cause: str | None


class ProbeLog(Persistent):
    """The probes of one app. A month in which nothing happens takes as much room as a minute.

    What a probe saw is taken to hold until the next one, if that comes in time. Time without
    probes is in no run: nobody was watching.

    Attributes:
        longest_gap_s: after so long a time without a probe nobody was watching.
    """

    def __init__(self) -> None:
        self._runs = LOBTree()  # start_s -> (until_s, cause)
        self.longest_gap_s = 0

    def note(self, at_s: int, cause: str | None, *, longest_gap_s: int) -> None:
        """Note what a probe saw.

        Args:
            at_s: when, seconds since 1970.
            cause: why the app was down; `None` when it was up.
            longest_gap_s: how long the next one may take, and this one may have taken.
        """
        if self.longest_gap_s != longest_gap_s:
            self.longest_gap_s = longest_gap_s
        self._forget_future(at_s, tolerance_s=max(longest_gap_s, CLOCK_TOLERANCE_S))
        last = self.find_last()
        if last is None or at_s - last.until_s > longest_gap_s:
            self._runs[at_s] = (at_s, cause)
            return
        at_s = max(at_s, last.until_s)  # a clock that was set back unsays nothing
        self._runs[last.start_s] = (at_s, last.cause)
        if cause != last.cause:
            self._runs[at_s] = (at_s, cause)

    def _forget_future(self, now_s: int, *, tolerance_s: int) -> None:
        """Drop what a clock wrote that was far ahead: it would hide all until its time comes."""
        last = self.find_last()
        if last is None or last.until_s - now_s <= tolerance_s:
            return
        for start_s in list(self._runs.keys(now_s)):
            del self._runs[start_s]
        last = self.find_last()
        if last is not None and last.until_s > now_s:
            self._runs[last.start_s] = (now_s, last.cause)

    def find_last(self) -> Run | None:
        """The run that the last probe is in."""
        if not self._runs:
            return None
        start_s = self._runs.maxKey()
        return Run(start_s, *self._runs[start_s])

    def runs_between(self, start_s: int, end_s: int, *, now_s: int) -> list[Run]:
        """The runs within `start_s <= t < end_s`, cut by these bounds.

        Args:
            start_s: seconds since 1970.
            end_s: seconds since 1970.
            now_s: until when the last run goes on, while the next probe is not overdue.
        """
        if not self._runs:
            return []
        first_s = self._runs.maxKey(start_s) if self._runs.minKey() <= start_s else start_s
        last = self.find_last()
        found = []
        for begin_s, (until_s, cause) in self._runs.items(first_s, end_s, excludemax=True):
            is_last = last is not None and begin_s == last.start_s
            if is_last and 0 <= now_s - until_s <= self.longest_gap_s:
                until_s = now_s  # noqa: PLW2901  it has gone on since
            cut = Run(max(begin_s, start_s), min(until_s, end_s), cause)
            if cut.start_s < cut.until_s:
                found.append(cut)
        return found

    @property
    def first_s(self) -> int | None:
        """When the first probe was made, seconds since 1970."""
        return int(self._runs.minKey()) if self._runs else None
