"""However calls are counted, they are as many: whole, in slices, on the heat map, in the export.

Also those of which it is not known that all are there: behind the last complete second, or in a
gap between two fetches.
"""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.dashboard.services import export
from pydash_app.measurements.store import Measurements
from pydash_app.statistics.aggregates import aggregates, aggregates_by_endpoint
from pydash_app.statistics.boxes import box, boxes_by
from pydash_app.statistics.heatmaps import heatmap
from pydash_app.statistics.per_version import averages_per_version_and
from pydash_app.statistics.query import Selection
from tests.unit.statistics.asking import ask
from tests.unit.statistics.oracle import Row
from tests.unit.statistics.test_against_oracle import NOW, REACH, Case, cases
from tests.unit.statistics.test_groups_against_oracle import is_short, selection_of

pytestmark = pytest.mark.usefixtures("each_size_of_portions")


def inside(case: Case) -> list[Row]:
    """The rows that are asked about."""
    asked = case.question
    return [
        row
        for row in case.rows
        if asked.start_at <= row.called_at < asked.end_at
        and all(getattr(row, name) in texts for name, texts in asked.filters.items() if texts)
    ]


def count_exported(stored: Measurements, selection: Selection, now: datetime) -> int:
    start_us, end_us = export._range_of(stored, selection, now)
    edges_us = export._cut(stored, start_us, end_us) if start_us < end_us else []
    where = {
        name: stored.vocabulary(name).find_codes(texts)
        for name, texts in selection.filters.items()
    }
    return sum(len(stored.read(low, high, (), where=where)) for low, high in pairwise(edges_us))


@given(case=cases("total_visits"), data=st.data())
def test_every_door_counts_the_same_calls(case: Case, data: st.DataObject) -> None:
    stored, count, selection = case.store(), len(inside(case)), selection_of(case)
    whole = replace(case.question, timeslice=None)

    assert (ask(stored, whole, now=NOW) or 0) == count
    assert count_exported(stored, selection, NOW) == count
    found = box(stored, selection, with_distribution=False, now=NOW).value["total_visits"]
    assert (found or 0) == count
    for column in ("endpoint", "version"):
        boxes = boxes_by(stored, selection, column, with_distribution=False, now=NOW).value
        assert sum(one["total_visits"] for one in boxes.values()) == count
    served = averages_per_version_and(stored, selection, "ip", now=NOW).value
    visits = [one["total_visits"] for version in served.values() for one in version.values()]
    assert sum(visits) == count

    timeslice = case.question.timeslice or data.draw(st.sampled_from(sorted(REACH)))
    if timeslice != "minute" or is_short(case):
        sliced = replace(case.question, timeslice=timeslice, is_static=True)
        slices = ask(stored, sliced, now=NOW)
        assert isinstance(slices, dict)
        assert sum(value or 0 for value in slices.values()) == count
    if is_short(case):
        heat = heatmap(stored, selection, counts_visitors=False, now=NOW).value
        assert sum(value or 0 for day in heat for value in day) == count


@given(case=cases("total_visits"))
def test_the_pages_figures_count_the_same_calls(case: Case) -> None:
    stored = case.store()
    count = sum(row.called_at < NOW for row in case.rows)
    assert aggregates(stored, now=NOW)["total_visits"] == count
    by_endpoint = aggregates_by_endpoint(stored, now=NOW).values()
    assert sum(int(str(one["total_visits"])) for one in by_endpoint) == count
    if case.rows and min(row.called_at for row in case.rows) < NOW:
        assert count_exported(stored, Selection(), NOW) == count
