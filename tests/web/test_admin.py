"""What administrators see and do."""

from http import HTTPStatus

import pytest

from pydash_app.dashboard import repository
from pydash_app.database import Root
from pydash_app.user import make_admin
from tests.factories import PASSWORD
from tests.web.asking import ask, json_of
from tests.web.people import Person
from tests.web.world import World


@pytest.fixture
def admin(world: World) -> Person:
    make_admin(world.database, "Alice")
    return world.alice


def fail_bobs_fetch(world: World) -> None:
    def fail(root: Root) -> None:
        fetching = repository.get(root, world.dashboard_of("bob")).fetching
        fetching.fail(
            "unreachable",
            "Nothing answers there.",
            now=world.clock(),
            next_fetch_at=world.clock(),
        )

    world.database.write(fail)


def test_the_overview_lists_people_and_what_fails_first(world: World, admin: Person) -> None:
    fail_bobs_fetch(world)
    found = json_of(ask(admin.client, "admin.get_overview"))
    assert (found["user_count"], found["dashboard_count"]) == (3, 2)
    assert [user["name"] for user in found["users"]] == ["Alice", "Bob", "Charlie"]
    assert [user["is_admin"] for user in found["users"]] == [True, False, False]
    assert [user["dashboard_count"] for user in found["users"]] == [1, 1, 0]
    assert [user["session_count"] for user in found["users"]] == [2, 2, 1]
    first, second = found["dashboards"]
    assert (first["owner_name"], first["state"]) == ("Bob", "failing")
    assert first["error"] == "Nothing answers there."
    assert second["owner_name"] == "Alice"
    assert found["storage"]["disk_bytes"] >= found["storage"]["disk_free_bytes"] > 0
    assert found["health"]["status"] == "failing"  # nobody runs a scheduler here


def test_the_overview_holds_no_figures_and_no_secrets(world: World, admin: Person) -> None:
    response = ask(admin.client, "admin.get_overview")
    text = response.get_data(as_text=True)
    for word in ("password", "token", "endpoint", "digest", "execution_time"):
        assert word not in text
    assert world.bob.token not in text


def test_an_administrator_ends_anybodys_sessions(world: World, admin: Person) -> None:
    assert ask(admin.client, "admin.end_sessions", json={"name": "bob"}).status_code == 200
    assert ask(world.bob.client, "user.get").status_code == HTTPStatus.UNAUTHORIZED
    assert ask(admin.client, "user.get").status_code == HTTPStatus.OK


def test_an_administrator_keeps_somebody_out_and_lets_them_in_again(
    world: World, admin: Person
) -> None:
    def disable(is_disabled: bool) -> str:
        body = {"name": "bob", "is_disabled": is_disabled}
        assert ask(admin.client, "admin.disable", json=body).status_code == HTTPStatus.OK
        users = json_of(ask(admin.client, "admin.get_overview"))["users"]
        return ",".join(user["name"] for user in users if user["is_disabled"])

    login = {"name": "bob", "password": PASSWORD}
    assert disable(True) == "Bob"
    assert ask(world.bob.client, "user.get").status_code == HTTPStatus.UNAUTHORIZED
    refused = ask(world.bob.client, "user.login", json=login)
    assert json_of(refused)["code"] == "account_disabled"
    assert disable(False) == ""
    assert ask(world.bob.client, "user.login", json=login).status_code == HTTPStatus.OK


def test_an_administrator_disables_neither_themselves_nor_the_last_one(
    world: World, admin: Person
) -> None:
    refused = ask(admin.client, "admin.disable", json={"name": "ALICE"})
    assert (refused.status_code, json_of(refused)["code"]) == (403, "own_account")
    make_admin(world.database, "Bob")
    assert ask(admin.client, "admin.disable", json={"name": "Bob"}).status_code == HTTPStatus.OK
    assert ask(admin.client, "admin.get_overview").status_code == HTTPStatus.OK


def test_an_administrator_has_anybodys_app_fetched_and_not_too_often(
    world: World, admin: Person
) -> None:
    body = {"dashboard_id": world.dashboard_of("bob")}
    answers = [ask(admin.client, "admin.refresh", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 429]
    assert json_of(answers[1])["code"] == "fetched_a_moment_ago"


def test_who_is_an_administrator_no_more_is_none_at_once(world: World, admin: Person) -> None:
    make_admin(world.database, "Alice", is_admin=False)
    assert ask(admin.client, "admin.get_overview").status_code == HTTPStatus.FORBIDDEN
