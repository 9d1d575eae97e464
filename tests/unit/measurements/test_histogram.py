"""The bins hold what they promise, over all that float32 can write."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as np_st
from numpy.typing import NDArray

from pydash_app.measurements.histogram import RELATIVE_ERROR, bins_of, edges_of, values_of

DURATIONS = np_st.arrays(
    np.float32,
    st.integers(1, 50),
    elements=st.floats(allow_nan=False, allow_infinity=False, width=32),
)


@given(DURATIONS)
def test_a_bins_value_is_within_one_per_cent_of_what_it_holds(
    durations_ms: NDArray[np.float32],
) -> None:
    values_ms = values_of(bins_of(durations_ms))

    errors_ms = np.abs(values_ms - durations_ms.astype(np.float64))
    assert np.all(errors_ms <= RELATIVE_ERROR * np.abs(durations_ms.astype(np.float64)))


@given(DURATIONS)
def test_bins_keep_the_order_of_durations(durations_ms: NDArray[np.float32]) -> None:
    ascending = np.sort(durations_ms)

    assert np.all(np.diff(bins_of(ascending).astype(np.int32)) >= 0)


@given(DURATIONS)
def test_every_duration_lies_between_its_bins_edges(durations_ms: NDArray[np.float32]) -> None:
    lower, upper = edges_of(bins_of(durations_ms))

    slack = 1e-9 * np.abs(durations_ms.astype(np.float64))
    assert np.all(lower - slack <= durations_ms)
    assert np.all(durations_ms <= upper + slack)


def test_the_edges_of_bins_of_both_signs_meet() -> None:
    bins = bins_of(np.array([1.0, -1.0], np.float32))
    for code in bins:
        _, upper = edges_of(np.array([code]))
        lower, _ = edges_of(np.array([code + 1], np.uint16))
        assert np.isclose(upper, lower)


def test_zero_has_a_bin_of_its_own() -> None:
    zero, above, below = bins_of(np.array([0.0, 1e-45, -1e-45], np.float32)).tolist()

    assert below < zero < above
    assert values_of(np.array([zero], np.uint16)).tolist() == [0.0]


def test_the_largest_and_smallest_floats_have_different_bins() -> None:
    info = np.finfo(np.float32)
    extremes = np.array([-info.max, -info.smallest_subnormal, info.smallest_subnormal, info.max])

    bins = bins_of(extremes.astype(np.float32)).tolist()
    assert bins == sorted(set(bins))
    assert bins[0] > 0
    assert bins[-1] < 2**16
