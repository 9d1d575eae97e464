"""Seeing one's sessions and ending them, and tabs that were drawn for somebody else."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from flask.testing import FlaskClient

from pydash_app.database import Database
from pydash_app.user.repository import MOST_SESSIONS
from pydash_app.user.services.session_list import USE_PRECISION
from tests.factories import PASSWORD
from tests.web.asking import ROUTE_OF, ask, json_of
from tests.web.people import Person, StoppedClock, open_session
from tests.web.world import World

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def log_in(client: FlaskClient, **headers: str) -> None:
    response = ask(client, "user.login", headers=headers)
    assert response.status_code == HTTPStatus.OK


def test_a_user_sees_where_they_are_logged_in(
    alice: Person, client: FlaskClient, clock: StoppedClock
) -> None:
    clock.move(timedelta(hours=1))
    log_in(client, **{"User-Agent": FIREFOX})
    this, *others = json_of(ask(client, "session.list_all"))["sessions"]
    assert this == {
        "id": this["id"],
        "device": "Firefox on Linux",
        "address": "127.0.0.1",
        "created_at": "2026-11-23T15:32:00Z",
        "last_used_at": "2026-11-23T15:32:00Z",
        "expires_at": "2026-12-23T15:32:00Z",
        "is_current": True,
    }
    assert {other["is_current"] for other in others} == {False}
    assert str(alice.session_id) in {other["id"] for other in others}


def test_the_list_comes_in_pages(alice: Person, client: FlaskClient) -> None:
    for _ in range(3):
        log_in(client.application.test_client())
    ids, cursor = list[str](), None
    while not ids or cursor:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = json_of(ask(alice.client, "session.list_all", query_string=query))
        assert len(page["sessions"]) <= 2
        ids += [session["id"] for session in page["sessions"]]
        cursor = page["next_cursor"]
    assert len(set(ids)) == len(ids) == 5


def test_a_session_that_is_ended_is_out_and_the_others_go_on(
    alice: Person, client: FlaskClient
) -> None:
    log_in(client)
    (its_id,) = (
        session["id"]
        for session in json_of(ask(client, "session.list_all"))["sessions"]
        if session["is_current"]
    )
    assert ask(alice.client, "session.end", its_id).status_code == HTTPStatus.OK
    assert ask(client, "user.get").status_code == HTTPStatus.UNAUTHORIZED
    assert ask(alice.client, "user.get").status_code == HTTPStatus.OK
    assert ask(alice.client, "session.end", its_id).status_code == HTTPStatus.NOT_FOUND


def test_a_session_may_end_itself(alice: Person) -> None:
    (its_id,) = (
        session["id"]
        for session in json_of(ask(alice.client, "session.list_all"))["sessions"]
        if session["is_current"]
    )
    assert ask(alice.client, "session.end", its_id).status_code == HTTPStatus.OK
    assert alice.client.get_cookie("pydash_session") is None


def test_all_others_end_at_once(alice: Person, bob: Person, client: FlaskClient) -> None:
    log_in(client)
    assert ask(client, "session.end_others").status_code == HTTPStatus.OK
    assert ask(alice.client, "user.get").status_code == HTTPStatus.UNAUTHORIZED
    assert len(json_of(ask(client, "session.list_all"))["sessions"]) == 1
    assert ask(bob.client, "user.get").status_code == HTTPStatus.OK


def test_the_oldest_session_ends_where_there_would_be_more_than_fifty(
    world: World, alice: Person, clock: StoppedClock
) -> None:
    ask(alice.client, "session.end", alice.session_id)
    for _ in range(MOST_SESSIONS - 1):
        clock.move(timedelta(seconds=1))
        newest = open_session(world.app, world.database, alice.user, now=clock())
    assert ask(alice.client, "user.get").status_code == HTTPStatus.OK
    clock.move(timedelta(seconds=1))
    log_in(world.app.test_client())
    assert ask(alice.client, "user.get").status_code == HTTPStatus.UNAUTHORIZED
    page = json_of(ask(newest, "session.list_all", query_string={"limit": "200"}))
    assert len(page["sessions"]) == MOST_SESSIONS


def test_the_use_of_a_session_is_noted_now_and_then(
    alice: Person, database: Database, clock: StoppedClock
) -> None:
    def last_used_at() -> str:
        sessions = json_of(ask(alice.client, "session.list_all"))["sessions"]
        (found,) = (one["last_used_at"] for one in sessions if one["is_current"])
        return str(found)

    assert last_used_at() == "2026-11-23T14:32:00Z"
    clock.move(USE_PRECISION - timedelta(seconds=1))
    before = database.read(lambda root: root["sessions"]._p_jar.db().lastTransaction())
    assert last_used_at() == "2026-11-23T14:32:00Z"
    after = database.read(lambda root: root["sessions"]._p_jar.db().lastTransaction())
    assert before == after, "a request that is read alone writes nothing"
    clock.move(timedelta(seconds=1))
    assert last_used_at() == "2026-11-23T14:37:00Z"


PRIVATE = [name for name, route in ROUTE_OF.items() if not route.is_public]


@pytest.mark.parametrize("name", PRIVATE)
def test_a_page_that_was_drawn_for_alice_does_nothing_as_bob(world: World, name: str) -> None:
    drawn_for_alice = {"X-Pydash-Account": str(world.alice.user.id)}
    before = world.database.read(lambda root: root["users"]._p_jar.db().lastTransaction())
    response = ask(world.bob.client, name, world.bob.ids, headers=drawn_for_alice, data="{")
    assert response.status_code == HTTPStatus.CONFLICT
    assert json_of(response)["code"] == "other_account"
    after = world.database.read(lambda root: root["users"]._p_jar.db().lastTransaction())
    assert before == after


@pytest.mark.parametrize("drawn_for", ["", "null", "alice", "é", "0" * 36])
def test_what_is_no_id_is_somebody_else(alice: Person, drawn_for: str) -> None:
    response = ask(alice.client, "user.get", headers={"X-Pydash-Account": drawn_for})
    assert response.status_code == HTTPStatus.CONFLICT


def test_a_page_that_was_drawn_for_its_user_and_a_script_go_on(alice: Person) -> None:
    own = {"X-Pydash-Account": str(alice.user.id).upper()}
    assert ask(alice.client, "user.get", headers=own).status_code == HTTPStatus.OK
    assert ask(alice.client, "user.get").status_code == HTTPStatus.OK


@pytest.mark.parametrize("name", ["user.logout", "user.delete"])
def test_after_a_farewell_the_browser_forgets_the_pages_it_keeps(alice: Person, name: str) -> None:
    response = ask(alice.client, name)
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("alice")
def test_a_session_says_nothing_about_the_device_of_who_says_nothing(client: FlaskClient) -> None:
    log_in(client, **{"User-Agent": "\x01" * 40})
    sessions = json_of(ask(client, "session.list_all"))["sessions"]
    assert [one["device"] for one in sessions if one["is_current"]] == [""]
    assert PASSWORD not in str(sessions)
