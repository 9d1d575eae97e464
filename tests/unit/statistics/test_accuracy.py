"""Quantiles from histograms are within one per cent, whatever the durations look like."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from pydash_app.measurements.batch import MICROSECONDS, CallBatch, TextColumn
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window
from pydash_app.statistics import facts
from pydash_app.statistics.answering import answer
from pydash_app.statistics.query import StatisticAnswer, StatisticQuery
from tests.unit.statistics.asking import LATER_US
from tests.unit.statistics.oracle import RATIOS

START = datetime(2026, 1, 1, tzinfo=UTC)
END = START + timedelta(days=40)
START_S, END_S = int(START.timestamp()), int(END.timestamp())

Make = Callable[[np.random.Generator, int], NDArray[np.float64]]

SHAPES: dict[str, Make] = {
    "log-normal": lambda random, count: random.lognormal(3, 1, count),
    "bimodal": lambda random, count: np.where(
        random.random(count) < 0.5, random.normal(2, 0.1, count), random.normal(900, 5, count)
    ),
    "constant": lambda _random, count: np.full(count, 12.34),
    "heavy-tailed": lambda random, count: random.pareto(0.7, count) + 0.01,
    "zeros": lambda random, count: random.choice([0.0, 0.0, 5.0], count),
    "clock set back": lambda random, count: random.normal(20, 30, count),
    "uniform over 60 decades": lambda random, count: 10 ** random.uniform(-30, 30, count),
}

SIZES = (1, 2, 3, 10, 20_000)


def stored(durations_ms: NDArray[np.float64], random: np.random.Generator) -> Measurements:
    """Calls at random instants; two thirds of them are packed."""
    count = len(durations_ms)
    instants_us = np.sort(random.integers(START_S + 1, END_S, count)) * MICROSECONDS
    measurements = Measurements()
    thirds = [START_S, *(START_S + (END_S - START_S) * part // 3 for part in (1, 2)), END_S]
    for number, (after_s, until_s) in enumerate(pairwise(thirds)):
        rows = slice(
            *np.searchsorted(instants_us, [after_s * MICROSECONDS + 1, until_s * MICROSECONDS + 1])
        )
        one = TextColumn(np.zeros(len(instants_us[rows]), np.uint32), ("x",))
        batch = CallBatch(
            instants_us[rows], durations_ms[rows].astype(np.float32), one, one, one, one
        )
        measurements.append(Window(after_s, until_s), batch)
        if number == 1:
            measurements.compact(LATER_US)
    return measurements


def ask(measurements: Measurements, statistic: str, *, must_be_exact: bool) -> StatisticAnswer:
    query = StatisticQuery(
        statistic=statistic, start_at=START, end_at=END, must_be_exact=must_be_exact
    )
    return answer(measurements, query, now=END)


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("shape", SHAPES)
def test_quantiles_are_within_the_bound(
    shape: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "MOST_EXACT_CALLS", -1)
    random = np.random.default_rng(count)
    durations_ms = SHAPES[shape](random, count)
    measurements = stored(durations_ms, random)

    for statistic, ratio in RATIOS.items():
        exact = np.quantile(durations_ms.astype(np.float32).astype(np.float64), ratio)
        answered = ask(measurements, statistic, must_be_exact=False)
        assert np.isclose(answered.value, exact, rtol=0.01, atol=0), statistic
        precise = ask(measurements, statistic, must_be_exact=True)
        assert np.isclose(precise.value, exact, rtol=1e-6, atol=0), statistic
        assert precise.accuracy == "exact"


def test_the_answer_says_how_close_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    measurements = stored(random.lognormal(3, 1, 1000), random)

    below = ask(measurements, "median_execution_time", must_be_exact=False)
    monkeypatch.setattr(facts, "MOST_EXACT_CALLS", 999)
    above = [
        ask(measurements, statistic, must_be_exact=False).accuracy
        for statistic in ("median_execution_time", "average_execution_time", "unique_visitors")
    ]

    assert below.accuracy == "exact"
    assert above == ["relative-error<=0.01", "exact", "exact"]


def test_a_quantile_between_negative_and_positive_durations_is_exact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(facts, "MOST_EXACT_CALLS", -1)
    measurements = stored(np.array([-1.0, 1.5]), np.random.default_rng(1))

    answered = ask(measurements, "median_execution_time", must_be_exact=False)

    assert answered == StatisticAnswer(0.25, "exact")
