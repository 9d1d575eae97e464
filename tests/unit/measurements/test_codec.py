import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from pydash_app.measurements import codec

LENGTHS = st.integers(0, 300)


@given(arrays.arrays(np.int64, LENGTHS, elements=st.integers(-(2**61), 2**61)))
def test_times_come_back(times_us: NDArray[np.int64]) -> None:
    times_us.sort()
    assert codec.decode_times(codec.encode_times(times_us)).tolist() == times_us.tolist()


@given(arrays.arrays(np.float32, LENGTHS))
def test_durations_come_back_bit_by_bit(durations_ms: NDArray[np.float32]) -> None:
    decoded = codec.decode_durations(codec.encode_durations(durations_ms))
    assert decoded.tobytes() == durations_ms.tobytes()


@given(
    st.sampled_from([255, 256, 65_535, 65_536, 2**32 - 1]).flatmap(
        lambda largest: arrays.arrays(np.uint32, LENGTHS, elements=st.integers(0, largest))
    )
)
def test_codes_come_back(codes: NDArray[np.uint32]) -> None:
    decoded = codec.decode_codes(codec.encode_codes(codes))
    assert decoded.dtype.kind == "u"
    assert decoded.itemsize <= codes.itemsize
    assert decoded.tolist() == codes.tolist()


@pytest.mark.parametrize(
    ("largest", "width"), [(0, 1), (255, 1), (256, 2), (65_535, 2), (65_536, 4), (2**32 - 1, 4)]
)
def test_codes_take_as_few_bytes_as_the_largest_needs(largest: int, width: int) -> None:
    assert codec.encode_codes(np.array([0, largest], np.uint32))[:1] == str(width).encode()


def test_a_hundred_thousand_calls_of_steady_traffic_stay_small() -> None:
    times_us = np.arange(100_000, dtype=np.int64) * 250_000 + 1_700_000_000_000_000
    assert len(codec.encode_times(times_us)) < 10_000


def test_a_format_that_is_not_known_is_refused() -> None:
    data = codec.encode_times(np.array([1, 2], np.int64))
    with pytest.raises(ValueError, match="not known"):
        codec.decode_times(b"2" + data[1:])


def test_a_slice_of_a_larger_array_can_be_written() -> None:
    durations_ms = np.arange(10, dtype=np.float32)[2:7]
    assert codec.decode_durations(codec.encode_durations(durations_ms)).tolist() == [2, 3, 4, 5, 6]
