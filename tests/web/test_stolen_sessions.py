"""What a thief tried on a running PyDash, over HTTP, and what comes of it now."""

from datetime import timedelta
from http import HTTPStatus

from flask import Flask
from flask.testing import FlaskClient

from pydash_app.database import Database
from pydash_app.mail.queue import list_all
from pydash_app.user import disable, invite
from tests.factories import PASSWORD
from tests.web.asking import NEW_PASSWORD, ask, json_of
from tests.web.people import Person, use_token
from tests.web.world import World

OWNER, THIEF = "alice@example.org", "thief@example.org"
OK, BAD, UNAUTHORIZED = HTTPStatus.OK, HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED


def code_to(database: Database, address: str, kind: str) -> str:
    """The code in the only mail of a kind to an address."""
    (link,) = database.read(
        lambda root: [
            mail.link for mail in list_all(root) if mail.to == address and f"/{kind}/" in mail.link
        ]
    )
    return link.rpartition("/")[2]


def status_of(client: FlaskClient, route: str, **body: str) -> int:
    return ask(client, route, json=body).status_code


def test_the_code_of_a_thief_dies_with_the_owners_new_password(world: World) -> None:
    alice, stranger = world.alice, world.app.test_client()
    assert status_of(alice.client, "user.change_settings", email=THIEF) == OK
    code = code_to(world.database, THIEF, "verify")
    assert ask(alice.client, "user.change_password").status_code == OK
    assert status_of(stranger, "user.verify", verification_code=code) == BAD
    account = json_of(ask(alice.client, "user.get"))
    assert (account["email"], account["pending_email"]) == (OWNER, None)


def test_the_codes_of_a_disabled_account_do_nothing(world: World) -> None:
    alice, stranger = world.alice, world.app.test_client()
    ask(alice.client, "user.change_settings", json={"email": THIEF})
    ask(stranger, "user.request_password_reset")
    codes = [code_to(world.database, THIEF, "verify")]
    codes += [code_to(world.database, OWNER, kind) for kind in ("reset-password", "undo")]
    disable(world.database, "Alice")
    assert status_of(stranger, "user.verify", verification_code=codes[0]) == BAD
    reset = {"reset_code": codes[1], "new_password": NEW_PASSWORD}
    assert status_of(stranger, "user.reset_password", **reset) == BAD
    assert status_of(stranger, "user.undo", undo_code=codes[2]) == BAD


def test_a_token_for_writing_never_becomes_a_session(world: World) -> None:
    script = world.browser_of("writer")
    for name, body in (
        ("user.change_settings", {"email": THIEF}),
        ("token.create", {"name": "another"}),
        ("user.change_password", {"current_password": PASSWORD, "new_password": NEW_PASSWORD}),
        ("user.confirm_password", {"password": PASSWORD}),
    ):
        refused = ask(script, name, json={**body, "password": PASSWORD})
        assert (refused.status_code, json_of(refused)["code"]) == (403, "session_required")
    assert json_of(ask(script, "user.get"))["pending_email"] is None


def test_who_registered_with_a_victims_address_keeps_nothing_after_the_reset(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    victim = app.test_client()
    body = {"name": "Dora, visit evil.example", "email": "dora@example.org", "password": PASSWORD}
    assert ask(client, "user.register", json=body).status_code == OK
    code = code_to(database, "dora@example.org", "verify")
    assert status_of(client, "user.verify", verification_code=code) == OK  # by a mail scanner
    assert status_of(client, "user.login", name=body["name"], password=PASSWORD) == OK
    token = json_of(ask(client, "token.create", json={"name": "x", "scope": "write"}))["token"]
    script = use_token(app, token)
    assert ask(script, "user.get").status_code == OK
    assert status_of(victim, "user.request_password_reset", email="dora@example.org") == OK
    reset = {
        "reset_code": code_to(database, "dora@example.org", "reset-password"),
        "new_password": NEW_PASSWORD,
    }
    assert status_of(victim, "user.reset_password", **reset) == OK
    assert ask(script, "user.get").status_code == UNAUTHORIZED
    assert ask(client, "user.get").status_code == UNAUTHORIZED
    assert status_of(client, "user.login", name=body["name"], password=PASSWORD) == UNAUTHORIZED


def test_the_mails_of_a_reset_say_since_when_the_account_exists(
    world: World, client: FlaskClient
) -> None:
    ask(client, "user.request_password_reset")
    code = code_to(world.database, OWNER, "reset-password")
    ask(client, "user.reset_password", json={"reset_code": code, "new_password": NEW_PASSWORD})
    texts = world.database.read(lambda root: [mail.text for mail in list_all(root)])
    assert len(texts) == 2
    assert all("has existed since 2026-11-23" in text for text in texts)


def test_no_text_of_a_stranger_stands_in_a_mail_to_an_address_not_verified(
    world: World, client: FlaskClient
) -> None:
    mark = "MARK"
    body = {"name": f"{mark} Dora", "email": "dora@example.org", "password": PASSWORD}
    ask(client, "user.register", json=body)
    for name in ("user.resend_verification", "user.request_password_reset", "user.register"):
        ask(client, name, json={**body, "name": f"{mark} again"})
    alice = world.alice.client
    ask(alice, "user.change_settings", json={"username": f"{mark} Alice"})
    ask(alice, "user.change_settings", json={"email": "stranger@example.org"})
    ask(alice, "user.change_settings", json={"email": "dora@example.org"})
    mails = world.database.read(
        lambda root: [(mail.to, mail.subject + mail.text) for mail in list_all(root)]
    )
    to_strangers = [text for to, text in mails if to != OWNER]
    assert len(to_strangers) >= 6
    assert not [text for text in to_strangers if mark in text]


def test_all_doors_together_send_one_address_ten_mails_an_hour(
    world: World, client: FlaskClient
) -> None:
    victim = "dora@example.org"
    for who in (world.alice, world.bob, world.charlie):
        for email in (victim, f"{who.user.name}@elsewhere.example", victim):
            ask(who.client, "user.change_settings", json={"email": email})
    body = {"name": "Dora", "email": victim, "password": PASSWORD}
    ask(client, "user.register", json=body)
    for i in range(5):
        ask(client, "user.register", json={**body, "name": f"Dora {i}", "email": victim.upper()})
        ask(client, "user.resend_verification", json={"email": victim})
        ask(client, "user.request_password_reset", json={"email": victim})
        invite(
            world.app.extensions["pydash"].database,
            victim,
            public_url="http://x",
            now=world.clock(),
        )

    def count() -> int:
        return world.database.read(
            lambda root: sum(mail.to.casefold() == victim for mail in list_all(root))
        )

    assert count() == 10
    world.clock.move(timedelta(minutes=62))
    ask(client, "user.request_password_reset", json={"email": victim})
    assert count() == 11


def test_no_flood_keeps_a_warning_or_the_owners_own_mail_back(
    world: World, client: FlaskClient
) -> None:
    body = {"name": "Dora", "email": OWNER, "password": PASSWORD}
    for i in range(20):
        ask(client, "user.register", json={**body, "name": f"Dora {i}"})
        ask(world.alice.client, "user.change_settings", json={"username": f"Alice {i}"})
    ask(client, "user.request_password_reset")
    assert code_to(world.database, OWNER, "reset-password")
    ask(world.alice.client, "user.change_password")
    subjects = world.database.read(lambda root: [mail.subject for mail in list_all(root)])
    assert subjects.count("Your password was changed") == 1
    assert subjects.count("The name of your account was changed") == 10
    assert subjects.count("You have an account already") == 5


def test_each_change_is_mailed_to_the_address_before_with_a_way_back(
    world: World, alice: Person
) -> None:
    browser = alice.client
    ask(browser, "user.change_settings", json={"username": "Alicia"})
    ask(browser, "token.create")
    ask(browser, "user.change_password")
    ask(browser, "user.change_settings", json={"email": "new@example.org"})
    code = code_to(world.database, "new@example.org", "verify")
    ask(world.app.test_client(), "user.verify", json={"verification_code": code})
    ask(browser, "token.delete_all")
    notices = world.database.read(
        lambda root: {(mail.to, mail.subject) for mail in list_all(root) if "/undo/" in mail.link}
    )
    assert notices == {
        (OWNER, "The name of your account was changed"),
        (OWNER, "An API token was made"),
        (OWNER, "Your password was changed"),
        (OWNER, "Your e-mail address is about to change"),
        (OWNER, "Your e-mail address was changed"),
        ("new@example.org", "API tokens were deleted"),
    }


def test_changing_the_password_may_end_the_tokens(world: World) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD, "end_tokens": True}
    assert ask(world.alice.client, "user.change_password", json=body).status_code == OK
    assert ask(use_token(world.app, world.alice.token), "user.get").status_code == UNAUTHORIZED


def test_all_tokens_are_deleted_at_once_and_nobody_elses(world: World) -> None:
    assert ask(world.alice.client, "token.delete_all").status_code == OK
    assert json_of(ask(world.alice.client, "token.list_all")) == []
    assert len(json_of(ask(world.bob.client, "token.list_all"))) == 1


def test_one_logs_in_with_the_address_too_and_blanks_do_not_count(
    app: Flask, alice: Person
) -> None:
    for typed in (" Alice ", "\talice\n", alice.user.email, " ALICE@example.ORG "):
        assert status_of(app.test_client(), "user.login", name=typed, password=PASSWORD) == OK
    assert status_of(app.test_client(), "user.login", name=alice.user.email, password="wrong") == (
        UNAUTHORIZED
    )
