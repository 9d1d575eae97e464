"""Makes the calls that everybody is asked about: random, always the same, and like real ones."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.batch import MICROSECONDS, CallBatch, TextColumn
from pydash_app.statistics.instants import to_us

DAYS = 90
ENDPOINTS = tuple(f"shop.view_{number:02}" for number in range(50))
VERSIONS = tuple(f"2.{number}" for number in range(8))
IPS = tuple(f"10.{number // 250}.{number % 250}.17" for number in range(5_000))
GROUPS = tuple(f"user{number}" for number in range(200))

CLOCK_TICKS_A_SECOND = 2**22
"""FMD subtracts two `time.time()`, floats that lie 2^-22 seconds apart in this century."""

DAY_US = 86_400 * MICROSECONDS

DEPLOY_US = 3600 * MICROSECONDS
"""So long, before and after a deploy, the former version and the next serve side by side."""

SLOW_SHARE = 0.004
"""Of the calls, so many take five to twenty times as long as usual."""


def first_at(end_at: datetime) -> datetime:
    """Where rows that end at an instant begin."""
    return end_at - timedelta(days=DAYS)


def make_calls(count: int, end_at: datetime, seed: int = 1) -> CallBatch:
    """Calls over the `DAYS` days before `end_at`, in the order of their time.

    More by day than by night, and fewer at weekends; a few endpoints, addresses and groups make
    most calls (Zipf); each endpoint has a duration of its own, log-normal around its median.
    """
    (calls,) = make_parts(count, end_at, part_count=1, seed=seed)
    return calls


def make_parts(
    count: int, end_at: datetime, *, part_count: int, seed: int = 1
) -> Iterator[CallBatch]:
    """The same in parts of equally many days and calls, for what would not fit into memory."""
    for part in range(part_count):
        first_day, end_day = (DAYS * number // part_count for number in (part, part + 1))
        yield _make_days(count // part_count, end_at, (first_day, end_day), seed + part)


def _make_days(count: int, end_at: datetime, days: tuple[int, int], seed: int) -> CallBatch:
    random = np.random.default_rng(seed)
    begin = first_at(end_at) + timedelta(days=days[0])
    since_us = days[0] * DAY_US + _times_us(random, count, begin, days[1] - days[0])
    endpoints = _few_of_many(random, len(ENDPOINTS), count)
    versions = _versions(random, since_us - since_us[0] + days[0] * DAY_US)
    return CallBatch(
        called_at_us=to_us(first_at(end_at)) + since_us,
        duration_ms=_durations_ms(random, endpoints, versions),
        endpoint=TextColumn(endpoints, ENDPOINTS),
        version=TextColumn(versions, VERSIONS),
        ip=TextColumn(_few_of_many(random, len(IPS), count), IPS),
        group_by=TextColumn(_few_of_many(random, len(GROUPS), count), GROUPS),
    )


def _times_us(
    random: np.random.Generator, count: int, begin: datetime, days: int
) -> NDArray[np.int64]:
    """Microseconds since the beginning, ascending."""
    hours = np.arange(days * 24) + begin.hour
    by_day = 0.35 + 0.65 * (0.5 - 0.5 * np.cos(2 * np.pi * (hours % 24 - 3) / 24))
    by_week = np.where((hours // 24 + begin.weekday()) % 7 < 5, 1.0, 0.6)
    weights = by_day * by_week
    calls = random.multinomial(count, weights / weights.sum())
    within_us = random.integers(0, 3600 * MICROSECONDS, count)
    return np.sort(np.repeat(np.arange(days * 24) * 3600 * MICROSECONDS, calls) + within_us)


def _few_of_many(random: np.random.Generator, different: int, count: int) -> NDArray[np.uint32]:
    """Codes of which the n-th comes 1/n as often as the first."""
    shares = np.cumsum(1 / np.arange(1, different + 1))
    found = np.searchsorted(shares / shares[-1], random.random(count), "right")
    codes: NDArray[np.uint32] = np.minimum(found, different - 1).astype(np.uint32)
    return codes


def _versions(random: np.random.Generator, since_us: NDArray[np.int64]) -> NDArray[np.uint32]:
    span_us = DAYS * DAY_US / len(VERSIONS)
    blurred_us = since_us + random.integers(-DEPLOY_US, DEPLOY_US, len(since_us))
    codes: NDArray[np.uint32] = np.clip(blurred_us // span_us, 0, len(VERSIONS) - 1).astype(
        np.uint32
    )
    return codes


def _durations_ms(
    random: np.random.Generator, endpoints: NDArray[np.uint32], versions: NDArray[np.uint32]
) -> NDArray[np.float32]:
    medians_ms = np.exp(random.uniform(np.log(2), np.log(700), len(ENDPOINTS)))
    spreads = random.uniform(0.25, 0.9, len(ENDPOINTS))
    speeds = random.uniform(0.75, 1.35, (len(ENDPOINTS), len(VERSIONS)))
    noise = np.exp(spreads[endpoints] * random.standard_normal(len(endpoints)))
    durations_ms = medians_ms[endpoints] * speeds[endpoints, versions] * noise
    is_slow = random.random(len(endpoints)) < SLOW_SHARE
    durations_ms[is_slow] *= random.uniform(5, 20, int(is_slow.sum()))
    ticks = np.maximum(np.rint(durations_ms / 1000 * CLOCK_TICKS_A_SECOND), 1)
    measured: NDArray[np.float32] = (ticks / CLOCK_TICKS_A_SECOND * 1000).astype(np.float32)
    return measured
