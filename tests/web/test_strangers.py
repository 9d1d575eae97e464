"""What an operator sets against strangers: who may register, and how much is too much."""

from http import HTTPStatus

import pytest
from flask import Flask

from pydash_app.settings import Settings
from pydash_app.user import invite
from tests.web.asking import GOOD_BODIES, ask, json_of
from tests.web.world import World

DORA = GOOD_BODIES["user.register"]


def app_with(world: World, **settings: object) -> Flask:
    return world.make_app(world.settings.model_copy(update=settings), world.database)


@pytest.mark.parametrize(
    ("mode", "code"), [("closed", "registration_closed"), ("invite", "invitation_needed")]
)
@pytest.mark.parametrize("body", [DORA, {**DORA, "password": "weak"}, {**DORA, "name": "Alice"}])
def test_who_may_not_register_is_told_so_whatever_they_send(
    world: World, mode: str, code: str, body: dict[str, str]
) -> None:
    response = ask(app_with(world, registration=mode).test_client(), "user.register", json=body)
    assert (response.status_code, json_of(response)["code"]) == (HTTPStatus.FORBIDDEN, code)


def test_the_invited_may_register(world: World) -> None:
    link = invite(world.database, DORA["email"], public_url="http://x", now=world.clock())
    body = {**DORA, "invitation_code": link.rpartition("=")[2]}
    client = app_with(world, registration="invite").test_client()
    assert ask(client, "user.register", json=body).status_code == HTTPStatus.OK
    assert ask(client, "user.register", json=body).status_code == HTTPStatus.FORBIDDEN


def test_a_user_has_no_more_dashboards_than_the_quota(world: World) -> None:
    script = app_with(world, max_dashboards=2).test_client()
    headers = {"Authorization": f"Bearer {world.alice.token}"}
    asked_before = len(world.remotes.asked)
    statuses = [ask(script, "dashboard.register", headers=headers) for _ in range(2)]
    assert [response.status_code for response in statuses] == [HTTPStatus.OK, 400]
    assert json_of(statuses[1])["code"] == "quota_exceeded"
    assert len(world.remotes.asked) == asked_before + 1  # a refusal asks nobody


def test_quotas_and_limits_are_settings_with_documented_defaults() -> None:
    chosen = Settings().model_dump(
        include={name for name in Settings.model_fields if name.startswith(("max_", "limit_"))}
    )
    assert chosen == {
        "max_dashboards": 100,
        "max_calls": 50_000_000,
        "max_dashboard_megabytes": 2_000,
        "limit_logins_account": 10,
        "limit_logins_address": 100,
        "limit_registrations": 20,
        "limit_mails": 10,
        "limit_dashboard_registrations": 60,
        "limit_requests": 1200,
    }
