"""The measurements of one dashboard: vocabularies, segments, roll-ups and the ledger."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from BTrees.LOBTree import LOBTree
from persistent import Persistent
from persistent.mapping import PersistentMapping

from pydash_app.measurements import fresh
from pydash_app.measurements.batch import TEXT_COLUMNS, CallBatch
from pydash_app.measurements.encoding import count_others, encode
from pydash_app.measurements.flaws import Flaw, FlawLog
from pydash_app.measurements.ledger import Coverage, Ledger, united
from pydash_app.measurements.merging import find_new
from pydash_app.measurements.packed import PackedSegments
from pydash_app.measurements.reading import ReadRange, Where, find_cut, refuse_dropped
from pydash_app.measurements.rollups import Rollups
from pydash_app.measurements.segment import CallColumns, Columns, Segment, join_all, split
from pydash_app.measurements.sightings import Sightings
from pydash_app.measurements.vocabulary import Vocabulary
from pydash_app.measurements.window import Window


class Measurements(Persistent):
    """Every call of one dashboard. A dashboard has one writer at a time.

    Calls are fresh or packed. Fresh ones lie in small segments, as they were fetched. Packed ones
    lie in large segments, and exactly they are in the roll-ups.

    Attributes:
        rollups: of the packed calls.
        sightings: when endpoints and versions were called first and last.
        call_count: how many calls were ever stored.
    """

    _imported: Ledger | None = None  # nothing was imported
    _flaws: FlawLog | None = None  # every value was kept as it came

    def __init__(self) -> None:
        self._vocabularies = PersistentMapping({name: Vocabulary() for name in TEXT_COLUMNS})
        self._segments = LOBTree()  # start_us -> Segment; the fresh calls
        self._longest_segment_us = 0  # of the fresh ones
        self._ledger = Ledger()
        self.call_count = 0
        self._packed = PackedSegments()
        self.rollups = Rollups()
        self.sightings = Sightings()

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Read what is stored; the first version of PyDash knew neither packing nor roll-ups."""
        if "_packed" not in state:
            state = {
                **state,
                "call_count": state["_call_count"],
                "_packed": PackedSegments(),
                "rollups": Rollups(),
                "sightings": Sightings(),
            }
        super().__setstate__(state)

    def append(self, window: Window, batch: CallBatch, *, compared_until_us: int = 0) -> int:
        """Store all calls of a window, and enter the window into the ledger; how many are new.

        Args:
            window: what was fetched.
            batch: its calls.
            compared_until_us: calls up to this instant are stored only where they are not.

        Raises:
            StaleWindowError: a part of the window was fetched before; nothing was changed.
        """
        self._ledger.add(window)
        return self._keep(batch, compared_until_us)

    def merge(
        self, batch: CallBatch, *, complete_until_s: int | None, compared_until_us: int = 0
    ) -> int:
        """Store calls of which some may be stored, and how far seconds are complete; how many.

        Args:
            batch: the calls.
            complete_until_s: up to there every call is stored with these; `None` if not known.
            compared_until_us: calls up to this instant are stored only where they are not.
        """
        if complete_until_s is not None:
            self._ledger.extend(complete_until_s)
        return self._keep(batch, compared_until_us)

    def note_imported(self, window: Window) -> None:
        """Note that the calls of a window came from elsewhere, as far as there were any."""
        if self._imported is None:
            self._imported = Ledger()
        self._imported.cover(window)

    def read(
        self,
        start_us: int,
        end_us: int,
        names: tuple[str, ...],
        *,
        where: Where | None = None,
        only_fresh: bool = False,
    ) -> CallColumns:
        """Read columns of the calls with `start_us <= called_at_us < end_us`.

        Args:
            start_us: microseconds since 1970, UTC; itself inside.
            end_us: microseconds since 1970, UTC; itself not inside.
            names: of the columns wanted besides `called_at_us`, which always comes.
            where: by the name of a text column, the codes that pass.
            only_fresh: leave out what the roll-ups know.

        Raises:
            CallsDroppedError: calls of that range were dropped.
        """
        segments = list(self.fresh_between(start_us, end_us))
        if not only_fresh:
            refuse_dropped(start_us, end_us, self.calls_from_us, self.first_call_at_us)
            segments += self._packed.between(start_us, end_us)
        return ReadRange(start_us, end_us, names, where or {}).read(self, segments)

    def find_cut(self, start_us: int, end_us: int, *, most_calls: int) -> int:
        """Until when to read on, to get at most so many calls, or one segment's."""
        fresh_ones = self.fresh_between(start_us, end_us)
        segments = chain(fresh_ones, self._packed.between(start_us, end_us))
        return find_cut(segments, start_us, end_us, most_calls=most_calls)

    def compact(self, closed_before_us: int) -> None:
        """Pack fresh calls, the oldest first, and add them to the roll-ups.

        Args:
            closed_before_us: months that end until then get no more calls but late ones.
        """
        if self._packed._p_jar is None:
            self._p_changed = True  # what the first version of PyDash stored lacks these
        taken = fresh.take_oldest(self._segments)
        if taken:
            columns = join_all([segment.read_all() for segment in taken])
            self.sightings.see(columns)  # the first version of PyDash did not
            self.rollups.add(columns, closed_before_us=closed_before_us)
            self._packed.add(columns)
        self.rollups.fold(closed_before_us=closed_before_us)

    def drop_calls_before(self, cut_us: int) -> None:
        """Drop packed calls that are older than an instant; roll-ups keep what they add up to.

        Those that share a segment with younger ones stay until these are old enough, too.
        """
        self._packed.drop_before(cut_us)

    def vocabulary(self, name: str) -> Vocabulary:
        """The texts of one of `TEXT_COLUMNS`."""
        vocabulary: Vocabulary = self._vocabularies[name]
        return vocabulary

    def coverage(self) -> Coverage:
        """Which seconds were fetched."""
        return self._ledger.coverage()

    def knowledge(self) -> Coverage:
        """Of which seconds the calls are known: those fetched, and those imported."""
        fetched = self.coverage()
        return fetched if self._imported is None else united(fetched, self._imported.coverage())

    @property
    def calls_from_us(self) -> int | None:
        """The first instant of which no call was dropped; `None` when none ever was."""
        return self._packed.kept_from_us

    @property
    def first_call_at_us(self) -> int | None:
        """The instant of the earliest call, whether or not it is still there."""
        known = [self.sightings.first_us]
        known += [int(self._segments.minKey())] if self._segments else []
        return min((found for found in known if found is not None), default=None)

    @property
    def last_call_at_us(self) -> int | None:
        """The instant of the latest call."""
        known = [self.sightings.last_us]
        known += [segment.end_us for segment in self._segments.values()]
        return max((found for found in known if found is not None), default=None)

    @property
    def stored_bytes(self) -> int:
        """What all of it takes in the database, once that is packed; within some per cent."""
        parts = chain(self._segments.values(), self._vocabularies.values())
        own_bytes: int = sum(part.byte_count for part in parts)
        return own_bytes + self._packed.byte_count + self.rollups.byte_count

    @property
    def has_fresh_calls(self) -> bool:
        """Whether there is anything to compact."""
        return bool(self._segments)

    @property
    def flaws(self) -> FlawLog:
        """What could not be kept as it came, to be read."""
        return self._flaws or FlawLog()

    def flaws_to_note(self) -> FlawLog:
        """The same, to be written."""
        self._flaws = self.flaws
        return self._flaws

    def versions_in_order(self) -> list[int]:
        """The codes of all versions in the order of their first calls."""
        seen = self.sightings.versions_in_order()
        unseen = set(range(len(self.vocabulary("version")))).difference(seen)
        return [*seen, *sorted(unseen)]  # the first version of PyDash took no note

    def find_last_version(self) -> str | None:
        """The application's version in the latest call."""
        code = self.sightings.find_last_version()
        if code is None and self._segments:  # stored by the first version of PyDash
            latest = self._segments[self._segments.maxKey()]
            code = int(latest.read(("version",))["version"][-1])
        return None if code is None else self.vocabulary("version").get_text(code)

    def _missing(
        self, batch: CallBatch, compared_until_us: int
    ) -> tuple[Columns, tuple[Flaw, ...]]:
        columns = encode(self._vocabularies, batch)
        known = batch.called_at_us <= compared_until_us
        if not known.any():
            return columns, batch.flaws
        new = find_new(columns, known, self.calls_from_us, self.read)
        return {name: values[new] for name, values in columns.items()}, batch.take(new).flaws

    def _keep(self, batch: CallBatch, compared_until_us: int) -> int:
        columns, flaws = self._missing(batch, compared_until_us)
        for part in split(columns):
            added = fresh.insert(self._segments, part)
            self._longest_segment_us = max(self._longest_segment_us, added.end_us - added.start_us)
        self.sightings.see(columns)
        others = count_others(self._vocabularies, columns)
        if flaws or others:
            self.flaws_to_note().note(flaws, others, is_compared=compared_until_us > 0)
        self.call_count += len(columns["called_at_us"])
        return len(columns["called_at_us"])

    def fresh_between(self, start_us: int, end_us: int) -> Iterator[Segment]:
        """The segments that may hold fresh calls of a range of time."""
        return fresh.find_between(
            self._segments, start_us, end_us, longest_us=self._longest_segment_us
        )
