"""The ledger: of every second, whether its calls were fetched."""

from dataclasses import dataclass

from BTrees.LLBTree import LLBTree
from persistent import Persistent

from pydash_app.errors import StaleWindowError
from pydash_app.measurements.window import Window


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a ledger knows, free of the database.

    Attributes:
        runs: windows fetched without a break, ascending, never touching each other.
    """

    runs: tuple[Window, ...]

    @property
    def complete_from_s(self) -> int | None:
        """Where the first run begins, in seconds since 1970."""
        return self.runs[0].after_s if self.runs else None

    @property
    def complete_until_s(self) -> int | None:
        """Where the last run ends, in seconds since 1970."""
        return self.runs[-1].until_s if self.runs else None

    @property
    def gaps(self) -> tuple[Window, ...]:
        """What lies unfetched between the runs."""
        return tuple(
            Window(before.until_s, after.after_s)
            for before, after in zip(self.runs, self.runs[1:], strict=False)
        )


def united(one: Coverage, other: Coverage) -> Coverage:
    """What two ledgers know together."""
    ledger = Ledger()
    for run in (*one.runs, *other.runs):
        ledger.cover(run)
    return ledger.coverage()


class Ledger(Persistent):
    """Which windows were fetched. A second is entered once: that is why no call counts twice."""

    def __init__(self) -> None:
        self._runs = LLBTree()  # after_s -> until_s; disjoint, and joined where they touch

    def add(self, window: Window) -> None:
        """Enter a window as fetched.

        Raises:
            StaleWindowError: a part of it is entered already; nothing was changed.
        """
        if self._overlaps(window):
            raise StaleWindowError("A part of this window was fetched before.")
        after_s, until_s = window.after_s, window.until_s
        if until_s in self._runs:
            until_s = self._runs.pop(until_s)
        before = self._run_up_to(after_s)
        if before is not None and before[1] == after_s:
            after_s = before[0]
        self._runs[after_s] = until_s

    def extend(self, until_s: int) -> None:
        """Enter all seconds from the end of the last run, or from 1970, up to one as fetched."""
        last_s = self._runs[self._runs.maxKey()] if self._runs else 0
        if until_s > last_s:
            self.add(Window(last_s, until_s))

    def cover(self, window: Window) -> None:
        """Enter a window, whether or not parts of it are entered already."""
        after_s, until_s = window.after_s, window.until_s
        for start_s, end_s in list(self._runs.items(max=until_s)):
            if end_s >= after_s:
                after_s, until_s = min(after_s, start_s), max(until_s, end_s)
                del self._runs[start_s]
        self._runs[after_s] = until_s

    def coverage(self) -> Coverage:
        """A copy of what is known."""
        return Coverage(tuple(Window(after_s, until_s) for after_s, until_s in self._runs.items()))

    def _overlaps(self, window: Window) -> bool:
        before = self._run_up_to(window.until_s - 1)
        return before is not None and before[1] > window.after_s

    def _run_up_to(self, after_s: int) -> tuple[int, int] | None:
        """The last run that begins at or before `after_s`."""
        if not self._runs or self._runs.minKey() > after_s:
            return None
        start_s = self._runs.maxKey(after_s)
        return start_s, self._runs[start_s]
