"""A worker that would not do the scheduler's work as it is meant gets none, and hears why."""

import pickle
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from pydash_app import leadership
from pydash_app.database import Database
from pydash_app.errors import SettingsError
from pydash_app.leadership import look
from pydash_app.leadership.lease import Candidate, take
from pydash_app.settings import Settings, read_settings
from pydash_cli import tasks
from pydash_cli.worker_check import WorkerCheck
from tests.conftest import NOW
from tests.factories import SECRET_KEY

ENVIRONMENT = {
    "PYDASH_DATABASE": "zeo://database.example.org:9999",
    "PYDASH_SECRET_KEY": SECRET_KEY.decode(),
    "PYDASH_MAIL_URL": "smtp://user:a-password@mail.example.org:587",
    "PYDASH_ALLOWED_NETWORKS": "10.0.0.0/8",
}


@pytest.fixture
def check(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WorkerCheck:
    """Made by a scheduler that leads, in whose environment this process is, too."""
    for name, value in (ENVIRONMENT | {"PYDASH_DATA_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    anna = Candidate(id="a", name="anna:1")
    term = take(database, anna, place=None, seen=look(database), now=NOW)
    assert term is not None

    def look_at_database(in_term: int) -> None:
        check = partial(leadership.refuse_deposed, term=in_term)
        database.guarded_by(check).read(lambda _root: None)

    monkeypatch.setattr(tasks, "look_at_database", look_at_database)
    return WorkerCheck.of(read_settings(), SECRET_KEY, term)


def test_a_worker_with_the_same_settings_passes(check: WorkerCheck) -> None:
    pickle.loads(pickle.dumps(check))()  # noqa: S301 - our own


def test_what_travels_to_the_workers_holds_no_secret(check: WorkerCheck) -> None:
    travelling = pickle.dumps(check)
    assert SECRET_KEY not in travelling
    assert b"a-password" not in travelling


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PYDASH_DATABASE", "", "PYDASH_DATABASE is not set there"),
        ("PYDASH_SECRET_KEY", "", "PYDASH_SECRET_KEY is not set there"),
        ("PYDASH_SECRET_KEY", "x" * 32, "PYDASH_SECRET_KEY is not the same there"),
        ("PYDASH_MAIL_URL", "", "PYDASH_MAIL_URL is not the same there"),
        ("PYDASH_ALLOWED_NETWORKS", "", "PYDASH_ALLOWED_NETWORKS is not the same there"),
    ],
)
def test_the_setting_that_differs_is_named(
    check: WorkerCheck, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=sentence):
        check()


def test_settings_that_are_no_business_of_tasks_may_differ(
    check: WorkerCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYDASH_PORT", "5999")
    monkeypatch.setenv("PYDASH_WEB_WORKERS", "7")
    check()


def test_another_version_is_refused(check: WorkerCheck) -> None:
    with pytest.raises(SettingsError, match="install the same"):
        replace(check, version="0.0")()


def test_another_database_is_refused(check: WorkerCheck) -> None:
    with pytest.raises(SettingsError, match="another database"):
        replace(check, term=check.term + 1)()


def test_no_secret_key_is_made_where_there_is_none(
    check: WorkerCheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYDASH_SECRET_KEY", "")
    with pytest.raises(SettingsError):
        check()
    assert list(tmp_path.iterdir()) == []
    assert isinstance(read_settings(), Settings)
