"""The operator's commands work beside a running PyDash, over its database server."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result

from pydash_cli.main import main
from tests.stack.running_pydash import PASSWORD, Person, RunningPydash, running_pydash

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="its backups and its packing are of PyDash's own database."),
]


@dataclass(frozen=True)
class Operator:
    """Somebody with a shell on the machine of a running PyDash."""

    pydash: RunningPydash

    def call(self, *words: str, typed: str = "", code: int = 0) -> Result:
        """Run a command, and make sure how it ends."""
        settings = {k: v for k, v in self.pydash.environment.items() if k.startswith("PYDASH_")}
        done = CliRunner().invoke(main, words, env=settings, input=typed)
        assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
        return done

    def ask(self, *words: str, typed: str = "") -> Any:
        """What a command answers as JSON."""
        return json.loads(self.call(*words, "--json", typed=typed).stdout)

    def refuse(self, *words: str, typed: str = "", code: int = 1) -> str:
        """The one sentence with which a command is refused."""
        done = self.call(*words, typed=typed, code=code)
        assert done.stdout == ""
        (sentence,) = done.stderr.splitlines()
        return sentence

    def add(self, name: str, *options: str) -> Any:
        """Make an account."""
        words = ("user", "add", name, f"{name}@example.org", "--password-stdin", *options)
        return self.ask(*words, typed=f"{PASSWORD}\n")

    def status_of_login(self, name: str, password: str = PASSWORD) -> int:
        """What the web says to them."""
        return Person(self.pydash).post("login", name=name, password=password).status_code


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    folder = tmp_path_factory.mktemp("house")
    with running_pydash(folder, None, BACKUP_DIR=str(folder / "backups")) as pydash:
        yield Operator(pydash)


def test_an_account_is_made_changed_and_deleted_while_people_use_the_web(
    operator: Operator,
) -> None:
    assert operator.add("dora")["is_verified"]
    assert operator.status_of_login("dora") == 200
    assert operator.ask("user", "disable", "dora") == {"name": "dora", "is_changed": True}
    assert operator.status_of_login("dora") in (401, 403)
    assert operator.call("user", "disable", "dora").stdout == "dora was disabled already.\n"
    assert "disabled" in operator.call("user", "list").stdout
    operator.call("user", "disable", "--undo", "dora")
    assert operator.status_of_login("dora") == 200
    told = operator.ask("user", "set-password", "dora", "--password-stdin", typed="b4tteries!!\n")
    assert told["session_count"] == 1, "the other ended when dora was disabled"
    assert operator.status_of_login("dora", "b4tteries!!") == 200
    assert operator.ask("user", "end-sessions", "dora") == {"session_count": 1, "token_count": 0}
    assert not operator.ask("user", "verify", "dora")["is_changed"]
    asked = operator.call("user", "delete", "dora", typed="n\n", code=1)
    assert "for ever?" in asked.stderr
    assert operator.ask("user", "delete", "dora", "--yes") == {
        "name": "dora",
        "dashboard_count": 0,
    }
    assert operator.status_of_login("dora", "b4tteries!!") == 401


def test_an_administrator_is_made_and_made_none_again(operator: Operator) -> None:
    assert operator.add("emil", "--admin")["is_admin"]
    operator.add("fay")
    assert operator.ask("user", "make-admin", "fay")["is_changed"]
    fay = Person(operator.pydash, "fay")
    fay.post("login", name="fay", password=PASSWORD)
    assert fay.get("admin/overview").status_code == 200
    operator.call("user", "make-admin", "--undo", "fay")
    assert fay.get("admin/overview").status_code == 403


@pytest.mark.parametrize(
    "words",
    [
        ("user", "verify", "nobody"),
        ("user", "disable", "nobody"),
        ("user", "make-admin", "nobody"),
        ("user", "end-sessions", "nobody"),
        ("user", "delete", "nobody", "--yes"),
        ("user", "set-password", "nobody", "--password-stdin"),
    ],
    ids=lambda words: words[1],
)
def test_who_is_not_there_is_said_in_a_sentence(
    operator: Operator, words: tuple[str, ...]
) -> None:
    assert "nobody" in operator.refuse(*words, typed=f"{PASSWORD}\n")


def test_an_account_that_can_not_be_is_refused(operator: Operator) -> None:
    operator.add("gina")
    taken = ("user", "add", "GINA", "other@example.org", "--password-stdin")
    assert "taken" in operator.refuse(*taken, typed=f"{PASSWORD}\n")
    weak = ("user", "add", "hans", "hans@example.org", "--password-stdin")
    assert "password" in operator.refuse(*weak, typed="short\n").lower()
    assert "e-mail" in operator.refuse("user", "invite", "no address")


def test_the_database_is_backed_up_verified_packed_and_counted(operator: Operator) -> None:
    made = operator.ask("db", "backup", "--full")
    assert (made["backup"]["kind"], made["needs_key"]) == ("full", False)
    assert operator.ask("db", "verify")["damages"] == []
    tried = operator.ask("db", "verify", "--backup")
    assert tried["backup"]["name"] == made["backup"]["name"]
    packed = operator.ask("db", "pack", "--days", "0")
    assert packed["size_bytes"] <= packed["former_bytes"]
    stats = operator.ask("db", "stats")
    assert stats["user_count"] == len(operator.ask("user", "list"))
    assert operator.ask("db", "migrate") == {"migrations": []}


def test_what_would_hurt_a_running_pydash_is_refused(operator: Operator) -> None:
    operator.call("db", "backup")
    assert "stop" in operator.refuse("db", "restore", "--replace").lower()
    assert "Stop it first" in operator.refuse("config", "rotate-key", code=2)
    assert requests.get(f"{operator.pydash.base_url}/api/health", timeout=10).ok


def test_config_tells_the_settings_in_force_and_no_secret(operator: Operator) -> None:
    shown = {one["variable"]: one for one in operator.ask("config")}
    environment = operator.pydash.environment
    assert shown["PYDASH_PORT"]["value"] == environment["PYDASH_PORT"]
    assert shown["PYDASH_HOST"]["is_default"]
    secret = "a secret that nobody may see"
    settings = environment | {"PYDASH_SECRET_KEY": secret}
    settings["PYDASH_MAIL_URL"] = f"smtp://dora:{secret.split()[1]}@mail.example.org:587"
    told = CliRunner().invoke(main, ["config"], env=settings).stdout
    assert "PYDASH_SECRET_KEY" in told
    assert "secret" not in told.replace("PYDASH_SECRET_KEY", "")


def test_doctor_finds_nothing_wrong_and_then_what_is(operator: Operator) -> None:
    operator.call("db", "backup")
    found = {one["about"]: one["level"] for one in operator.ask("doctor")}
    assert set(found.values()) == {"fine", "warning"}
    assert {about for about, level in found.items() if level == "warning"} == {"mail"}
    data_dir = operator.pydash.data_dir
    data_dir.chmod(0o755)
    try:
        told = operator.call("doctor").stdout
    finally:
        data_dir.chmod(0o700)
    assert f"Run: chmod 700 {data_dir}" in told
    key = data_dir / "secret_key"
    key.rename(aside := Path(f"{key}.aside"))
    try:
        told = operator.call("doctor", code=1).stdout
    finally:
        aside.rename(key)
    assert "PROBLEM  secret key: There is none." in told


def test_health_says_that_it_works(operator: Operator) -> None:
    assert operator.call("health").stdout == "PyDash works.\n"
