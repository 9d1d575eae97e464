"""Whole hours and days within slices, of the time in which there are calls."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.measurements.cells import UNIT_US
from pydash_app.statistics.cover import Cover, cover
from pydash_app.statistics.instants import FIRST_INSTANT, LAST_INSTANT, to_us

HOUR_US = UNIT_US["hour"]
EVERYTHING = (-100, 100)

edges = st.lists(
    st.integers(-40 * HOUR_US, 40 * HOUR_US) | st.integers(-40, 40).map(lambda n: n * HOUR_US),
    min_size=2,
    max_size=8,
    unique=True,
).map(sorted)
seen = st.tuples(st.integers(-60, 60), st.integers(0, 60)).map(lambda pair: (pair[0], sum(pair)))


def slices_of(found: Cover) -> dict[int, int]:
    """The slice of each unit that lies in one as a whole."""
    numbered = enumerate(found.slice_of_unit.tolist(), found.first_unit)
    return {unit: slice_ for unit, slice_ in numbered if slice_ >= 0}


@given(edges, seen)
def test_units_with_calls_are_covered_as_if_every_unit_were(
    edges_us: list[int], seen: tuple[int, int]
) -> None:
    whole = cover(np.array(edges_us), "hour", seen=EVERYTHING)
    found = cover(np.array(edges_us), "hour", seen=seen)
    wanted = {unit: at for unit, at in slices_of(whole).items() if seen[0] <= unit < seen[1]}
    assert slices_of(found) == wanted
    assert found.rest_us.tolist() == whole.rest_us.tolist()


def test_a_slice_as_long_as_the_calendar_takes_no_more_than_the_time_with_calls() -> None:
    edges_us = np.array([to_us(FIRST_INSTANT), to_us(LAST_INSTANT)])
    found = cover(edges_us, "hour", seen=(400_000, 400_024))
    assert (found.first_unit, found.slice_of_unit.tolist()) == (400_000, [0] * 24)
    assert cover(edges_us, "hour", seen=(0, 0)).slice_of_unit.size == 0
