"""Dashboards, as the API shows and takes them."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

import pytest

from pydash_app import errors
from pydash_web.schemas.dashboard import DashboardAnswer
from tests.web.asking import GOOD_BODIES, ask, json_of
from tests.web.fake_remotes import RIGHT_TOKEN, FakeRemotes
from tests.web.people import Person
from tests.web.world import World


def test_list_is_empty_for_charlie(charlie: Person) -> None:
    assert json_of(ask(charlie.client, "dashboard.list_all")) == []


def test_alice_sees_hers_only(alice: Person, bob: Person) -> None:
    (listed,) = json_of(ask(alice.client, "dashboard.list_all"))
    assert listed["id"] == str(alice.dashboard_id) != str(bob.dashboard_id)


def test_a_dashboard_is_listed_as_it_is_shown_alone(alice: Person) -> None:
    (listed,) = json_of(ask(alice.client, "dashboard.list_all"))
    assert listed == json_of(ask(alice.client, "dashboard.get", alice.dashboard_id))


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
            {"name": "home", "enabled": True},
        ],
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
    }
    assert shown.keys() == DashboardAnswer.model_fields.keys()


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
