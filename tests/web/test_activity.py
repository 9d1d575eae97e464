"""Whatever changes something over HTTP leaves an entry in the audit list."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from pydash_app import audit
from pydash_app import user as users
from pydash_app.audit import ActivityView
from pydash_web.api_routes import ROUTES
from tests.factories import PASSWORD
from tests.web.asking import ask, json_of
from tests.web.people import make_user
from tests.web.test_every_status import (
    forget_password,
    leave_as_is,
    name_bobs_dashboard,
    register_eve,
    rename,
)
from tests.web.world import World

LEAVE_NONE = {
    "dashboard.try_out": "it stores nothing",
    "dashboard.refresh": "it only asks for a fetch earlier than it would come anyway",
}
"""The routes that are no GET and leave no entry, each with its reason."""

READS_THAT_LEAVE_ONE = ("export.get",)

ACTS = {
    "user.login": "login",
    "user.logout": "logout",
    "user.register": "registered",
    "user.verify": "email_verified",
    "user.resend_verification": "verification_sent",
    "user.request_password_reset": "password_reset_requested",
    "user.reset_password": "password_reset",
    "user.change_settings": "settings_changed",
    "user.change_password": "password_changed",
    "user.confirm_password": "password_confirmed",
    "user.delete": "account_deleted",
    "session.end": "session_ended",
    "session.end_others": "sessions_ended",
    "token.create": "token_created",
    "token.delete": "token_deleted",
    "token.delete_all": "token_deleted",
    "user.undo": "change_undone",
    "dashboard.register": "dashboard_added",
    "dashboard.change_settings": "dashboard_changed",
    "dashboard.delete": "dashboard_deleted",
    "export.get": "dashboard_exported",
    "admin.end_sessions": "sessions_ended",
    "admin.disable": "account_disabled",
    "admin.refresh": "dashboard_refreshed",
}


def leave_frank_waiting(world: World) -> Mapping[str, Any]:
    make_user(world.database, "Frank", is_verified=False, now=world.clock())
    return {"json": {"email": "frank@example.org"}}


ARRANGEMENTS: Mapping[str, Callable[[World], Mapping[str, Any]]] = {
    "user.verify": register_eve,
    "user.resend_verification": leave_frank_waiting,
    "user.reset_password": forget_password,
    "user.undo": rename,
    "admin.refresh": name_bobs_dashboard,
}


def everything(world: World) -> list[ActivityView]:
    return audit.list_all(world.database, cursor=None, limit=1000).activities


def test_every_route_that_changes_something_has_an_act_or_a_reason() -> None:
    writes = {route.name for route in ROUTES if route.is_write}
    assert writes | set(READS_THAT_LEAVE_ONE) == set(ACTS) | set(LEAVE_NONE)


@pytest.mark.parametrize(("name", "act"), ACTS.items())
def test_each_leaves_an_entry_with_who_and_from_where(world: World, name: str, act: str) -> None:
    users.make_admin(world.database, "Alice")
    changes = ARRANGEMENTS.get(name, leave_as_is)(world)
    before = {entry.id for entry in everything(world)}
    response = ask(world.alice.client, name, world.alice.ids, **changes)
    assert response.status_code < 300
    entries = [entry for entry in everything(world) if entry.id not in before]
    (entry,) = [entry for entry in entries if entry.act == act]
    assert entry.origin == "127.0.0.1"
    assert entry.at == world.clock()
    if name not in ("user.resend_verification", "user.request_password_reset"):
        assert entry.by_kind == "user"
        assert entry.with_kind == WITH.get(name, "session")


WITH = {
    "user.login": "password",
    "user.register": None,
    "user.verify": "mail_link",
    "user.reset_password": "mail_link",
    "user.undo": "mail_link",
}


def test_an_activity_has_the_names_that_scripts_rely_on(world: World) -> None:
    ask(world.browser_of("writer"), "dashboard.delete", world.alice.ids)
    (entry,) = json_of(ask(world.alice.client, "activity.list_own"))["activities"][:1]
    assert entry == {
        "id": entry["id"],
        "at": "2026-11-23T14:32:00Z",
        "act": "dashboard_deleted",
        "by": "Alice",
        "by_kind": "user",
        "by_id": str(world.alice.user.id),
        "with": "token",
        "with_id": str(world.alice.token_id),
        "with_name": "script",
        "from": "127.0.0.1",
        "on": "Alice's app",
        "on_kind": "dashboard",
        "on_id": str(world.alice.dashboard_id),
        "changed": [],
        "count": 1,
        "also_from": [],
    }


def test_a_failed_login_is_in_the_lists_of_its_owner_and_of_administrators(world: World) -> None:
    users.make_admin(world.database, "Bob")
    for name in ("Alice", "my secret password"):
        ask(world.app.test_client(), "user.login", json={"name": name, "password": "wrong"})
    (own,) = json_of(ask(world.alice.client, "activity.list_own"))["activities"]
    assert (own["act"], own["by"], own["on"], own["count"]) == ("login_failed", None, "Alice", 1)
    all_ = json_of(ask(world.bob.client, "activity.list_all"))["activities"]
    failed = [entry for entry in all_ if entry["act"] == "login_failed"]
    assert {entry["on"] for entry in failed} == {"Alice", None}
    assert "my secret" not in str(all_)


def test_a_wrong_password_in_an_open_session_is_a_failed_login_of_its_owner(world: World) -> None:
    ask(world.alice.client, "user.delete", json={"password": "wrong"})
    (own,) = json_of(ask(world.alice.client, "activity.list_own"))["activities"]
    assert (own["act"], own["by"], own["with"]) == ("login_failed", "Alice", "session")


def test_nobody_but_administrators_sees_what_others_did(world: World) -> None:
    ask(world.alice.client, "dashboard.delete", world.alice.ids)
    assert json_of(ask(world.bob.client, "activity.list_own"))["activities"] == []
    assert ask(world.bob.client, "activity.list_all").status_code == 403


def test_no_entry_holds_a_secret(world: World) -> None:
    for name in ("token.create", "dashboard.register", "user.change_password"):
        ask(world.alice.client, name, world.alice.ids)
    found = str(everything(world))
    for secret in (PASSWORD, "another horse battery", "a-right-token", world.alice.token):
        assert secret not in found


def test_the_changes_of_an_account_are_told_apart(world: World) -> None:
    wanted = {"username": "Alicia", "email": "new@example.org", "theme": "dark"}
    assert ask(world.alice.client, "user.change_settings", json=wanted).status_code == 200
    entries = json_of(ask(world.alice.client, "activity.list_own"))["activities"]
    assert {entry["act"]: entry["changed"] for entry in entries} == {
        "name_changed": ["username"],
        "email_change_requested": ["email"],
        "settings_changed": ["theme"],
    }


def test_after_an_account_is_deleted_its_deletion_says_whose_it_was(world: World) -> None:
    users.make_admin(world.database, "Bob")
    ask(world.alice.client, "dashboard.delete", world.alice.ids)
    ask(world.alice.client, "user.delete")
    all_ = json_of(ask(world.bob.client, "activity.list_all"))["activities"]
    shown = {entry["act"]: (entry["by"], entry["from"], entry["on"]) for entry in all_}
    assert shown["dashboard_deleted"] == (None, None, None)
    assert shown["account_deleted"] == (None, "127.0.0.1", "Alice")
