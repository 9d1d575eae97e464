"""Cells add calls up to what plain counting gives."""

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pydash_app.measurements.cells import (
    FAMILIES,
    MOST_CODES,
    UNIT_US,
    Cells,
    Family,
    decode_cells,
    encode_cells,
)
from pydash_app.measurements.counting import count_cells
from pydash_app.measurements.histogram import bins_of

Call = tuple[int, float, int, int, int, int]

CODES = st.integers(0, 3) | st.just(MOST_CODES - 1)
CALLS = st.lists(
    st.tuples(
        st.integers(1_600_000_000_000_000, 1_600_000_300_000_000) | st.integers(0, 4 * 10**15),
        st.floats(-1e6, 1e6, width=32),
        CODES,
        CODES,
        CODES,
        st.sampled_from([0, 200, 404, 499, 500, 503]),
    ),
    max_size=40,
)
NAMES = ("called_at_us", "duration_ms", "endpoint", "version", "ip", "status_code")
TYPES = (np.int64, np.float32, np.uint32, np.uint32, np.uint32, np.uint16)

every_family = pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))


def columns_of(calls: list[Call]) -> dict[str, NDArray[Any]]:
    parts = zip(*calls, strict=True) if calls else [()] * len(NAMES)
    return {
        name: np.array(part, kind) for name, kind, part in zip(NAMES, TYPES, parts, strict=True)
    }


def counted_plainly(family: Family, calls: list[Call]) -> dict[tuple[int, ...], list[float]]:
    """The durations of each key, or where statuses are counted, those that are known."""
    found: dict[tuple[int, ...], list[float]] = defaultdict(list)
    counts_statuses = "failed" in family.values
    for called_at_us, duration_ms, endpoint, version, ip, status_code in calls:
        if counts_statuses and not status_code:
            continue
        fields = {
            "endpoint": endpoint,
            "version": version,
            "ip": ip,
            "bin": int(bins_of(np.array([duration_ms], np.float32))[0]),
        }
        unit = called_at_us // UNIT_US[family.unit]
        key = (unit, *(fields[name] for name in family.fields))
        found[key].append(status_code if counts_statuses else duration_ms)
    return found


def keys_of(cells: Cells) -> list[tuple[int, ...]]:
    fields = [cells.units, *(cells.field(name) for name in cells.family.fields)]
    return list(zip(*(field.tolist() for field in fields), strict=True))


@every_family
@given(calls=CALLS)
def test_cells_hold_what_plain_counting_gives(family: Family, calls: list[Call]) -> None:
    cells = count_cells(family, columns_of(calls))

    expected = counted_plainly(family, calls)
    assert keys_of(cells) == sorted(expected)
    for row, key in enumerate(keys_of(cells)):
        assert cells[family.values[0]][row] == len(expected[key])
        if "failed" in family.values:
            assert cells["failed"][row] == sum(code >= 500 for code in expected[key])
        if "total_ms" in family.values:
            assert cells["total_ms"][row] == pytest.approx(sum(expected[key]), abs=1e-3)
            assert cells["fastest_ms"][row] == min(expected[key])
            assert cells["slowest_ms"][row] == max(expected[key])


@every_family
@given(calls=CALLS, cut=st.integers(0, 40))
def test_cells_of_parts_add_up_to_those_of_the_whole(
    family: Family, calls: list[Call], cut: int
) -> None:
    parts = [count_cells(family, columns_of(part)) for part in (calls[:cut], calls[cut:])]
    packed = [decode_cells(family, encode_cells(part)) for part in parts]

    added = Cells.added_up(packed, family)
    whole = count_cells(family, columns_of(calls))
    assert keys_of(added) == keys_of(whole)
    for name in family.values:
        assert added[name].tolist() == pytest.approx(whole[name].tolist(), abs=1e-3)


@every_family
@given(calls=CALLS, bounds=st.tuples(st.integers(0, 2_000_000), st.integers(0, 2_000_000)))
def test_a_cut_takes_the_units_inside(
    family: Family, calls: list[Call], bounds: tuple[int, int]
) -> None:
    first, end = sorted(bounds)
    cells = count_cells(family, columns_of(calls))

    inside = [key for key in keys_of(cells) if first <= key[0] < end]
    assert keys_of(cells.cut(first, end)) == inside


def test_counts_over_255_survive_packing() -> None:
    family = FAMILIES["ips"]
    one = count_cells(family, columns_of([(0, 1.0, 0, 0, 0, 0)] * 200))
    packed = [decode_cells(family, encode_cells(one))] * 2

    assert Cells.added_up(packed, family)["visits"].tolist() == [400]
