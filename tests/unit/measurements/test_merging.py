"""Storing calls of which some may be stored already."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window
from pydash_app.statistics.instants import EPOCH
from tests.factories import make_batch

BEGIN = datetime(2026, 11, 23, tzinfo=UTC)
FAR_US = 2**60

calls = st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.sampled_from([1.0, 2.5])))
Call = tuple[int, str, float]


def batch_of(drawn: list[Call]) -> CallBatch:
    return make_batch(
        [BEGIN + timedelta(seconds=second) for second, _, _ in drawn],
        endpoints=[endpoint for _, endpoint, _ in drawn] or None,
        durations_ms=[duration for _, _, duration in drawn] or None,
    )


def stored_calls(stored: Measurements) -> "Counter[Call]":
    found = stored.read(0, FAR_US, ("endpoint", "duration_ms"))
    begin_us = int((BEGIN - EPOCH).total_seconds()) * 1_000_000
    columns = (found.called_at_us, found["endpoint"].tolist(), found["duration_ms"].tolist())
    endpoints = stored.vocabulary("endpoint")
    return Counter(
        ((int(at) - begin_us) // 1_000_000, endpoints.get_text(code), ms)
        for at, code, ms in zip(*columns, strict=True)
    )


@given(before=calls, then=calls, is_compacted=st.booleans())
def test_of_each_call_there_are_as_many_as_the_larger_of_the_two_has(
    before: list[Call], then: list[Call], is_compacted: bool
) -> None:
    stored = Measurements()
    stored.merge(batch_of(before), complete_until_s=None)
    if is_compacted:
        stored.compact(FAR_US)
    count = stored.merge(batch_of(then), complete_until_s=None, compared_until_us=FAR_US)
    assert stored_calls(stored) == Counter(before) | Counter(then)
    assert count == sum((Counter(then) - Counter(before)).values())
    assert stored.call_count == len(before) + count


def test_calls_behind_the_instant_are_not_compared() -> None:
    stored, batch = Measurements(), batch_of([(1, "a", 1.0), (4, "a", 1.0)])
    stored.merge(batch, complete_until_s=None)
    until_us = int(batch.called_at_us[0])
    assert stored.merge(batch, complete_until_s=None, compared_until_us=until_us) == 1


def test_what_was_dropped_is_not_stored_again() -> None:
    stored = Measurements()
    old = make_batch([BEGIN - timedelta(days=40)])
    stored.merge(old, complete_until_s=None)
    stored.merge(batch_of([(1, "a", 1.0)]), complete_until_s=None)
    stored.compact(FAR_US)
    cut_us = int((BEGIN - EPOCH) / timedelta(microseconds=1))
    stored.drop_calls_before(cut_us)
    assert stored.merge(old, complete_until_s=None, compared_until_us=FAR_US) == 0
    both = make_batch([BEGIN - timedelta(days=40), BEGIN + timedelta(seconds=9)])
    assert stored.merge(both, complete_until_s=None, compared_until_us=FAR_US) == 1


@pytest.mark.parametrize(("until_s", "expected"), [(50, 100), (100, 100), (150, 150)])
def test_the_seconds_are_complete_no_less_than_before(until_s: int, expected: int) -> None:
    stored = Measurements()
    stored.append(Window(0, 100), batch_of([]))
    stored.merge(batch_of([]), complete_until_s=until_s)
    assert stored.coverage().runs == (Window(0, expected),)


def test_the_first_run_begins_with_time() -> None:
    stored = Measurements()
    stored.merge(batch_of([]), complete_until_s=7)
    assert stored.coverage().runs == (Window(0, 7),)
