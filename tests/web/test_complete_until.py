"""Calls behind the last complete second count everywhere, and are marked where they do."""

from datetime import timedelta
from typing import Any

import pytest

from pydash_app.database import Database, Root
from pydash_app.measurements import repository as measurements
from tests.factories import make_batch
from tests.web.asking import READS, ask, json_of
from tests.web.measured import APRIL_25
from tests.web.people import Person

UNTIL_S = int(APRIL_25.timestamp()) + 3600
HEADER = "X-Pydash-Complete-Until"
RANGE = {"start_date": "2018-04-25", "end_date": "2018-04-26"}


@pytest.fixture
def ahead(database: Database, alice: Person) -> None:
    """Ten calls of which six lie behind the last second that is complete."""
    times = [APRIL_25 + timedelta(minutes=20 * number) for number in range(10)]

    def store(root: Root) -> None:
        stored = measurements.get(root, str(alice.dashboard_id))
        stored.merge(make_batch(times), complete_until_s=UNTIL_S)

    database.write(store)


def answer(person: Person, name: str, **query: Any) -> Any:
    return json_of(ask(person.client, name, person.dashboard_id, query_string=RANGE | query))


@pytest.mark.usefixtures("ahead")
@pytest.mark.parametrize("timeslice", ["day", "hour", "minute"])
@pytest.mark.parametrize("is_static", [True, False])
def test_a_day_its_slices_and_its_export_count_the_same(
    alice: Person, timeslice: str, is_static: bool
) -> None:
    whole = answer(alice, "statistic.get", statistic="total_visits")
    slices = answer(
        alice,
        "statistic.get",
        statistic="total_visits",
        timeslice=timeslice,
        timeslice_is_static=is_static,
    )
    heat = answer(alice, "statistic.visitor_heatmap")
    exported = ask(alice.client, "export.get", alice.dashboard_id, query_string=RANGE)
    page = json_of(ask(alice.client, "dashboard.get", alice.dashboard_id))
    assert whole == 10
    assert sum(value or 0 for value in slices.values()) == 10
    assert sum(value or 0 for day in heat for value in day) == 10
    assert exported.data.count(b"\n") == 1 + 10
    assert page["aggregates"]["total_visits"] == 10


@pytest.mark.usefixtures("ahead")
def test_a_slice_of_which_nothing_is_known_is_null_and_no_zero(alice: Person) -> None:
    hours = answer(
        alice,
        "statistic.get",
        statistic="total_visits",
        timeslice="hour",
        timeslice_is_static=True,
    )
    assert list(hours.values())[:5] == [3, 3, 3, 1, None]
    assert set(list(hours.values())[4:]) == {None}


@pytest.mark.usefixtures("ahead")
@pytest.mark.parametrize("name", READS)
def test_every_answer_says_from_where_on_calls_may_be_missing(alice: Person, name: str) -> None:
    query = RANGE | ({"statistic": "total_visits"} if name.startswith("statistic.get") else {})
    response = ask(alice.client, name, alice.dashboard_id, query_string=query)
    assert response.status_code == 200, response.text
    assert response.headers[HEADER] == "2018-04-25T01:00:00Z"


def test_where_nothing_was_fetched_there_is_no_such_instant(alice: Person) -> None:
    response = ask(alice.client, "export.get", alice.dashboard_id, query_string=RANGE)
    assert HEADER not in response.headers
