"""Without a mail server every answer about a mail says where its link waits instead."""

import logging
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from pydantic import SecretStr

from pydash_app import mail
from pydash_app.database import Root
from pydash_app.mail.mailers import OutboxMailer
from pydash_app.settings import Settings
from pydash_app.user import repository as users
from pydash_cli.main import main
from tests.factories import PASSWORD
from tests.web.asking import ask, json_of
from tests.web.people import find_mailed_code
from tests.web.world import World

SERVER = SecretStr("smtp://mail.example.org")
RESETTING = {"email": "alice@example.org"}
CHANGING = {"email": "new@example.org", "password": PASSWORD}


def client_of(world: World, *, has_mail_server: bool) -> FlaskClient:
    url = SERVER if has_mail_server else SecretStr("")
    settings = world.settings.model_copy(update={"mail_url": url})
    return world.make_app(settings, world.database).test_client()


def register(client: FlaskClient, name: str, email: str) -> dict[str, Any]:
    body = {"name": name, "email": email, "password": PASSWORD}
    answer: dict[str, Any] = json_of(ask(client, "user.register", json=body))
    return answer


def test_after_registering_it_is_said_that_no_mail_comes_and_who_has_the_link(
    world: World,
) -> None:
    answer = register(client_of(world, has_mail_server=False), "Dora Doe", "dora@example.org")
    assert answer["has_mail_server"] is False
    assert "no mail server" in answer["message"]
    assert answer["message"].endswith("pydash user verify 'Dora Doe'")
    assert "on its way" not in answer["message"]


def test_with_a_mail_server_a_mail_is_promised(world: World) -> None:
    answer = register(client_of(world, has_mail_server=True), "Dora", "dora@example.org")
    assert answer["has_mail_server"] is True
    assert "in the mail that is on its way" in answer["message"]


@pytest.mark.parametrize("has_mail_server", [True, False])
def test_who_registers_with_an_address_that_has_an_account_hears_the_same(
    world: World, *, has_mail_server: bool
) -> None:
    client = client_of(world, has_mail_server=has_mail_server)
    new = register(client, "Dora", "dora@example.org")
    taken = register(client, "Dorb", "alice@example.org")
    assert taken["message"].replace("Dorb", "Dora") == new["message"]
    assert taken.keys() == new.keys()
    assert taken["has_mail_server"] == new["has_mail_server"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("user.register", {"name": "Dora", "email": "dora@example.org", "password": PASSWORD}),
        ("user.resend_verification", RESETTING),
        ("user.request_password_reset", RESETTING),
        ("user.change_settings", CHANGING),
    ],
)
def test_no_answer_promises_a_mail_that_nobody_sends(
    world: World, name: str, body: Mapping[str, str]
) -> None:
    client = world.alice.client
    message = json_of(ask(client, name, json=body))["message"]
    assert "no mail server" in message
    assert "on its way" not in message


def test_what_the_page_shows_to_run_is_one_command_whatever_the_name(world: World) -> None:
    message = register(world.app.test_client(), "Dora; rm -rf /", "dora@example.org")["message"]
    _, _, command = message.rpartition(": ")
    words = shlex.split(command)
    assert words == ["pydash", "user", "verify", "Dora; rm -rf /"]
    done = CliRunner().invoke(main, [*words[1:], "--help"])
    assert done.exit_code == 0


def test_the_line_of_the_log_names_the_command_that_does_without_the_link(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    register(world.app.test_client(), "Dora", "dora@example.org")
    code = find_mailed_code(world.database)

    def find_user_name(root: Root) -> str:
        user = users.find_by_email(root, "dora@example.org")
        assert user is not None
        return str(user.name)

    assert world.database.read(find_user_name) == "Dora"
    (mail_id,) = mail.list_pending(world.database, now=world.clock())
    with caplog.at_level(logging.INFO):
        mail.send(
            world.database,
            OutboxMailer(tmp_path / "outbox"),
            mail_id,
            sender=Settings().mail_from,
            now=world.clock(),
        )
    (line,) = [one.getMessage() for one in caplog.records if "dora@" in one.getMessage()]
    assert "no mail server is set" in line
    assert f"/verify/{code}" in line
    assert "`pydash user verify`" in line
