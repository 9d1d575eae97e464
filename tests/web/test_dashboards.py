"""Dashboards, as the API shows and takes them."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

import pytest

from pydash_app import errors
from pydash_app.database import Database
from pydash_app.measurements.window import Window
from pydash_web.schemas.dashboard import DashboardDetailAnswer
from tests.factories import make_batch, store_batch
from tests.web.asking import GOOD_BODIES, ask, json_of
from tests.web.fake_remotes import RIGHT_TOKEN, FakeRemotes
from tests.web.measured import store_day
from tests.web.people import Person
from tests.web.world import World

OF_NOTHING = {
    "total_visits": 0,
    "unique_visitors": 0,
    "total_execution_time": 0,
    # Nobody knows how calls ended that never were.
    "total_errors": None,
    "error_rate": None,
    **dict.fromkeys(
        (
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
        )
    ),
}


def test_list_is_empty_for_charlie(charlie: Person) -> None:
    assert json_of(ask(charlie.client, "dashboard.list_all")) == []


def test_alice_sees_hers_only(alice: Person, bob: Person) -> None:
    (listed,) = json_of(ask(alice.client, "dashboard.list_all"))
    assert listed["id"] == str(alice.dashboard_id) != str(bob.dashboard_id)


def test_a_dashboard_is_listed_with_less_than_is_shown_of_it_alone(alice: Person) -> None:
    (listed,) = json_of(ask(alice.client, "dashboard.list_all"))
    shown = json_of(ask(alice.client, "dashboard.get", alice.dashboard_id))
    assert shown.keys() - listed.keys() == {
        "aggregates",
        "versions",
        "gaps",
        "calls_from",
        "version_note",
    }
    assert [endpoint.keys() for endpoint in listed.pop("endpoints")] == [{"name", "enabled"}]
    assert listed.items() <= {key: shown[key] for key in listed}.items()


def test_the_figures_over_all_calls_can_be_left_out(alice: Person) -> None:
    whole = json_of(ask(alice.client, "dashboard.get", alice.dashboard_id))
    query = {"include_aggregates": "False"}
    short = json_of(ask(alice.client, "dashboard.get", alice.dashboard_id, query_string=query))
    assert short["aggregates"] is None
    assert [endpoint["aggregates"] for endpoint in short["endpoints"]] == [None]
    for shown in (whole, *whole["endpoints"]):
        shown["aggregates"] = None
    assert short == whole


def test_a_dashboard_never_fetched_knows_nothing(alice: Person) -> None:
    shown = json_of(ask(alice.client, "dashboard.get", alice.dashboard_id))
    assert shown == {
        "id": str(alice.dashboard_id),
        "url": "http://127.0.0.1:5101/dashboard",
        "name": "Alice's app",
        "error": None,
        "error_code": None,
        "error_since": None,
        "endpoints": [
            {
                "name": "home",
                "enabled": True,
                "aggregates": OF_NOTHING,
                "first_seen_version": None,
                "first_seen_at": None,
                "last_called_at": None,
            },
        ],
        "endpoint_count": 1,
        "endpoints_are_cut": False,
        "warnings": [],
        "state": "backfilling",
        "fmd_version": "1.13.1",
        "version": None,
        "last_fetch_at": None,
        "complete_from": None,
        "complete_until": None,
        "fetch_progress_ratio": 0.0,
        "first_call_at": None,
        "visits_last_7_days": None,
        "visits_previous_7_days": None,
        "visits_sparkline": [None] * 28,
        "unique_visitors": None,
        "unique_visitors_previous_7_days": None,
        "median_execution_time": None,
        "median_execution_time_previous_7_days": None,
        "p95_execution_time": None,
        "p95_execution_time_previous_7_days": None,
        "aggregates": OF_NOTHING,
        "versions": [],
        "gaps": [],
        "calls_from": None,
        "version_note": "Flask-MonitoringDashboard 1.13.1 keeps no status codes, and leaves out "
        "calls whose view fails. Upgrade it to 5.1.0 and add fmd_export to the app to have both.",
        "fetch_interval_s": None,
        "header_names": [],
        "monitor_downtime": False,
        "is_up": None,
        "uptime_ratio": None,
        "uptime_strip": [None] * 28,
    }
    assert shown.keys() == DashboardDetailAnswer.model_fields.keys()


def test_a_dashboard_tells_what_its_calls_add_up_to(database: Database, alice: Person) -> None:
    store_day(database, alice)
    shown = json_of(ask(alice.client, "dashboard.get", alice.dashboard_id))
    assert shown["aggregates"] == {
        "total_visits": 6,
        "unique_visitors": 4,
        "total_errors": None,
        "error_rate": None,
        "total_execution_time": pytest.approx(102.1),
        "average_execution_time": pytest.approx(102.1 / 6),
        "fastest_measured_execution_time": pytest.approx(0.1),
        "fifth_percentile_execution_time": pytest.approx(1.325),
        "fastest_quartile_execution_time": pytest.approx(5.5),
        "median_execution_time": pytest.approx(8.5),
        "slowest_quartile_execution_time": pytest.approx(17.5),
        "ninetieth_percentile_execution_time": pytest.approx(40),
        "ninety-fifth_percentile_execution_time": pytest.approx(50),
        "ninety-ninth_percentile_execution_time": pytest.approx(58),
        "slowest_measured_execution_time": 60,
    }
    assert shown["versions"] == ["2.0", "10.0", "None"]
    assert shown["first_call_at"] == "2018-04-25T01:00:00Z"
    endpoints = {endpoint["name"]: endpoint for endpoint in shown["endpoints"]}
    assert list(endpoints) == ["admin", "cart", "home", "pay/ü"]
    assert endpoints["home"]["aggregates"] == OF_NOTHING
    cart = endpoints["cart"]
    assert cart["aggregates"]["total_visits"] == 3
    assert cart["aggregates"].keys() == OF_NOTHING.keys()
    assert cart["first_seen_version"] == "2.0"
    assert cart["first_seen_at"] == "2018-04-25T01:00:00Z"
    assert cart["last_called_at"] == "2018-04-25T02:00:00Z"
    assert endpoints["admin"]["first_seen_version"] == "None"


def test_gaps_are_named(database: Database, alice: Person) -> None:
    for after_s, until_s in ((3600, 7200), (10_800, 14_400), (14_400, 18_000), (21_600, 25_200)):
        store_batch(database, alice.dashboard_id, Window(after_s, until_s), make_batch([]))
    shown = json_of(ask(alice.client, "dashboard.get", alice.dashboard_id))
    assert shown["complete_from"] == "1970-01-01T01:00:00Z"
    assert shown["complete_until"] == "1970-01-01T07:00:00Z"
    assert shown["gaps"] == [
        {"from": "1970-01-01T02:00:00Z", "to": "1970-01-01T03:00:00Z"},
        {"from": "1970-01-01T05:00:00Z", "to": "1970-01-01T06:00:00Z"},
    ]


def test_a_registered_dashboard_is_there(charlie: Person, remotes: FakeRemotes) -> None:
    response = ask(charlie.client, "dashboard.register")
    assert response.status_code == HTTPStatus.OK
    assert json_of(response).keys() == {"message", "id"}
    assert remotes.asked == [("https://shop.example.org/dashboard", RIGHT_TOKEN)]
    dashboard_id = UUID(json_of(response)["id"])
    shown = json_of(ask(charlie.client, "dashboard.get", dashboard_id))
    assert shown["name"] == GOOD_BODIES["dashboard.register"]["name"]


def test_the_security_code_is_never_answered(charlie: Person) -> None:
    ask(charlie.client, "dashboard.register")
    assert RIGHT_TOKEN not in ask(charlie.client, "dashboard.list_all").text


@pytest.mark.parametrize(
    "failure",
    [
        errors.InvalidUrlError,
        errors.AddressRefusedError,
        errors.UnreachableError,
        errors.TimedOutError,
        errors.WrongTokenError,
        errors.NotFmdError,
        errors.UnsupportedVersionError,
    ],
    ids=lambda failure: failure.code,
)
def test_a_remote_that_does_not_fit_is_refused_and_nothing_stored(
    charlie: Person, remotes: FakeRemotes, failure: Callable[..., errors.RemoteError]
) -> None:
    remotes.failure = failure("It does not fit.", fields={"url": "It does not fit."})
    response = ask(charlie.client, "dashboard.register")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response) == {
        "message": "It does not fit.",
        "code": remotes.failure.code,
        "fields": {"url": "It does not fit."},
    }
    assert json_of(ask(charlie.client, "dashboard.list_all")) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"token": ""}, "token"),
        ({"url": "ftp://shop.example.org"}, "url"),
        ({"url": None}, "url"),
        ({"token": 5}, "token"),
    ],
)
def test_each_fault_names_its_field(
    charlie: Person, remotes: FakeRemotes, changes: dict[str, object], field: str
) -> None:
    body = {**GOOD_BODIES["dashboard.register"], **changes}
    response = ask(charlie.client, "dashboard.register", json=body)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["fields"].keys() == {field}
    assert remotes.asked == []


def test_a_deleted_dashboard_is_gone(world: World) -> None:
    alice = world.alice
    assert ask(alice.client, "dashboard.delete", alice.dashboard_id).status_code == HTTPStatus.OK
    again = ask(alice.client, "dashboard.delete", alice.dashboard_id)
    assert again.status_code == HTTPStatus.NOT_FOUND
    assert json_of(ask(alice.client, "dashboard.list_all")) == []
    assert len(json_of(ask(world.bob.client, "dashboard.list_all"))) == 1
