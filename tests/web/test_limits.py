"""How often is too often, over HTTP; how it is counted, the domain's own tests show."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from ipaddress import ip_network
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from tests.factories import PASSWORD, SECRET_KEY
from tests.web.asking import GOOD_BODIES, ask, json_of
from tests.web.fake_remotes import FakeRemotes
from tests.web.people import Person, StoppedClock, put_into_cookie
from tests.web.world import World

OK, TOO_MANY = HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"trusted_proxies": (ip_network("127.0.0.1"),)})


def statuses_of(client: FlaskClient, name: str, *bodies: Mapping[str, Any]) -> list[int]:
    return [ask(client, name, json=body).status_code for body in bodies]


def from_address(client: FlaskClient, address: str) -> FlaskClient:
    client.environ_base["HTTP_X_FORWARDED_FOR"] = address
    return client


def test_a_refusal_says_when_to_come_back(
    alice: Person, clock: StoppedClock, client: FlaskClient
) -> None:
    wrong = {"name": alice.user.name, "password": "a wrong one"}
    assert statuses_of(client, "user.login", *[wrong] * 10) == [HTTPStatus.UNAUTHORIZED] * 10
    refused = ask(client, "user.login", json=wrong)
    assert (refused.status_code, json_of(refused)["code"]) == (TOO_MANY, "too_many_requests")
    wait_s = int(refused.headers["Retry-After"])
    assert 14 * 60 < wait_s <= 16 * 60
    clock.move(timedelta(seconds=wait_s))
    assert ask(client, "user.login").status_code == OK


@pytest.mark.usefixtures("alice")
def test_the_owner_gets_in_from_where_she_was_before(app: Flask) -> None:
    home = from_address(app.test_client(), "203.0.113.1")
    assert ask(home, "user.login").status_code == OK
    wrong = {"name": "Alice", "password": "a wrong one"}
    for i in range(11):
        statuses_of(from_address(app.test_client(), f"198.51.100.{i}"), "user.login", wrong)
    guesser = from_address(app.test_client(), "198.51.100.99")
    assert ask(guesser, "user.login").status_code == TOO_MANY
    assert ask(home, "user.login").status_code == OK


def test_an_address_registers_twenty_accounts_an_hour(app: Flask) -> None:
    client = from_address(app.test_client(), "203.0.113.1")
    dora = GOOD_BODIES["user.register"]
    invalid = {**dora, "password": "weak"}
    assert set(statuses_of(client, "user.register", *[invalid] * 30)) == {HTTPStatus.BAD_REQUEST}
    taken = [HTTPStatus.CONFLICT] * 19
    assert statuses_of(client, "user.register", *[dora] * 21) == [OK, *taken, TOO_MANY]
    neighbour = from_address(app.test_client(), "203.0.113.2")
    assert statuses_of(neighbour, "user.register", {**dora, "name": "Eve"}) == [OK]


@pytest.mark.parametrize("name", ["user.resend_verification", "user.request_password_reset"])
def test_an_address_has_ten_mails_sent_an_hour(client: FlaskClient, name: str) -> None:
    bodies = [{"email": f"nobody-{i}@example.org"} for i in range(11)]
    assert statuses_of(client, name, *bodies) == [OK] * 10 + [TOO_MANY]


def test_a_user_tries_sixty_apps_an_hour_and_mistakes_do_not_count(
    world: World, settings: Settings
) -> None:
    body = GOOD_BODIES["dashboard.register"]
    invalid = {**body, "name": ""}
    browser = world.alice.client
    assert set(statuses_of(browser, "dashboard.register", *[invalid] * 70)) == {400}
    assert statuses_of(browser, "dashboard.register", *[dict(body)] * 61) == [OK] * 60 + [TOO_MANY]
    assert statuses_of(world.bob.client, "dashboard.register", dict(body)) == [OK]
    assert settings.limit_dashboard_registrations == 60


def test_a_user_asks_twelve_hundred_times_a_minute_by_whatever_way(world: World) -> None:
    script = world.browser_of("reader")
    ways = (world.alice.client, script)
    statuses = [ask(ways[i % 2], "user.get").status_code for i in range(1201)]
    assert statuses == [OK] * 1200 + [TOO_MANY]
    assert ask(world.bob.client, "user.get").status_code == OK
    world.clock.move(timedelta(seconds=62))
    assert ask(script, "user.get").status_code == OK


def test_all_web_workers_count_together(
    settings: Settings, database: Database, alice: Person, clock: StoppedClock
) -> None:
    one, other = (
        create_app(settings, database, remotes=FakeRemotes(), secret_key=SECRET_KEY, now=clock)
        for _ in range(2)
    )
    cookie = alice.client.get_cookie("pydash_session")
    assert cookie is not None
    wrong = {"name": "Alice", "password": "a wrong one"}
    for i in range(10):
        statuses_of((one, other)[i % 2].test_client(), "user.login", wrong)
    for app in (one, other):
        browser = put_into_cookie(app, "no session")
        right = {"name": "Alice", "password": PASSWORD}
        assert statuses_of(browser, "user.login", right) == [TOO_MANY]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("user.register", GOOD_BODIES["user.register"]),
        ("user.resend_verification", {"email": "nobody@example.org"}),
        ("user.request_password_reset", {"email": "nobody@example.org"}),
        ("user.login", {"name": "Nobody {}", "password": "a wrong one"}),
    ],
)
def test_whatever_is_limited_by_address_is_limited_in_the_networks_around_it(
    world: World, name: str, body: Mapping[str, str]
) -> None:
    limits = {field: 1 for field in Settings.model_fields if field.startswith("limit_")}
    settings = world.settings.model_copy(update={**limits, "limit_logins_account": 0})
    app = world.make_app(settings, world.database)

    def refusals_from(prefixes: list[str]) -> int:
        statuses = []
        for number, prefix in enumerate(prefixes):
            client = from_address(app.test_client(), f"{prefix}::1")
            json = {key: value.format(number) for key, value in body.items()}
            statuses += statuses_of(client, name, json)
        return statuses.count(TOO_MANY)

    assert refusals_from([f"2001:db8:1:{number:x}" for number in range(5)]) == 1
    assert refusals_from([f"2001:db8:2:{number << 8:x}" for number in range(17)]) == 1
    assert refusals_from([f"2001:db8:{number:x}" for number in range(3, 7)]) == 0


@pytest.mark.usefixtures("alice")
def test_a_guesser_in_a_56_cannot_lock_out_the_owner_beside_them(
    app: Flask, clock: StoppedClock
) -> None:
    home = from_address(app.test_client(), "2001:db8:1:ff::1")
    assert ask(home, "user.login").status_code == OK
    charges = app.extensions["pydash"].limits
    for number in range(400):
        network = f"2001:db8:1:{number % 200:x}::/64"
        charges.charge(*charges.wrong_logins_of_address.of_client(network), now=clock())
    stranger = from_address(app.test_client(), "2001:db8:1:fe::1")
    assert (
        ask(stranger, "user.login", json={"name": "Nobody", "password": "x"}).status_code
        == TOO_MANY
    )
    assert ask(home, "user.login").status_code == OK
