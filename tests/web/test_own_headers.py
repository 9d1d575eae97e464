"""The request headers of a dashboard, through the API: given, kept, changed, never shown again."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from pydash_app.dashboard import repository
from tests.factories import PASSWORD
from tests.web.asking import GOOD_BODIES, ask, json_of
from tests.web.people import Person
from tests.web.world import World

SECRET = "a secret of the gateway's"
HEADERS = [{"name": "X-Api-Key", "value": SECRET}, {"name": "X-Tenant", "value": "shop"}]
URL = "https://shop.example.org/dashboard"


@pytest.fixture
def dashboard_id(world: World) -> UUID:
    body = {**GOOD_BODIES["dashboard.register"], "headers": HEADERS}
    response = ask(world.charlie.client, "dashboard.register", json=body)
    assert response.status_code == HTTPStatus.OK
    world.remotes.sent.clear()
    return UUID(json_of(response)["id"])


def change(person: Person, dashboard_id: UUID, **settings: Any) -> TestResponse:
    body = {"password": PASSWORD, **settings}
    return ask(person.client, "dashboard.change_settings", dashboard_id, json=body)


def names(person: Person, dashboard_id: UUID) -> list[str]:
    found: list[str] = json_of(ask(person.client, "dashboard.get", dashboard_id))["header_names"]
    return found


def test_the_app_is_asked_with_them_before_it_is_added(world: World) -> None:
    body = {**GOOD_BODIES["dashboard.register"], "headers": HEADERS}
    ask(world.charlie.client, "dashboard.register", json=body)
    assert world.remotes.sent == [{"X-Api-Key": SECRET, "X-Tenant": "shop"}]


def test_their_names_are_shown_and_their_values_never(world: World, dashboard_id: UUID) -> None:
    charlie = world.charlie
    assert names(charlie, dashboard_id) == ["X-Api-Key", "X-Tenant"]
    answers = [
        ask(charlie.client, "dashboard.get", dashboard_id),
        ask(charlie.client, "dashboard.list_all"),
        ask(charlie.client, "activity.list_own"),
        change(charlie, dashboard_id, headers=HEADERS),
        change(charlie, dashboard_id, headers=[{"name": "Host", "value": SECRET}]),
    ]
    assert [SECRET in answer.text for answer in answers] == [False] * 5
    (entry,) = [
        entry
        for entry in json_of(ask(charlie.client, "activity.list_own"))["activities"]
        if entry["act"] == "dashboard_added"
    ]
    assert entry["changed"] == ["headers"]


def test_the_database_holds_no_value_that_can_be_read(world: World, dashboard_id: UUID) -> None:
    found = world.database.read(
        lambda root: repository.get(root, str(dashboard_id)).__getstate__()
    )
    assert SECRET not in repr(found)


def test_one_is_changed_and_the_other_kept(world: World, dashboard_id: UUID) -> None:
    wanted = [{"name": "X-Api-Key"}, {"name": "X-Tenant", "value": "books"}]
    response = change(world.charlie, dashboard_id, headers=wanted)
    assert json_of(response)["changed"] == ["headers"]
    assert world.remotes.sent == [{"X-Api-Key": SECRET, "X-Tenant": "books"}]


def test_an_empty_list_removes_them(world: World, dashboard_id: UUID) -> None:
    assert change(world.charlie, dashboard_id, headers=[]).status_code == HTTPStatus.OK
    assert world.remotes.sent == [{}]
    assert names(world.charlie, dashboard_id) == []


def test_other_settings_leave_them_alone(world: World, dashboard_id: UUID) -> None:
    change(world.charlie, dashboard_id, name="Books")
    change(world.charlie, dashboard_id, token="another security code of 32 letters")
    change(world.charlie, dashboard_id, url=f"{URL}/elsewhere")
    assert [len(sent) for sent in world.remotes.sent] == [2, 2]
    assert len(names(world.charlie, dashboard_id)) == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example.org/dashboard",
        "https://shop.example.org:8443/dashboard",
        "https://books.example.org/dashboard",
    ],
)
@pytest.mark.parametrize("headers", [None, [{"name": "X-Api-Key"}]])
def test_stored_values_go_to_no_other_place(
    world: World, dashboard_id: UUID, url: str, headers: object
) -> None:
    settings = {"url": url} if headers is None else {"url": url, "headers": headers}
    refused = change(world.charlie, dashboard_id, **settings)
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "Give them again" in json_of(refused)["fields"]["headers"]
    assert world.remotes.sent == []
    for given in (HEADERS[:1], []):
        assert change(world.charlie, dashboard_id, url=url, headers=given).status_code == 200
    assert world.remotes.sent == [{"X-Api-Key": SECRET}, {}]


def test_a_change_of_headers_wants_the_password(world: World, dashboard_id: UUID) -> None:
    refused = change(world.charlie, dashboard_id, headers=[], password="not the password")
    assert refused.status_code != HTTPStatus.OK
    assert len(names(world.charlie, dashboard_id)) == 2


@pytest.mark.parametrize(
    "headers",
    [
        [{"name": "Host", "value": "elsewhere"}],
        [{"name": "X-Key", "value": "a\r\nHost: elsewhere"}],
        [{"name": "X-Key"}],
        [{"value": "x"}],
        [{"name": f"X-{number}", "value": "x"} for number in range(6)],
        "X-Key: x",
        {"X-Key": "x"},
        [["X-Key", "x"]],
    ],
)
def test_what_can_not_be_sent_is_refused_and_nothing_stored(world: World, headers: object) -> None:
    body = {**GOOD_BODIES["dashboard.register"], "headers": headers}
    response = ask(world.charlie.client, "dashboard.register", json=body)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["fields"].keys() == {"headers"}
    assert world.remotes.asked == []
