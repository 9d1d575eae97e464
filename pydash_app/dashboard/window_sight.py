"""By what a remote that is asked for windows is known again: FMD up to 2.0 gives rows no ids."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np

from pydash_app.measurements.batch import MICROSECONDS, TEXT_COLUMNS, CallBatch
from pydash_app.measurements.window import Window

MIXED_FOR_WINDOWS = 24
"""So many windows are asked for several times after answers differed; each day has 24 hours."""

LONGEST_LOOK_BACK_S = 30 * 86_400

Row = tuple[int, float, str, str, str, str]


@dataclass(frozen=True)
class WindowSight:
    """What is known of the database.

    Attributes:
        mark: second and digest of the latest call of the last window that had some.
        doubt: so many windows more are to be asked for several times, because several databases
            have answered in turn.
    """

    mark: str | None = None
    doubt: int = 0

    def widened(self, window: Window) -> Window:
        """The window, and the call before it by which the database is known."""
        if self.mark is None:
            return window
        mark_s = int(self.mark.partition(".")[0])
        is_near = 0 < mark_s <= window.after_s <= mark_s + LONGEST_LOOK_BACK_S
        return Window(mark_s - 1, window.until_s) if is_near else window

    def is_in(self, batch: CallBatch, wide: Window) -> bool:
        """Whether a widened window holds the call by which the database is known."""
        if self.mark is None:
            return True
        mark_s = int(self.mark.partition(".")[0])
        if not wide.after_s < mark_s <= wide.until_s:
            return True  # it was not asked for
        return self.mark in map(_mark, rows_of(batch.within(Window(mark_s - 1, mark_s + 1))))

    def after(self, batch: CallBatch) -> "WindowSight":
        """The same when the calls of another window are stored."""
        return replace(self, mark=_mark(rows_of(batch)[-1])) if len(batch) else self


def rows_of(batch: CallBatch) -> list[Row]:
    """All that makes a call what it is, of each."""
    texts = [
        [column.texts[code] for code in column.codes.tolist()]
        for column in map(batch.text_column, TEXT_COLUMNS)
    ]
    columns = (batch.called_at_us.tolist(), batch.duration_ms.tolist(), *texts)
    return list(zip(*columns, strict=True))


def missing_rows(batch: CallBatch, others: Sequence[CallBatch]) -> CallBatch:
    """The calls of a batch that none of the others has as often."""
    most: Counter[Row] = Counter()
    for other in others:
        most |= Counter(rows_of(other))
    missing = np.zeros(len(batch), np.bool_)
    for place, row in enumerate(rows_of(batch)):
        missing[place] = not most[row]
        most[row] -= 1
    return batch.take(missing)


def _mark(row: Row) -> str:
    digest = sha256(repr(row).encode("utf-8", "replace")).hexdigest()[:16]
    return f"{row[0] // MICROSECONDS}.{digest}"
