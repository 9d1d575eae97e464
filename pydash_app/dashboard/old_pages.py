"""How earlier versions of PyDash noted how far pages were fetched: by an id, and no bookmark.

Databases that they wrote name the class as `pydash_app.dashboard.entity.Pages`.
"""

from dataclasses import dataclass
from datetime import datetime

from pydash_app.dashboard.cursor import Cursor
from pydash_app.dashboard.cursors import Cursors


@dataclass(frozen=True, slots=True)
class Pages:
    """How far the fetching of pages went in earlier versions of PyDash.

    Attributes:
        after_id: of the last row that is stored.
        last_id: the highest id that the remote had when it was last asked.
        seen_at: when that was, by the remote's clock; `None` when it never was.
        has_ids_in_order: whether no row appears after one with a higher id; `None` as long as
            that is not known.
        compared_until_us: rows up to this instant may be stored already.
    """

    after_id: int = 0
    last_id: int = 0
    seen_at: datetime | None = None
    has_ids_in_order: bool | None = None
    compared_until_us: int = 0

    def as_cursors(self, *, is_caught_up: bool) -> Cursors:
        """The same as cursors: one, of a row whose bookmark is not known."""
        if not self.after_id:
            return Cursors()
        cursor = Cursor(
            unmarked_id=self.after_id,
            until=None if self.has_ids_in_order else str(self.last_id),
            seen_at=self.seen_at,
            last_id=self.last_id,
            compared_until_id=self.last_id if self.compared_until_us else 0,
            is_at_end=is_caught_up,
        )
        return Cursors((cursor,))
