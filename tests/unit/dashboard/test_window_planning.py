from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.dashboard.services.window_planning import (
    HINT_ERROR,
    LONGEST_WINDOW_S,
    MOST_GROWTH,
    MOST_SHRINKING,
    WANTED_CALLS,
    earlier_history_from_s,
    first_window_s,
    history_from_s,
    next_window_s,
    plan_window,
    shrunk_window_s,
)
from pydash_app.measurements.window import Window
from pydash_app.statistics.instants import EPOCH

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
NOW_S = int((NOW - EPOCH).total_seconds())
LENGTHS_S = st.integers(1, LONGEST_WINDOW_S)
COUNTS = st.one_of(st.integers(0, 10**7), st.sampled_from([0, 1, WANTED_CALLS]))


@given(st.integers(1, 10**6), st.integers(1, 2 * 10**6), st.integers(1, 10**5))
def test_windows_tile_up_to_the_target(begin_s: int, target_s: int, window_s: int) -> None:
    window_s = max(window_s, target_s // 200)
    until_s, windows = None, []
    while window := plan_window(
        complete_until_s=until_s, begin_s=begin_s, window_s=window_s, target_s=target_s
    ):
        windows.append(window)
        until_s = window.until_s
    assert windows[0].after_s == 0
    assert windows[-1].until_s == target_s
    assert all(a.until_s == b.after_s for a, b in pairwise(windows))
    assert all(window.length_s <= window_s for window in windows[1:])


def test_there_is_no_window_before_1970() -> None:
    for until_s in (None, 0, 5):
        assert plan_window(complete_until_s=until_s, begin_s=9, window_s=9, target_s=0) is None


@given(LENGTHS_S, LENGTHS_S, COUNTS)
def test_a_window_at_most_doubles_and_stays_in_bounds(
    length_s: int, planned_s: int, call_count: int
) -> None:
    length_s = min(length_s, planned_s)
    following_s = next_window_s(Window(0, length_s), call_count, planned_s=planned_s)
    assert 1 <= following_s <= min(LONGEST_WINDOW_S, MOST_GROWTH * planned_s)
    assert following_s >= planned_s // MOST_SHRINKING


@given(st.integers(1, 10**9), LENGTHS_S)
def test_the_empty_past_lets_no_window_grow(length_s: int, planned_s: int) -> None:
    length_s += planned_s
    assert next_window_s(Window(0, length_s), 0, planned_s=planned_s) <= planned_s


@pytest.mark.parametrize(
    ("call_count", "expected_s"),
    [
        (0, 2000),
        (WANTED_CALLS // 4, 2000),
        (WANTED_CALLS, 1000),
        (2 * WANTED_CALLS, 500),
        (100 * WANTED_CALLS, 125),
    ],
)
def test_windows_follow_the_traffic(call_count: int, expected_s: int) -> None:
    assert next_window_s(Window(0, 1000), call_count, planned_s=1000) == expected_s


@given(LENGTHS_S, LENGTHS_S)
def test_a_window_that_was_too_much_is_followed_by_a_smaller_one(
    length_s: int, planned_s: int
) -> None:
    shrunk_s = shrunk_window_s(Window(0, length_s), planned_s=planned_s)
    assert shrunk_s >= 1
    assert shrunk_s < length_s or length_s == 1


@given(st.integers(1, NOW_S))
def test_a_history_that_was_not_found_begins_earlier_and_earlier(begin_s: int) -> None:
    for _ in range(20):
        earlier_s = earlier_history_from_s(begin_s, NOW_S)
        assert 1 <= earlier_s < begin_s or begin_s == 1
        begin_s = earlier_s
    assert begin_s == 1


@pytest.mark.parametrize("offset", [timedelta(hours=14), timedelta(hours=-12), timedelta(0)])
def test_history_begins_before_the_first_call_in_any_zone(offset: timedelta) -> None:
    first = datetime(2024, 2, 29, tzinfo=UTC)
    assert history_from_s(first + offset, NOW) <= (first - EPOCH).total_seconds()


@pytest.mark.parametrize("hint", [None, NOW + timedelta(days=900), EPOCH, NOW])
def test_history_begins_between_1970_and_now(hint: datetime | None) -> None:
    assert 1 <= history_from_s(hint, NOW) <= NOW_S - HINT_ERROR.total_seconds()


@given(st.integers(0, 10**9), st.integers(1, NOW_S + 10))
def test_the_first_window_is_in_bounds(total_requests: int, begin_s: int) -> None:
    assert 1 <= first_window_s(total_requests, begin_s, NOW) <= LONGEST_WINDOW_S
