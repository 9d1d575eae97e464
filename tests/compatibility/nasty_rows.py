"""Calls that a remote may hold, made to be misread."""

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from tests.compatibility.remote_database import Value, as_text

ENDPOINTS = ("home", "None", "bücher/neu 名前", 'quote " and \\', "x" * 250, "blue.print", None)
GROUPS = (None, "None", "", "null", "zoë", "名前 😀", "o'neil; --", "a\x00b")
VERSIONS = ("1.0", "1.2-β", "None", "", None)
IPS = ("10.0.0.7", "2001:db8::1", "::1", "None", None)
STATUS_CODES = (200, 204, 302, 404, 500, None)
DURATIONS_MS = (0.0, 1e-6, 0.1, 16.7, -1.5, 1_234_567.891, 3.4e7)
USUAL: Mapping[str, Value] = {
    "endpoint": "home",
    "duration": 9.307861328125,
    "version": "1.0",
    "group_by": "ada",
    "ip": "127.0.0.1",
    "status_code": 200,
}
BURST = 300
SPREAD_OVER = timedelta(days=40)


def make_rows(end_at: datetime, count: int, *, has_timeless: bool) -> list[dict[str, Value]]:
    """Nasty calls, in no order of time.

    Args:
        end_at: by the remote's clock; the last of them are of a second before.
        count: how many random ones there are besides those made up one by one.
        has_timeless: whether one has no time, on which FMD 1.13's own pages fail.
    """
    chance = random.Random(1)  # noqa: S311
    rows = [
        *_random_rows(chance, end_at, count),
        *_chosen_rows(end_at.replace(microsecond=0), has_timeless=has_timeless),
    ]
    chance.shuffle(rows)
    return rows


def _random_rows(
    chance: random.Random, end_at: datetime, count: int
) -> Iterator[dict[str, Value]]:
    """Every text with every other, over some weeks, every fourth on a whole second."""
    for number in range(count):
        at = end_at - timedelta(seconds=1) - SPREAD_OVER * chance.random()
        yield {
            "time": as_text(at if number % 4 else at.replace(microsecond=0)),
            "endpoint": chance.choice(ENDPOINTS),
            "duration": chance.choice(DURATIONS_MS) + chance.lognormvariate(2, 1),
            "version": chance.choice(VERSIONS),
            "group_by": chance.choice(GROUPS),
            "ip": chance.choice(IPS),
            "status_code": chance.choice(STATUS_CODES),
        }


def _chosen_rows(end_at: datetime, *, has_timeless: bool) -> Iterator[dict[str, Value]]:
    busy_at, same_at = end_at - timedelta(days=3), end_at - timedelta(days=2)
    for number in range(BURST):  # many in one second
        at = busy_at + timedelta(microseconds=number * 1_000_000 // BURST)
        yield {**USUAL, "time": as_text(at), "group_by": f"user {number % 7}"}
    for _ in range(BURST):  # as MySQL keeps times, and nothing else to tell them by
        yield {**USUAL, "time": as_text(same_at)}
    for microsecond in (0, 1, 999_999):  # around the bounds of a window
        for second in (-1, 0, 1):
            at = end_at - timedelta(days=1) + timedelta(seconds=second, microseconds=microsecond)
            yield {**USUAL, "time": as_text(at)}
    for duration_ms in DURATIONS_MS:
        yield {**USUAL, "time": as_text(end_at - timedelta(hours=5)), "duration": duration_ms}
    # No release writes these, and their schemas allow them.
    yield {**USUAL, "time": as_text(end_at - timedelta(hours=6)), "endpoint": None}
    if has_timeless:
        yield {**USUAL, "time": None}
