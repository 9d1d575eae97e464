"""The password given again in an open session."""

from datetime import datetime, timedelta
from http import HTTPStatus

from flask import Flask
from flask.testing import FlaskClient

from pydash_app.database import Database
from tests.factories import PASSWORD
from tests.web.asking import ask, json_of
from tests.web.people import Person, put_into_cookie
from tests.web.world import World

OK, UNAUTHORIZED = HTTPStatus.OK, HTTPStatus.UNAUTHORIZED


def token_in(client: FlaskClient) -> str:
    """The session's token that a browser holds."""
    with client.session_transaction() as session:
        return str(session["_user_id"])


def test_a_password_given_again_makes_the_sessions_token_another(
    app: Flask, alice: Person
) -> None:
    for name in ("user.confirm_password", "user.change_password"):
        former = token_in(alice.client)
        assert ask(alice.client, name).status_code == OK
        assert token_in(alice.client) != former
        assert ask(alice.client, "user.get").status_code == OK
        assert ask(put_into_cookie(app, former), "user.get").status_code == UNAUTHORIZED


def test_a_wrong_password_changes_nothing(alice: Person) -> None:
    former = token_in(alice.client)
    refused = ask(alice.client, "user.confirm_password", json={"password": "wrong"})
    assert (refused.status_code, json_of(refused)["code"]) == (UNAUTHORIZED, "wrong_password")
    assert token_in(alice.client) == former
    assert ask(alice.client, "user.get").status_code == OK


def test_wrong_ones_count_as_everywhere(alice: Person) -> None:
    for body in ({"password": "wrong"},) * 10:
        ask(alice.client, "user.confirm_password", json=body)
    refused = ask(alice.client, "user.delete", json={"password": PASSWORD})
    assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_the_session_stays_the_same_one(database: Database, alice: Person) -> None:
    def mark() -> list[datetime]:
        return database.read(lambda root: [one.created_at for one in root["sessions"].values()])

    before = mark()
    ask(alice.client, "user.confirm_password")
    assert mark() == before


def test_a_password_given_while_the_clock_was_ahead_does_not_hold_for_hours(world: World) -> None:
    ahead = timedelta(hours=3)
    world.clock.move(ahead)
    given = ask(world.alice.client, "user.confirm_password", json={"password": PASSWORD})
    assert given.status_code == HTTPStatus.OK
    world.clock.move(-ahead)
    refused = ask(world.alice.client, "token.create", json={"name": "later"})
    assert json_of(refused)["code"] == "password_required"
