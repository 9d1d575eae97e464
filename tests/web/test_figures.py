"""Boxes, averages and heat maps as they are written. What is computed, the domain's tests show."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from pydantic import TypeAdapter

from pydash_app.database import Database
from pydash_app.measurements.window import Window
from tests.factories import make_batch, store_batch
from tests.web.asking import HEATMAPS, OF_ENDPOINT, READS, ROUTE_OF, ask, json_of
from tests.web.measured import APRIL_25, THE_DAY, disable, store_day
from tests.web.people import Person

BOX_KEYS = {
    "average_execution_time",
    "fastest_measured_execution_time",
    "fifth_percentile_execution_time",
    "fastest_quartile_execution_time",
    "median_execution_time",
    "slowest_quartile_execution_time",
    "ninetieth_percentile_execution_time",
    "ninety-fifth_percentile_execution_time",
    "ninety-ninth_percentile_execution_time",
    "slowest_measured_execution_time",
    "total_visits",
}
FIGURES = tuple(name for name in READS if name != "export.get")
BOXES = (
    "statistic.endpoint_boxplots",
    "statistic.execution_times_per_version",
    "statistic.endpoint_execution_times_per_version",
)


@pytest.fixture(autouse=True)
def _day(database: Database, alice: Person) -> None:
    store_day(database, alice)


def read(person: Person, name: str, *, endpoint_name: str = "cart", **query: Any) -> Any:
    response = ask(
        person.client,
        name,
        person.dashboard_id,
        endpoint_name=endpoint_name,
        query_string={"statistic": "total_visits", **THE_DAY, **query},
    )
    assert response.status_code == 200, response.text
    return json_of(response)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("query", [{}, {"include_distribution": "1"}, {"ip": "198.51.100.7"}])
def test_every_answer_is_of_the_type_that_the_table_says(
    alice: Person, name: str, query: dict[str, str]
) -> None:
    answered = read(alice, name, **query)
    TypeAdapter(ROUTE_OF[name].answer).validate_json(orjson.dumps(answered), strict=True)


@pytest.mark.parametrize("name", FIGURES)
def test_header_tells_the_accuracy(alice: Person, name: str) -> None:
    query = {"statistic": "total_visits", **THE_DAY, "accuracy": "exact"}
    response = ask(alice.client, name, alice.dashboard_id, query_string=query)
    assert response.headers["X-Pydash-Accuracy"] == "exact"


def test_endpoint_boxes_come_by_name(alice: Person) -> None:
    boxes = read(alice, "statistic.endpoint_boxplots")
    assert list(boxes) == ["admin", "cart", "pay/ü"]
    assert all(box.keys() == BOX_KEYS for box in boxes.values())
    assert boxes["pay/ü"]["total_visits"] == 2
    assert boxes["pay/ü"]["median_execution_time"] == 32.5
    assert boxes["cart"]["slowest_measured_execution_time"] == 20


def test_endpoints_switched_off_are_shown_on_demand(database: Database, alice: Person) -> None:
    disable(database, alice, "cart")
    name = "statistic.endpoint_boxplots"
    assert list(read(alice, name)) == ["admin", "pay/ü"]
    assert list(read(alice, name, include_disabled="False")) == ["admin", "pay/ü"]
    assert list(read(alice, name, include_disabled="True")) == ["admin", "cart", "pay/ü"]
    assert read(alice, "statistic.endpoint_boxplot")["total_visits"] == 3


def test_a_box_stands_alone(alice: Person) -> None:
    box = read(alice, "statistic.endpoint_boxplot", endpoint_name="pay/ü")
    assert box == read(alice, "statistic.endpoint_boxplots")["pay/ü"]


def test_the_box_of_an_endpoint_never_called_is_empty(alice: Person) -> None:
    box = read(alice, "statistic.endpoint_boxplot", endpoint_name="home")
    assert box.pop("total_visits") == 0
    assert set(box.values()) == {None}


@pytest.mark.parametrize("name", [*BOXES, "statistic.endpoint_boxplot"])
def test_a_distribution_comes_on_demand(alice: Person, name: str) -> None:
    answered = read(alice, name, include_distribution="True")
    for box in [answered] if "total_visits" in answered else answered.values():
        assert box.keys() == BOX_KEYS | {"distribution"}
        edges, counts = box["distribution"]["edges"], box["distribution"]["counts"]
        assert (len(edges), sum(counts)) == (len(counts) + 1, box["total_visits"])
        assert edges == sorted(edges)
        assert edges[0] <= box["fastest_measured_execution_time"] * 1.01
        assert edges[-1] >= box["slowest_measured_execution_time"] * 0.99


def test_versions_come_in_the_order_first_seen(alice: Person) -> None:
    boxes = read(alice, "statistic.execution_times_per_version")
    assert list(boxes) == ["2.0", "10.0", "None"]
    assert [box["total_visits"] for box in boxes.values()] == [3, 2, 1]
    of_cart = read(alice, "statistic.endpoint_execution_times_per_version")
    assert {version: box["total_visits"] for version, box in of_cart.items()} == {
        "2.0": 2,
        "10.0": 1,
    }


def test_averages_come_by_version_and_address_or_group(alice: Person) -> None:
    by_ip = read(alice, "statistic.execution_times_per_version_and_ip")
    assert by_ip["2.0"] == {
        "192.0.2.1": {"average_execution_time": 10, "total_visits": 1},
        "192.0.2.2": {"average_execution_time": 20, "total_visits": 1},
    }
    by_group = read(alice, "statistic.execution_times_per_version_and_group")
    assert list(by_group) == ["2.0", "10.0"]
    assert by_group["2.0"].keys() == {"zoë", "None"}
    assert by_group["10.0"]["zoë"]["average_execution_time"] == pytest.approx(0.1)


def test_heat_maps_have_a_list_of_24_a_day(alice: Person) -> None:
    query = {"end_date": "2018-04-27"}
    first, second = read(alice, "statistic.visitor_heatmap", **query)
    assert first == [0, 3, 1, 2, *[0] * 20]
    assert second == [None] * 24
    visitors = read(alice, "statistic.unique_visitor_heatmap", **query)
    assert visitors == [[0, 2, 1, 2, *[0] * 20], [None] * 24]


@pytest.mark.parametrize("name", HEATMAPS)
def test_heat_maps_lie_on_the_calendar_of_the_timezone(alice: Person, name: str) -> None:
    kiritimati = read(
        alice,
        name,
        timezone="Pacific/Kiritimati",
        start_date="2018-04-25T00:00+14:00",
        end_date="2018-04-26T00:00+14:00",
    )
    offset_s = APRIL_25.astimezone(ZoneInfo("Pacific/Kiritimati")).utcoffset()
    assert offset_s == timedelta(hours=14)
    assert len(kiritimati) == 1
    assert kiritimati[0][15] == read(alice, name)[0][1]


@pytest.mark.parametrize("name", OF_ENDPOINT)
def test_a_filter_for_the_same_endpoint_changes_nothing(alice: Person, name: str) -> None:
    assert read(alice, name, endpoint=["cart", "admin"]) == read(alice, name)


@pytest.mark.parametrize("name", BOXES)
def test_boxes_can_be_filtered(alice: Person, name: str) -> None:
    boxes = read(alice, name, ip=["192.0.2.1", "192.0.2.2"], version="2.0", group_by="zoë")
    expected = 1 if name in OF_ENDPOINT else 2
    assert sum(box["total_visits"] for box in boxes.values()) == expected


@pytest.mark.parametrize("name", FIGURES)
def test_a_dashboard_without_calls_answers_what_an_empty_range_does(
    database: Database, bob: Person, name: str
) -> None:
    of_nothing = {
        "statistic.get": 0,
        "statistic.get_all": {"total_visits": 0},
        "statistic.endpoint_boxplot": {**dict.fromkeys(BOX_KEYS), "total_visits": 0},
        "statistic.visitor_heatmap": [[None] * 24],
        "statistic.unique_visitor_heatmap": [[None] * 24],
    }
    assert read(bob, name, endpoint_name="home") == of_nothing.get(name, {})
    start_s = int(APRIL_25.timestamp())
    store_batch(database, bob.dashboard_id, Window(0, start_s + 86_400), make_batch([]))
    of_nothing |= {heatmap: [[0] * 24] for heatmap in HEATMAPS}
    assert read(bob, name, endpoint_name="home") == of_nothing.get(name, {})


def test_a_slice_in_a_gap_is_null_and_not_zero(database: Database, alice: Person) -> None:
    tomorrow_s = int(APRIL_25.timestamp()) + 2 * 86_400
    store_batch(
        database, alice.dashboard_id, Window(tomorrow_s, tomorrow_s + 86_400), make_batch([])
    )
    slices = {"timeslice": "day", "timeslice_is_static": "1", "end_date": "2018-04-28"}
    expected: dict[str, list[object]] = {
        "total_visits": [6, None, 0],
        "unique_visitors": [4, None, 0],
        "visits_per_ip": [
            {"192.0.2.1": 3, "192.0.2.2": 1, "192.0.2.3": 1, "None": 1},
            None,
            {},
        ],
    }
    for statistic, values in expected.items():
        answered = read(alice, "statistic.get", statistic=statistic, **slices)
        assert list(answered.items()) == list(
            zip(["2018-04-25", "2018-04-26", "2018-04-27"], values, strict=True)
        )
