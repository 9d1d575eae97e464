"""How questions are divided, so that little of what they need is in memory at once."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window
from pydash_app.statistics.answering import answer
from pydash_app.statistics.gathering import MOST_ROWS, Scope
from pydash_app.statistics.grouping import Grouping
from pydash_app.statistics.instants import to_us
from pydash_app.statistics.portions import divide
from pydash_app.statistics.query import StatisticQuery
from pydash_app.statistics.work_slots import AT_A_TIME, work_slot
from tests.factories import make_batch
from tests.unit.statistics.asking import LATER_US

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 10
CALLS = 3 * MOST_ROWS
LAST_S = int((BEGIN + timedelta(days=DAYS)).timestamp())


def store(durations_ms: list[float], count: int) -> Measurements:
    """So many calls at even distances, whose durations are these again and again."""
    step_us = DAYS * 86_400_000_000 // count
    batch = make_batch([BEGIN], durations_ms=[1.0])
    rows = np.zeros(count, np.intp)
    many = batch.take(rows)
    object.__setattr__(many, "called_at_us", to_us(BEGIN) + np.arange(1, count + 1) * step_us - 1)
    object.__setattr__(many, "duration_ms", np.resize(np.array(durations_ms, np.float32), count))
    measurements = Measurements()
    measurements.append(Window(0, LAST_S), many)
    measurements.compact(LATER_US)
    return measurements


@pytest.fixture(scope="module")
def many_calls() -> Measurements:
    return store([3.0, 1.0, 2.0], CALLS)


def scope_of(measurements: Measurements, edge_count: int) -> Scope:
    edges_us = np.linspace(to_us(BEGIN), LAST_S * 1_000_000, edge_count).astype(np.int64)
    return Scope(measurements, Grouping(edges_us), {})


@pytest.mark.parametrize("edge_count", [2, 4, 11, 14_401])
def test_no_portion_reads_many_more_calls_at_once_than_it_may(
    many_calls: Measurements, edge_count: int
) -> None:
    portions = divide(scope_of(many_calls, edge_count), ())

    parts = [len(part.calls) for one in portions for part in one.gather(("duration_ms",))]
    assert sum(parts) == CALLS
    assert max(parts) <= 1.5 * MOST_ROWS


def test_portions_have_each_group_once_and_in_order(many_calls: Measurements) -> None:
    portions = divide(scope_of(many_calls, 101), ())

    groups = [number for one in portions for number in range(100)[one.groups]]
    assert groups == list(range(100))
    assert len(portions) > 1


def test_what_roll_ups_answer_in_a_few_cells_is_not_divided(many_calls: Measurements) -> None:
    (portion,) = divide(scope_of(many_calls, 11), ("hours",))

    assert not portion.is_large


@given(st.lists(st.floats(-(2.0**90), 2.0**90, width=32), min_size=1, max_size=30))
def test_quantiles_of_one_slice_that_is_read_in_parts_are_exact(
    durations_ms: list[float],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("portions.MOST_ROWS", "gathering.MOST_ROWS", "portions.FEW_ROWS"):
            patch.setattr(f"pydash_app.statistics.{name}", 2)
        patch.setattr("pydash_app.statistics.exact_quantiles.FEW_ENOUGH_TO_SORT", 2)
        stored = store(durations_ms, 90)
        query = StatisticQuery(
            statistic="ninetieth_percentile_execution_time",
            start_at=BEGIN,
            end_at=BEGIN + timedelta(days=DAYS),
        )
        found = answer(stored, query, now=BEGIN).value

    expected = np.quantile(np.resize(np.array(durations_ms, np.float32), 90).astype(float), 0.9)
    assert found == pytest.approx(expected, rel=1e-6)


def test_threads_that_compute_wait_for_each_other() -> None:
    at_once, most = 0, 0

    def compute() -> None:
        nonlocal at_once, most
        for _ in range(200):
            with work_slot():
                at_once += 1
                most = max(most, at_once)
                sum(range(2_000))
                at_once -= 1

    threads = [Thread(target=compute) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 <= most <= AT_A_TIME
