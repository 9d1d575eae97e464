"""Calls that several tests ask about."""

from collections.abc import Iterator

import pytest

from pydash_app.measurements.store import Measurements
from pydash_app.statistics import exact_quantiles, gathering, portions, scope_parts
from tests.unit.statistics.asking import make_measurements
from tests.unit.statistics.asking_by_hand import UNTIL_NOW, at
from tests.unit.statistics.oracle import Row


@pytest.fixture
def shop() -> Measurements:
    """Six calls in the spring of 2018."""
    rows = [
        Row(at("2018-04-25T15:30:00Z"), 10, ip="a", version="1", group_by="A"),
        Row(at("2018-04-25T15:30:59.999999Z"), 20, ip="b", version="1", group_by="B"),
        Row(at("2018-04-25T15:31:00Z"), 60, ip="a", version="2", group_by="A"),
        Row(at("2018-04-30T23:59:59Z"), 1, ip="a", version="2", group_by="B"),
        Row(at("2018-05-01T00:00:00Z"), 2, ip="None", version="2", group_by="B"),
        Row(at("2018-06-01T00:00:00Z"), 3, ip="c", version="2", group_by="A"),
    ]
    return make_measurements(rows, UNTIL_NOW)


@pytest.fixture(scope="module", params=[None, 2], ids=["at once", "in portions of two rows"])
def each_size_of_portions(request: pytest.FixtureRequest) -> Iterator[None]:
    """However finely a question is divided, its answer is the same."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param is not None:
            patch.setattr(portions, "MOST_ROWS", request.param)
            patch.setattr(gathering, "MOST_ROWS", request.param)
            patch.setattr(exact_quantiles, "FEW_ENOUGH_TO_SORT", request.param)
            patch.setattr(portions, "FEW_ROWS", 1)
            patch.setattr(scope_parts, "FEW_ROWS", 1)
        yield
