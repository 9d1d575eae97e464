"""Imports calls that lie elsewhere, into a dashboard that may be fetched meanwhile.

Each call is compared with those that are stored, and stored where it is not: so nothing is doubled
that was fetched or imported before, and an import that was cut off is simply run again. What is
fetched later is compared in the same way, up to the last call that was imported.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from pydash_app.dashboard.entity import MOST_FRESH_CALLS
from pydash_app.dashboard.services import compaction, import_records
from pydash_app.dashboard.services.call_spool import CallSpool
from pydash_app.database import Database
from pydash_app.errors import ImportSourceError
from pydash_app.measurements.batch import CallBatch
from pydash_app.settings import Settings
from pydash_app.statistics.instants import from_us


class SourcePage(Protocol):
    """Some of the calls of a source."""

    @property
    def batch(self) -> CallBatch: ...  # noqa: D102
    @property
    def row_count(self) -> int: ...  # noqa: D102


class CallSource(Protocol):
    """Where calls come from."""

    def pages(self) -> Iterator[SourcePage]:
        """All calls, in any order."""
        ...


@dataclass(frozen=True)
class ImportReport:
    """What an import did.

    Attributes:
        read_count: rows that the source has.
        left_out_count: those of them that can't be read, see the dashboard's list of flaws.
        stored_count: calls that were not there, and are now.
        dropped_count: calls older than single calls are kept; they were left out.
        first_call_at, last_call_at: of the source.
    """

    read_count: int
    left_out_count: int
    stored_count: int
    dropped_count: int
    first_call_at: datetime
    last_call_at: datetime

    @property
    def known_count(self) -> int:
        """Calls that were there already."""
        return self.read_count - self.left_out_count - self.stored_count - self.dropped_count


@dataclass
class Import:
    """One import under way.

    Attributes:
        clock: tells the time.
        on_progress: told of so many rows more that were read, and of each once more when its call
            is stored.
    """

    database: Database
    dashboard_id: UUID
    settings: Settings
    clock: Callable[[], datetime]
    on_progress: Callable[[int], None] = field(default=lambda _: None)

    def run(self, source: CallSource) -> ImportReport:
        """Store all calls of a source that are not stored yet.

        Raises:
            ImportSourceError: the source can't be read, or has no calls.
            NotFoundError: the dashboard was deleted meanwhile.
            InvalidInputError: the dashboard is full.
            UnavailableError: PyDash's database can't be reached. As after a crash, what was stored
                until then stays, and the same call goes on from there.
        """
        with CallSpool.open() as spool:
            read_count = self._read(source, spool)
            for lost in spool.lost():
                import_records.note_lost(self.database, str(self.dashboard_id), lost)
            if not spool.call_count:
                raise _no_calls(read_count)
            return self._store(spool, read_count)

    def _read(self, source: CallSource, spool: CallSpool) -> int:
        read_count = 0
        for page in source.pages():
            spool.add(page.batch)
            read_count += page.row_count
            self.on_progress(page.row_count)
        return read_count

    def _store(self, spool: CallSpool, read_count: int) -> ImportReport:
        key, stored_count, dropped_count, fresh_count = str(self.dashboard_id), 0, 0, 0
        span_us: tuple[int, int] | None = None
        for part in spool.parts():
            done = import_records.store_part(
                self.database, key, part, settings=self.settings, now=self.clock()
            )
            stored_count += done.stored_count
            dropped_count += done.dropped_count
            fresh_count += done.stored_count
            if fresh_count >= MOST_FRESH_CALLS:
                self._pack()
                fresh_count = 0
            first_us = span_us[0] if span_us else int(part.called_at_us[0])
            span_us = first_us, int(part.called_at_us[-1])
            self.on_progress(len(part))
        assert span_us is not None  # noqa: S101 - a spool with calls has a part
        self._finish(span_us)
        return ImportReport(
            read_count=read_count,
            left_out_count=read_count - spool.call_count,
            stored_count=stored_count,
            dropped_count=dropped_count,
            first_call_at=from_us(span_us[0]),
            last_call_at=from_us(span_us[1]),
        )

    def _pack(self) -> None:
        """Pack what was stored; none is dropped before the end, else few were left."""
        while import_records.pack(self.database, str(self.dashboard_id)):
            pass

    def _finish(self, span_us: tuple[int, int]) -> None:
        import_records.finish(self.database, str(self.dashboard_id), span_us)
        self._pack()
        compaction.compact(
            self.database, self.dashboard_id, settings=self.settings, now=self.clock()
        )


def _no_calls(row_count: int) -> ImportSourceError:
    if not row_count:
        return ImportSourceError("This database holds no calls yet; nothing was imported.")
    return ImportSourceError(
        f"None of the {row_count:,} rows in this database can be read as a call; nothing was "
        "imported. The dashboard's list of flaws says what is wrong with them."
    )


def check_target(
    database: Database, dashboard_id: UUID, *, is_zone_given: bool, settings: Settings
) -> str:
    """The name of a dashboard that calls can be imported into, before anything is read.

    Raises:
        NotFoundError: there is none.
        InvalidInputError: there is no room, or the times would not fit those that are stored.
    """
    return import_records.check(
        database,
        str(dashboard_id),
        is_zone_given=is_zone_given,
        settings=settings,
    )
