from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.errors import StaleWindowError
from pydash_app.measurements.segment import MOST_CALLS
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window
from pydash_app.statistics.instants import EPOCH, to_us
from tests.factories import make_batch

ALL = (-(2**60), 2**60)
NAMES = ("called_at_us", "duration_ms", "endpoint", "version", "ip", "group_by")


def at(second: float) -> datetime:
    return EPOCH + timedelta(seconds=second)


def rows_of(measurements: Measurements, start_us: int, end_us: int) -> list[tuple[int, str]]:
    calls = measurements.read(start_us, end_us, ("endpoint",))
    names = measurements.vocabulary("endpoint")
    return [
        (int(time_us), names.get_text(int(code)))
        for time_us, code in zip(calls.called_at_us, calls["endpoint"], strict=True)
    ]


@given(data=st.data())
def test_windows_in_any_order_read_back_as_one_history(data: st.DataObject) -> None:
    lengths = data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=6))
    edges = [sum(lengths[:count]) for count in range(len(lengths) + 1)]
    windows = [Window(a, b) for a, b in pairwise(edges)]
    measurements, written = Measurements(), []
    for number, window in enumerate(data.draw(st.permutations(windows))):
        seconds = st.sampled_from(
            [window.after_s + 0.25, window.until_s - 0.5, float(window.until_s)]
        )
        times = sorted(at(second) for second in data.draw(st.lists(seconds, max_size=5)))
        names = [f"{number}/{index}" for index in range(len(times))]
        measurements.append(window, make_batch(times, endpoints=names))
        written += [(to_us(time), name) for time, name in zip(times, names, strict=True)]
    low, high = sorted(data.draw(st.tuples(*[st.integers(-1, 40)] * 2)))
    start_us, end_us = low * 500_000, high * 500_000
    expected = sorted(row for row in written if start_us <= row[0] < end_us)
    assert sorted(rows_of(measurements, start_us, end_us)) == expected
    times_us = [row[0] for row in rows_of(measurements, *ALL)]
    assert times_us == sorted(times_us)
    assert measurements.call_count == len(written)
    assert measurements.first_call_at_us == min((row[0] for row in written), default=None)


def test_ties_keep_the_order_in_which_they_came() -> None:
    measurements = Measurements()
    measurements.append(Window(0, 10), make_batch([at(5)] * 3, endpoints=["b", "a", "c"]))
    assert [name for _, name in rows_of(measurements, *ALL)] == ["b", "a", "c"]


def test_batches_that_begin_at_the_same_instant_are_both_kept() -> None:
    measurements = Measurements()
    measurements.append(Window(0, 10), make_batch([at(5), at(7)], endpoints=["a", "b"]))
    # No remote answers so, but a store that lost calls for it would not be forgiven.
    measurements.append(Window(10, 20), make_batch([at(5), at(12)], endpoints=["c", "d"]))
    assert [name for _, name in rows_of(measurements, *ALL)] == ["a", "c", "b", "d"]


def test_a_window_fetched_before_is_refused_and_changes_nothing() -> None:
    measurements = Measurements()
    measurements.append(Window(0, 10), make_batch([at(5)]))
    before = (rows_of(measurements, *ALL), measurements.coverage())
    with pytest.raises(StaleWindowError):
        measurements.append(Window(9, 20), make_batch([at(12)], endpoints=["new"]))
    assert (rows_of(measurements, *ALL), measurements.coverage()) == before
    assert measurements.call_count == 1
    assert measurements.vocabulary("endpoint").list_texts() == ["home"]


def test_an_empty_window_counts_as_fetched() -> None:
    measurements = Measurements()
    measurements.append(Window(0, 10), make_batch([]))
    assert measurements.coverage().runs == (Window(0, 10),)
    assert measurements.first_call_at_us is None
    assert measurements.find_last_version() is None


def test_a_range_starts_inside_and_ends_outside() -> None:
    measurements = Measurements()
    measurements.append(Window(0, 10), make_batch([at(3), at(4), at(5)]))
    assert [row[0] for row in rows_of(measurements, to_us(at(3)), to_us(at(5)))] == [
        3_000_000,
        4_000_000,
    ]
    assert rows_of(measurements, 5_000_000, 5_000_000) == []
    assert rows_of(measurements, 6_000_000, 5_000_000) == []


def test_more_calls_than_a_segment_holds_come_back_whole() -> None:
    measurements, count = Measurements(), MOST_CALLS + 5
    times = [at(1 + number / 1000) for number in range(count)]
    measurements.append(Window(0, 1000), make_batch(times))
    assert len(measurements.read(*ALL, NAMES)) == count
    borders_us = (to_us(times[MOST_CALLS - 1]), to_us(times[MOST_CALLS + 1]))
    assert len(measurements.read(*borders_us, ())) == 2


def test_the_last_version_is_the_latest_calls() -> None:
    measurements = Measurements()
    measurements.append(Window(10, 20), make_batch([at(12), at(13)], versions=["2.0", "2.1"]))
    measurements.append(Window(0, 10), make_batch([at(5)], versions=["1.0"]))
    assert measurements.find_last_version() == "2.1"
