from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pydash_app.measurements.segment import MOST_CALLS, CallColumns, Segment, split


def columns_at(times_us: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    return {"called_at_us": times_us, "ip": np.arange(len(times_us), dtype=np.uint32)}


def test_a_segment_gives_back_its_columns() -> None:
    segment = Segment(columns_at(np.array([5, 5, 9], np.int64)))
    assert (segment.start_us, segment.end_us, segment.call_count) == (5, 9, 3)
    assert segment.read(("ip",))["ip"].tolist() == [0, 1, 2]
    assert list(segment.read_all()) == ["called_at_us", "ip"]
    with pytest.raises(KeyError):
        segment.read(("status_code",))


@given(
    st.lists(
        st.sampled_from([1, 2, 7, 1000, MOST_CALLS - 1, MOST_CALLS, MOST_CALLS + 1]), max_size=5
    )
)
def test_split_loses_nothing_and_never_cuts_a_tie(tie_lengths: list[int]) -> None:
    times_us = np.repeat(np.arange(len(tie_lengths), dtype=np.int64), tie_lengths)
    parts = list(split(columns_at(times_us)))
    joined = [part["ip"] for part in parts]
    assert np.array_equal(np.concatenate([*joined, np.empty(0)]), np.arange(len(times_us)))
    for part in parts:
        part_times_us = part["called_at_us"]
        assert len(part_times_us) <= MOST_CALLS or part_times_us[0] == part_times_us[-1]
    ends_us = [int(part["called_at_us"][-1]) for part in parts]
    starts_us = [int(part["called_at_us"][0]) for part in parts]
    assert all(end < start for end, start in zip(ends_us, starts_us[1:], strict=False))


def test_seventy_thousand_calls_of_one_instant_are_one_segment() -> None:
    times_us = np.full(70_000, 3, np.int64)
    assert [len(part["ip"]) for part in split(columns_at(times_us))] == [70_000]


def test_joined_parts_are_in_the_order_of_time_and_ties_keep_theirs() -> None:
    first = columns_at(np.array([1, 5], np.int64))
    second = columns_at(np.array([2, 5], np.int64))
    joined = CallColumns.joined([first, second], ("called_at_us", "ip"))
    assert joined.called_at_us.tolist() == [1, 2, 5, 5]
    assert joined["ip"].tolist() == [0, 0, 1, 1]


def test_nothing_joined_has_columns_of_the_right_kind() -> None:
    joined = CallColumns.joined([], ("called_at_us", "duration_ms", "ip"))
    kinds = [joined[name].dtype for name in ("called_at_us", "duration_ms", "ip")]
    assert kinds == [np.int64, np.float32, np.uint32]
    assert len(joined) == 0
