"""A remote with fmd_export that is scripted: its rows have ids, and appear when it is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydash_app.remote import (
    FallbackPlace,
    KnownRows,
    PageAnswer,
    RemoteDetails,
    RemoteEndpoint,
    Wire,
)
from pydash_app.remote.bookmarks import Place, find_place, id_of, to_bookmark
from tests.factories import make_batch

MOST_ROWS = 100

Rows = dict[int, datetime]
"""By their ids, when each call took place."""


@dataclass
class ScriptedPages:
    """A monitored app.

    Attributes:
        rows: of its database.
        clock: what time it is there.
        in_turn: other databases, which answer in turn with that one.
        is_older: whether its fmd_export knows nothing of bookmarks.
        asked: after which id and until which one pages were handed out.
    """

    rows: Rows
    clock: Callable[[], datetime]
    has_order: bool = True
    in_turn: list[Rows] = field(default_factory=list)
    is_older: bool = False
    asked: list[tuple[int, int | None]] = field(default_factory=list)
    request_count: int = 0

    def add(self, times: Sequence[datetime], rows: Rows | None = None) -> None:
        """Take calls on, each with the next id, as SQLite gives them."""
        rows = self.rows if rows is None else rows
        begin = max(rows, default=0) + 1
        rows |= dict(enumerate(times, start=begin))

    def get_details(self) -> RemoteDetails:
        return RemoteDetails("5.1.0", Wire.EXPORT_1, None, 0, self.clock(), "1.0")

    def list_endpoints(self) -> list[RemoteEndpoint]:
        return []

    def has_ids_in_order(self) -> bool:
        return self.has_order

    def get_page(
        self, after_id: int, until_id: int | None, *, most_rows: int | None = None
    ) -> PageAnswer:
        return self._answer(self._take_turn(), after_id, until_id, Place(), most_rows)

    def read_on(self, known: Sequence[KnownRows], fallback: FallbackPlace) -> PageAnswer:
        rows = self._take_turn()
        if self.is_older:
            until_id = fallback.until_id
            lines = {one: _line(one, rows) for one in rows if one > fallback.after_id}
            place = find_place(known, fallback, lines)
            if place.after is None:
                return self._answer(rows, fallback.after_id, until_id, place, None)
            return self._answer(rows, place.after_id, until_id, place, None)
        there = {to_bookmark(one, _line(one, rows)) for one in rows}
        places = [
            (id_of(mark), -number, mark)
            for number, one in enumerate(known)
            for mark in one.marks
            if mark in there
        ]
        end = max(rows, default=None)
        announced = {
            "known": frozenset(mark for _, _, mark in places),
            "end_mark": None if end is None else to_bookmark(end, _line(end, rows)),
            "has_ids_in_order": self.has_order,
        }
        if places:
            _, negative, after = max(places)
            place = Place(-negative, after, **announced)  # type: ignore[arg-type]
        else:
            number = next((n for n, one in enumerate(known) if one.until in there), None)
            place = Place(number, None, **announced)  # type: ignore[arg-type]
        until = None if place.cursor is None else known[place.cursor].until
        until_id = None if self.has_order else 0 if until is None else id_of(until)
        return self._answer(rows, place.after_id, until_id, place, None)

    def _take_turn(self) -> Rows:
        databases = [self.rows, *self.in_turn]
        self.request_count += 1
        return databases[self.request_count % len(databases)]

    def _answer(
        self,
        rows: Rows,
        after_id: int,
        until_id: int | None,
        place: Place,
        most_rows: int | None,
    ) -> PageAnswer:
        most_count = most_rows or MOST_ROWS
        self.asked.append((after_id, until_id))
        last_id = max(rows, default=0)
        wanted = last_id if until_id is None else min(until_id, last_id)
        ids = [one for one in sorted(rows) if after_id < one <= wanted][:most_count]
        next_id = ids[-1] if len(ids) == most_count else max(wanted, after_id)
        marks = [to_bookmark(one, _line(one, rows)) for one in ids]
        return PageAnswer(
            make_batch([rows[one] for one in ids]),
            next_id,
            last_id,
            self.clock().replace(microsecond=0),
            first_mark=marks[0] if marks else None,
            last_mark=marks[-1] if marks else None,
            end_mark=place.end_mark,
            cursor=place.cursor,
            after=place.after,
            known=place.known,
            has_ids_in_order=place.has_ids_in_order,
            is_placed=place.is_placed,
        )


def _line(row_id: int, rows: Rows) -> bytes:
    return f"{row_id} {rows[row_id].isoformat()}".encode()
