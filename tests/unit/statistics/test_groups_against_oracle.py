"""Boxes, heat maps and averages over random rows must say what the oracle says."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pydash_app.statistics import facts
from pydash_app.statistics.boxes import box, boxes_by
from pydash_app.statistics.heatmaps import heatmap
from pydash_app.statistics.per_version import averages_per_version_and
from pydash_app.statistics.query import Selection
from tests.unit.statistics.oracle import RATIOS, Row
from tests.unit.statistics.oracle_groups import (
    expect_averages,
    expect_box,
    expect_heat,
    grouped,
    is_any_known,
)
from tests.unit.statistics.test_against_oracle import NOW, Case, cases

pytestmark = pytest.mark.usefixtures("each_size_of_portions")


def selection_of(case: Case) -> Selection:
    question = case.question
    return Selection(
        start_at=question.start_at,
        end_at=question.end_at,
        timezone=ZoneInfo(question.timezone),
        **{name: tuple(texts) for name, texts in question.filters.items()},  # type: ignore[arg-type]
    )


def selected(case: Case) -> list[Row]:
    """The rows asked for, in the order of time; what was fetched first comes first in a tie."""
    question = case.question
    return sorted(
        (
            row
            for row in case.rows
            if question.start_at <= row.called_at < question.end_at
            and all(
                not texts or getattr(row, name) in texts
                for name, texts in question.filters.items()
            )
        ),
        key=lambda row: row.called_at,
    )


def is_short(case: Case) -> bool:
    return (case.question.end_at - case.question.start_at).days < 40


def assert_box(answered: object, rows: list[Row], tolerance: float) -> None:
    assert isinstance(answered, dict)
    expected = expect_box(rows)
    assert answered.keys() == expected.keys()
    for name, value in expected.items():
        allowed = tolerance if name in RATIOS and RATIOS[name] not in (0.0, 1.0) else 1e-6
        if value is None:
            assert answered[name] is None
        else:
            assert np.isclose(answered[name], value, rtol=allowed, atol=0), name


@given(case=cases("total_visits"))
def test_the_box_of_all_calls(case: Case) -> None:
    answered = box(case.store(), selection_of(case), with_distribution=False, now=NOW)

    asked = case.question
    is_known = is_any_known(asked.start_at, asked.end_at, sorted(case.runs))
    if asked.start_at < asked.end_at and not is_known and not selected(case):
        assert set(answered.value.values()) == {None}
    else:
        assert_box(answered.value, selected(case), 1e-6)
    assert answered.accuracy == "exact"


@pytest.mark.parametrize("column", ["endpoint", "version"])
@pytest.mark.parametrize(("limit", "tolerance"), [(2_000_000, 1e-6), (-1, 0.01)])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_box_for_each_text(
    column: str, limit: int, tolerance: float, data: st.DataObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "MOST_EXACT_CALLS", limit)
    case = data.draw(cases("total_visits"))

    answered = boxes_by(
        case.store(),
        selection_of(case),
        column,  # type: ignore[arg-type]
        with_distribution=True,
        now=NOW,
    ).value

    expected = grouped(selected(case), lambda row: str(getattr(row, column)))
    assert sorted(answered) == sorted(expected)
    for text, rows in expected.items():
        distribution = answered[text].pop("distribution")
        assert_box(answered[text], rows, tolerance)
        assert_distributed(distribution, [row.duration_ms for row in rows])


def assert_distributed(distribution: dict[str, list[float]], durations_ms: list[float]) -> None:
    edges, counts = distribution["edges"], distribution["counts"]
    assert len(edges) == len(counts) + 1
    assert counts[0] > 0
    assert counts[-1] > 0
    assert sum(counts) == len(durations_ms)
    exact, _ = np.histogram(durations_ms, edges)
    # A duration may lie within rounding of an edge.
    assert np.abs(np.cumsum(exact) - np.cumsum(counts)).max() <= sum(
        np.isclose(duration_ms, edge, rtol=1e-9) for duration_ms in durations_ms for edge in edges
    )


@given(case=cases("total_visits"))
def test_versions_come_in_the_order_first_seen(case: Case) -> None:
    everything = replace(case.question, filters={})
    case = replace(case, question=everything)

    answered = boxes_by(
        case.store(), selection_of(case), "version", with_distribution=False, now=NOW
    ).value

    first_seen = {
        version: min(row.called_at for row in rows)
        for version, rows in grouped(case.rows, lambda row: row.version).items()
    }
    instants = [first_seen[version] for version in answered]
    assert instants == sorted(instants)


@pytest.mark.parametrize("column", ["ip", "group_by"])
@given(data=st.data())
def test_averages_per_version_and_text(column: str, data: st.DataObject) -> None:
    case = data.draw(cases("total_visits"))

    answered = averages_per_version_and(
        case.store(),
        selection_of(case),
        column,  # type: ignore[arg-type]
        now=NOW,
    ).value

    expected = {
        version: {
            text: expect_averages(served)
            for text, served in grouped(rows, lambda row: str(getattr(row, column))).items()
        }
        for version, rows in grouped(selected(case), lambda row: row.version).items()
    }
    assert answered.keys() == expected.keys()
    for version, by_text in expected.items():
        assert answered[version].keys() == by_text.keys()
        for text, figures in by_text.items():
            assert answered[version][text] == pytest.approx(figures, rel=1e-6)


@pytest.mark.parametrize("counts_visitors", [True, False])
@given(data=st.data())
def test_heat_maps(counts_visitors: bool, data: st.DataObject) -> None:
    case = data.draw(cases("total_visits").filter(is_short))

    answered = heatmap(
        case.store(), selection_of(case), counts_visitors=counts_visitors, now=NOW
    ).value

    question = case.question
    expected = expect_heat(
        selected(case),
        sorted(case.runs),
        question.start_at,
        question.end_at,
        question.timezone,
        counts_visitors=counts_visitors,
    )
    assert answered == expected
    assert all(type(value) in (int, type(None)) for day in answered for value in day)
