"""Each command that changes something says in the audit list who typed it, and where."""

import os
import pwd
import socket
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from pydash_app import audit
from pydash_app import user as users
from pydash_app.audit import ActivityView
from pydash_app.secret_key import load_secret_key
from pydash_app.settings import Settings
from pydash_cli.acting import name_operator
from pydash_cli.main import main
from pydash_cli.opening import open_database
from tests.factories import PASSWORD, make_dashboard
from tests.unit.fmd_database.test_fmd_database import OF_1
from tests.unit.pydash_cli.test_every_command import COMMANDS

LEAVE_NONE = {
    "config": "it shows the settings",
    "dashboard list": "it shows, and nothing that the calls of an app tell",
    "db backup": "it copies",
    "db migrate": "it changes how things are stored, and not what",
    "db pack": "it drops what nobody can see",
    "db restore": "it puts another database in the place of this one, with the list that is there",
    "db serve": "a server",
    "db stats": "it shows",
    "db verify": "it shows",
    "doctor": "it shows",
    "health": "it shows",
    "run": "a server",
    "scheduler": "a server",
    "web": "a server",
}
"""The commands that leave no entry, each with its reason."""

ACTS: Mapping[str, tuple[Sequence[str], str]] = {
    "user add": (["dora", "dora@example.org", "--password-stdin"], "account_added"),
    "user list": ([], "accounts_listed"),
    "user verify": (["alice"], "email_verified"),
    "user set-password": (["alice", "--password-stdin"], "password_changed"),
    "user delete": (["alice", "--yes"], "account_deleted"),
    "user disable": (["alice"], "account_disabled"),
    "user make-admin": (["alice"], "administrator_appointed"),
    "user invite": (["eve@example.org"], "invitation_sent"),
    "user end-sessions": (["alice"], "sessions_ended"),
    "config rotate-key": ([], "secret_key_rotated"),
    "dashboard refresh": (["Shop", "--user", "alice"], "dashboard_refreshed"),
    "dashboard delete": (["Shop", "--yes"], "dashboard_deleted"),
}

ELSEWHERE = {
    "dashboard add": "tests/integration/test_many_apps.py, where there are apps",
    "import": "test_an_import_leaves_one, which makes what it reads",
}

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = Settings(data_dir=tmp_path / "data")
    with open_database(settings, may_create=True) as database:
        alice = users.add_account(
            database,
            name="alice",
            email="alice@example.org",
            password=PASSWORD,
            now=NOW,
        )
        make_dashboard(database, owner_id=alice.id, name="Shop", now=alice.created_at)
    load_secret_key(settings)
    monkeypatch.delenv("SUDO_USER", raising=False)
    return settings


def call(settings: Settings, words: str, arguments: Sequence[str]) -> None:
    environment = {"PYDASH_DATA_DIR": str(settings.data_dir)}
    done = CliRunner().invoke(
        main, [*words.split(), *arguments], env=environment, input="another horse battery\n"
    )
    assert done.exit_code == 0, done.output


def everything(settings: Settings) -> list[ActivityView]:
    with open_database(settings) as database:
        return audit.list_all(database, cursor=None, limit=100).activities


def test_every_command_has_an_act_or_a_reason() -> None:
    assert set(COMMANDS) == set(ACTS) | set(LEAVE_NONE) | set(ELSEWHERE)


@pytest.mark.parametrize("words", ACTS)
def test_each_leaves_an_entry_of_the_operator_and_the_machine(
    settings: Settings, words: str
) -> None:
    arguments, act = ACTS[words]
    call(settings, words, arguments)
    (entry,) = [entry for entry in everything(settings) if entry.act == act]
    assert (entry.by, entry.by_kind, entry.with_kind, entry.origin) == (
        pwd.getpwuid(os.getuid()).pw_name,
        "operator",
        "command_line",
        socket.gethostname(),
    )
    assert PASSWORD not in str(entry)
    assert "another horse" not in str(entry)


def test_an_import_leaves_one(settings: Settings, tmp_path: Path) -> None:
    source = tmp_path / "fmd.db"
    with closing(sqlite3.connect(source)) as file:
        file.executescript(OF_1)
        row = (1, "home", 1.5, "2026-01-05 09:30:00.000000", "1.0", "none", "192.0.2.1")
        file.execute('INSERT INTO "functionCalls" VALUES (?, ?, ?, ?, ?, ?, ?)', row)
        file.commit()
    with open_database(settings) as database:
        (alice,) = users.list_accounts(database, now=NOW)
        dashboard_id = str(make_dashboard(database, owner_id=alice.id, name="shop", now=NOW))

    call(settings, "import", ["--dashboard", dashboard_id, "--timezone", "UTC", str(source)])

    (entry,) = [entry for entry in everything(settings) if entry.act == "history_imported"]
    assert (entry.by_kind, entry.with_kind, entry.origin) == (
        "operator",
        "command_line",
        socket.gethostname(),
    )
    assert (entry.on_kind, entry.on_id, entry.on) == ("dashboard", dashboard_id, "shop")


def test_who_uses_sudo_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "carol")
    assert name_operator() == f"carol as {pwd.getpwuid(os.getuid()).pw_name}"


def test_a_command_that_found_everything_so_already_leaves_an_entry(settings: Settings) -> None:
    for _ in range(2):
        call(settings, "user verify", ["alice"])
    assert [entry.act for entry in everything(settings)] == ["email_verified"] * 2
