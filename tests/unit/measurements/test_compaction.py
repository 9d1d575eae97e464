"""However calls are appended, compacted and dropped: each is there once, roll-ups agree."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from numpy.typing import NDArray

from pydash_app.errors import CallsDroppedError
from pydash_app.measurements import fresh, packed, segment
from pydash_app.measurements.batch import MICROSECONDS
from pydash_app.measurements.cells import FAMILIES, UNIT_US, Cells
from pydash_app.measurements.counting import count_cells
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window
from tests.factories import make_batch

ALL = (0, 2**60)
NAMES = ("called_at_us", "duration_ms", "endpoint", "version", "ip", "group_by")
BEGIN_S = int(datetime(2025, 12, 28, tzinfo=UTC).timestamp())
SLOT_S = 6 * 3600
SLOTS = 50
STATUS_OF = {0.5: 0, 10.0: 200, 900.0: 503}
"""What a call of this duration was answered with; 0 stands for not known."""

Call = tuple[int, float, str, str, str, str]


@pytest.fixture(autouse=True)
def _small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "MOST_CALLS", 6)
    monkeypatch.setattr(packed, "MOST_CALLS", 6)
    monkeypatch.setattr(fresh, "MOST_CALLS_A_COMPACTION", 25)


class Storing(RuleBasedStateMachine):
    """Fetches windows of six hours in any order around the turn of a year."""

    def __init__(self) -> None:
        super().__init__()
        self.measurements = Measurements()
        self.calls: list[Call] = []
        self.open_slots = set(range(SLOTS))

    @rule(data=st.data(), slot=st.integers(0, SLOTS - 1), count=st.integers(0, 12))
    def append(self, data: st.DataObject, slot: int, count: int) -> None:
        if slot not in self.open_slots:
            return
        self.open_slots.remove(slot)
        window = Window(BEGIN_S + slot * SLOT_S, BEGIN_S + (slot + 1) * SLOT_S)
        seconds = st.sampled_from([1, 60, 3599, 3600, 3601, 7200, SLOT_S])
        calls = sorted(
            (
                (window.after_s + data.draw(seconds)) * MICROSECONDS,
                data.draw(st.sampled_from([0.5, 10.0, 10.0, 900.0])),
                data.draw(st.sampled_from(["home", "cart"])),
                data.draw(st.sampled_from(["1", "2"])),
                data.draw(st.sampled_from(["a", "b", "c"])),
                data.draw(st.sampled_from(["None", "x"])),
            )
            for _ in range(count)
        )
        self.measurements.append(window, batch_of(calls))
        self.calls += calls

    @rule(slot=st.integers(0, SLOTS))
    def compact(self, slot: int) -> None:
        self.measurements.compact((BEGIN_S + slot * SLOT_S) * MICROSECONDS)

    @precondition(lambda self: self.measurements.has_fresh_calls)
    @rule()
    def compact_all(self) -> None:
        while self.measurements.has_fresh_calls:
            self.measurements.compact(ALL[1] // 1000)

    @rule(slot=st.integers(0, SLOTS))
    def drop(self, slot: int) -> None:
        self.measurements.drop_calls_before((BEGIN_S + slot * SLOT_S) * MICROSECONDS)

    @invariant()
    def every_kept_call_is_read_once(self) -> None:
        kept_from_us = self.measurements.calls_from_us or 0
        kept = [call for call in self.calls if call[0] >= kept_from_us]
        assert Counter(read(self.measurements, kept_from_us)) == Counter(kept)
        times_us = self.measurements.read(kept_from_us, ALL[1], ()).called_at_us
        assert np.all(times_us[1:] >= times_us[:-1])

    @invariant()
    def filters_choose(self) -> None:
        kept_from_us = self.measurements.calls_from_us or 0
        where = {
            "ip": self.measurements.vocabulary("ip").find_codes(["a", "c", "gone"]),
            "version": self.measurements.vocabulary("version").find_codes(["1"]),
        }
        middle_us = (BEGIN_S + SLOTS * SLOT_S // 2) * MICROSECONDS
        found = self.measurements.read(max(kept_from_us, middle_us), ALL[1], ("ip",), where=where)
        expected = [
            call[0]
            for call in self.calls
            if call[0] >= max(kept_from_us, middle_us) and call[4] in "ac" and call[3] == "1"
        ]
        assert found.called_at_us.tolist() == sorted(expected)
        assert list(found.columns) == ["called_at_us", "ip"]

    @invariant()
    def roll_ups_and_fresh_calls_are_all_there_ever_was(self) -> None:
        everything = Measurements()
        everything.append(Window(0, 2**40), batch_of(sorted(self.calls)))
        names = (*NAMES, "status_code")
        fresh = self.measurements.read(*ALL, names, only_fresh=True)
        for family in FAMILIES.values():
            units = [-(-at_us // UNIT_US[family.unit]) for at_us in ALL]
            rolled = self.measurements.rollups.read(family.name, *units)
            found = Cells.added_up([rolled, count_cells(family, fresh.columns)], family)
            whole = count_cells(family, everything.read(*ALL, names).columns)
            assert contents(self.measurements, found) == contents(everything, whole)

    @invariant()
    def sightings_outlive_calls(self) -> None:
        first_us = min((call[0] for call in self.calls), default=None)
        assert self.measurements.first_call_at_us == first_us
        assert self.measurements.call_count == len(self.calls)
        names = self.measurements.vocabulary("endpoint")
        for name in {call[2] for call in self.calls}:
            seen = self.measurements.sightings.find_endpoint(int(names.find_codes([name])[0]))
            times_us = [call[0] for call in self.calls if call[2] == name]
            assert seen is not None
            assert (seen.first_us, seen.last_us) == (min(times_us), max(times_us))


TestStoring = Storing.TestCase
TestStoring.settings = settings(stateful_step_count=25)


def batch_of(calls: list[Call]) -> Any:
    columns = list(zip(*calls, strict=True)) if calls else [()] * len(NAMES)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return make_batch(
        [epoch + timedelta(microseconds=int(at_us)) for at_us in columns[0]],
        durations_ms=columns[1],
        endpoints=columns[2],
        versions=columns[3],
        ips=columns[4],
        groups=columns[5],
        status_codes=[STATUS_OF.get(duration_ms, 200) for duration_ms in columns[1]],
    )


def read(measurements: Measurements, from_us: int) -> list[Call]:
    found = measurements.read(from_us, ALL[1], NAMES)
    texts = [
        [measurements.vocabulary(name).get_text(int(code)) for code in found[name]]
        for name in NAMES[2:]
    ]
    return list(
        zip(found.called_at_us.tolist(), found["duration_ms"].tolist(), *texts, strict=True)
    )


def contents(measurements: Measurements, cells: Cells) -> dict[tuple[object, ...], list[float]]:
    """Cells by their unit and texts, so that the codes don't matter."""

    def shown(name: str) -> NDArray[Any] | list[str]:
        codes = cells.field(name)
        if name == "bin":
            return codes
        return [measurements.vocabulary(name).get_text(int(code)) for code in codes]

    keys = zip(cells.units, *(shown(name) for name in cells.family.fields), strict=True)
    values = zip(*(cells[name].tolist() for name in cells.family.values), strict=True)
    return {key: list(value) for key, value in zip(keys, values, strict=True)}


def test_what_was_dropped_is_refused_and_what_is_left_is_read() -> None:
    measurements = Measurements()
    for slot in range(4):
        second = BEGIN_S + slot * 86_400 + 60
        calls = [
            (second * MICROSECONDS + number, 1.0, "home", "1", "a", "") for number in range(6)
        ]
        window = Window(BEGIN_S + slot * 86_400, BEGIN_S + (slot + 1) * 86_400)
        measurements.append(window, batch_of(calls))
    measurements.compact(0)

    measurements.drop_calls_before((BEGIN_S + 2 * 86_400) * MICROSECONDS)

    kept_from_us = measurements.calls_from_us
    assert kept_from_us is not None
    with pytest.raises(CallsDroppedError, match="2025-12-29T00:01:00Z are kept no more"):
        measurements.read(kept_from_us - 1, ALL[1], ())
    assert len(measurements.read(kept_from_us, ALL[1], ())) == 12
    assert len(measurements.read(0, (BEGIN_S - 1) * MICROSECONDS, ())) == 0
    hours = measurements.rollups.read("hours", 0, 2**24 - 1)
    assert hours["visits"].tolist() == [6, 6, 6, 6]


def test_segments_never_overlap_and_stay_within_a_month() -> None:
    measurements = Measurements()
    random = np.random.default_rng(1)
    for slot in random.permutation(SLOTS).tolist():
        after_s = BEGIN_S + slot * SLOT_S
        seconds = np.sort(random.integers(1, SLOT_S, 9)).tolist()
        calls = [
            ((after_s + second) * MICROSECONDS, 1.0, "home", "1", "a", "") for second in seconds
        ]
        measurements.append(Window(after_s, after_s + SLOT_S), batch_of(calls))
        measurements.compact(0)

    segments = measurements._packed.between(*ALL)
    assert sum(one.call_count for one in segments) == 9 * SLOTS
    assert all(one.call_count <= 6 for one in segments)
    assert all(before.end_us < after.start_us for before, after in pairwise(segments))
    turn_us = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * MICROSECONDS
    assert all((one.start_us < turn_us) == (one.end_us < turn_us) for one in segments)
