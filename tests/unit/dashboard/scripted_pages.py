"""A remote with fmd_export that is scripted: its rows have ids, and appear when it is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydash_app.remote import PageAnswer, RemoteDetails, RemoteEndpoint, Wire
from tests.factories import make_batch

MOST_ROWS = 100


@dataclass
class ScriptedPages:
    """A monitored app.

    Attributes:
        rows: by their ids, when each call took place.
        clock: what time it is there.
        asked: after which id and until which one pages were asked for.
    """

    rows: dict[int, datetime]
    clock: Callable[[], datetime]
    has_order: bool = True
    asked: list[tuple[int, int | None]] = field(default_factory=list)

    def add(self, times: Sequence[datetime]) -> None:
        """Take calls on, each with the next id."""
        begin = max(self.rows, default=0) + 1
        self.rows |= dict(enumerate(times, start=begin))

    def get_details(self) -> RemoteDetails:
        return RemoteDetails("5.1.0", Wire.EXPORT_1, None, 0, self.clock(), "1.0")

    def list_endpoints(self) -> list[RemoteEndpoint]:
        return []

    def has_ids_in_order(self) -> bool:
        return self.has_order

    def get_page(
        self, after_id: int, until_id: int | None, *, most_rows: int | None = None
    ) -> PageAnswer:
        most_count = most_rows or MOST_ROWS
        if most_rows is None:
            self.asked.append((after_id, until_id))
        last_id = max(self.rows, default=0)
        wanted = last_id if until_id is None else min(until_id, last_id)
        ids = [one for one in sorted(self.rows) if after_id < one <= wanted][:most_count]
        next_id = ids[-1] if len(ids) == most_count else wanted
        batch = make_batch([self.rows[one] for one in ids])
        return PageAnswer(batch, next_id, last_id, self.clock().replace(microsecond=0))
