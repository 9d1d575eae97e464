"""Random rows, ranges, zones and filters: the domain must say what the oracle says."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from pydash_app.measurements.store import Measurements
from pydash_app.statistics import facts
from tests.unit.statistics.asking import Run, ask, make_measurements
from tests.unit.statistics.oracle import EPOCH, RATIOS, Question, Row, expect

pytestmark = pytest.mark.usefixtures("each_size_of_portions")

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)

EXAMPLES = settings.default.max_examples // 3 if settings.default else 20
"""Per statistic and size of portions: a third of the usual, as there are 32 of these pairs."""

STATISTICS = (
    "total_visits",
    "visits_per_ip",
    "unique_visitors",
    "total_execution_time",
    "average_execution_time",
    "total_errors",
    "error_rate",
    *RATIOS,
)

ANCHORS = {
    "UTC": (
        datetime(2020, 2, 29, tzinfo=UTC),  # leap day
        datetime(2021, 1, 4, tzinfo=UTC),  # 2020-W53 ends, six days into 2021
        datetime(2018, 12, 31, tzinfo=UTC),  # a Monday of 2019-W01
        datetime(2026, 11, 23, 14, 32, tzinfo=UTC),
    ),
    "Europe/Amsterdam": (
        datetime(2018, 3, 25, 1, tzinfo=UTC),
        datetime(2018, 10, 28, 1, tzinfo=UTC),
        datetime(2017, 12, 31, 23, tzinfo=UTC),
    ),
    "Asia/Kolkata": (datetime(2019, 12, 31, 18, 30, tzinfo=UTC),),
    "Australia/Lord_Howe": (
        datetime(2019, 4, 6, 15, tzinfo=UTC),
        datetime(2019, 10, 5, 15, 30, tzinfo=UTC),
    ),
    "America/Sao_Paulo": (
        datetime(2018, 11, 4, 3, tzinfo=UTC),  # midnight does not exist
        datetime(2018, 2, 18, 2, tzinfo=UTC),  # the hour before midnight comes twice
    ),
    "Pacific/Apia": (
        datetime(2011, 12, 30, 10, tzinfo=UTC),  # the 30th does not exist
        datetime(2012, 3, 31, 14, tzinfo=UTC),
    ),
    "America/Havana": (
        datetime(2018, 3, 11, 5, tzinfo=UTC),
        datetime(2018, 11, 4, 5, tzinfo=UTC),  # midnight comes twice
    ),
    "America/Nuuk": (datetime(2024, 3, 31, 1, tzinfo=UTC), datetime(2024, 10, 27, 1, tzinfo=UTC)),
}

REACH = {
    "year": timedelta(days=500),
    "month": timedelta(days=70),
    "week": timedelta(days=30),
    "day": timedelta(days=5),
    "hour": timedelta(hours=30),
    "minute": timedelta(hours=2),
}


@dataclass(frozen=True)
class Case:
    """Rows, what was fetched and when that was compacted, and a question about them."""

    rows: tuple[Row, ...]
    runs: tuple[Run, ...]
    compact_after: tuple[int, ...]
    question: Question

    def store(self) -> Measurements:
        """What the rows become in the store; runs may be fetched in any order."""
        return make_measurements(self.rows, self.runs, compact_after=self.compact_after)


def instants_near(anchor: datetime, reach: timedelta) -> st.SearchStrategy[datetime]:
    """Instants around an anchor; often on a border of a slice or a microsecond beside one."""
    quarter = timedelta(minutes=15)
    borders = st.integers(-(reach // quarter), reach // quarter).map(
        lambda count: anchor + count * quarter
    )
    beside = st.sampled_from([timedelta(0), timedelta(microseconds=1), timedelta(microseconds=-1)])
    anywhere = st.timedeltas(-reach, reach).map(lambda offset: anchor + offset)
    return st.one_of(st.builds(lambda at, by: at + by, borders, beside), anywhere)


def rows_near(anchor: datetime, reach: timedelta) -> st.SearchStrategy[list[Row]]:
    """Few different instants and texts, so that ties are common."""
    instants = st.lists(instants_near(anchor, reach), min_size=1, max_size=12)
    return instants.flatmap(
        lambda found: st.lists(
            st.builds(
                Row,
                called_at=st.sampled_from(found),
                duration_ms=st.floats(0.125, 60_000, width=32),
                endpoint=st.sampled_from(["home", "api/über", "a,b"]),
                version=st.sampled_from(["1.0", "None"]),
                ip=st.sampled_from(["10.0.0.1", "10.0.0.2", "::1", "None"]),
                group_by=st.sampled_from(["None", "bob", "7"]),
                status_code=st.sampled_from([None, None, 200, 404, 499, 500, 503]),
            ),
            max_size=40,
        )
    )


def filters() -> st.SearchStrategy[dict[str, list[str]]]:
    """Any of the filters, also for texts that no row has."""
    return st.fixed_dictionaries(
        {},
        optional={
            "endpoint": st.lists(st.sampled_from(["home", "api/über", "gone"]), max_size=2),
            "version": st.lists(st.sampled_from(["1.0", "None", "9"]), max_size=2),
            "ip": st.lists(st.sampled_from(["10.0.0.1", "::1", "None", "x"]), max_size=3),
            "group_by": st.lists(st.sampled_from(["None", "bob"]), max_size=2),
        },
    )


@st.composite
def coverages(draw: st.DrawFn, anchor: datetime, reach: timedelta) -> tuple[Run, ...]:
    """Fetched runs: the first from 1970 on, then gaps."""
    reach_s, middle_s = int(reach.total_seconds()), int((anchor - EPOCH).total_seconds())
    borders = draw(
        st.lists(st.integers(-reach_s, 2 * reach_s), min_size=1, max_size=5, unique=True).filter(
            lambda found: len(found) % 2 == 1
        )
    )
    edges = [0, *sorted(middle_s + border for border in borders)]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def cases(draw: st.DrawFn, statistic: str) -> Case:
    timezone = draw(st.sampled_from(sorted(ANCHORS)))
    anchor = draw(st.sampled_from(ANCHORS[timezone]))
    timeslice = draw(st.sampled_from(sorted(REACH)))
    reach = REACH[timeslice]
    bounds = sorted(draw(st.tuples(*[instants_near(anchor, reach)] * 2)))
    is_static = timeslice in ("year", "month") or draw(st.booleans())
    runs = draw(coverages(anchor, reach))
    rows = draw(rows_near(anchor, reach))
    question = Question(
        statistic,
        start_at=bounds[0],
        end_at=bounds[1],
        timeslice=draw(st.sampled_from([timeslice, timeslice, timeslice, None])),
        is_static=is_static,
        timezone=timezone,
        filters=draw(filters()),
    )
    compact_after = draw(st.lists(st.integers(0, 2), max_size=2))
    fetched = draw(st.permutations(runs))
    return Case(tuple(rows), tuple(fetched), tuple(compact_after), question)


@pytest.mark.parametrize("statistic", STATISTICS)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_every_answer_is_the_oracles(statistic: str, data: st.DataObject) -> None:
    case = data.draw(cases(statistic))

    answered = ask(case.store(), case.question, now=NOW)

    assert_answers(answered, case, tolerance=1e-6)


@pytest.mark.parametrize("statistic", STATISTICS)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_beyond_the_exact_limit_only_quantiles_may_differ_and_by_one_per_cent(
    statistic: str, data: st.DataObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "MOST_EXACT_CALLS", -1)
    case = data.draw(cases(statistic))

    answered = ask(case.store(), case.question, now=NOW)

    is_quantile = statistic in RATIOS and RATIOS[statistic] not in (0.0, 1.0)
    assert_answers(answered, case, tolerance=0.01 if is_quantile else 1e-6)


def assert_answers(answered: object, case: Case, *, tolerance: float) -> None:
    expected = expect(case.question, case.rows, sorted(case.runs))
    note(f"expected {expected}")
    if case.question.timeslice is None:
        assert_same(answered, expected, "", tolerance)
        return
    assert isinstance(answered, dict)
    assert isinstance(expected, dict)
    assert list(answered) == list(expected)
    for key, value in expected.items():
        assert_same(answered[key], value, key, tolerance)


def assert_same(answered: object, expected: object, key: str, tolerance: float) -> None:
    """Counts exactly, times relatively; `None` and numbers never stand for each other."""
    if isinstance(expected, float):
        assert isinstance(answered, float), key
        assert np.isclose(answered, expected, rtol=tolerance, atol=0), key
    else:
        assert answered == expected, key
        assert type(answered) is type(expected), key
