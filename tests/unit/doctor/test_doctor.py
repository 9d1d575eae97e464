"""What is wrong with an installation is found, and what is well is not complained of."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from pydash_app import doctor
from pydash_app.backup import folder as folders
from pydash_app.backup.folder import Backup
from pydash_app.database import Database
from pydash_app.database.migrating import VERSION_KEY
from pydash_app.doctor import Finding
from pydash_app.housekeeping.key_rotation import get_next_path
from pydash_app.secret_key import load_secret_key, write_key
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY, make_dashboard
from tests.stack.certificates import Authority


def worst(findings: Iterable[Finding], about: str) -> str:
    levels = {finding.level for finding in findings if finding.about == about}
    return next(level for level in ("problem", "warning", "fine") if level in levels)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    tmp_path.chmod(0o700)
    settings = Settings(data_dir=tmp_path)
    load_secret_key(settings)
    return settings


def test_a_folder_that_is_well_is_not_complained_of(settings: Settings) -> None:
    findings = list(doctor.look_at_folder(settings))
    assert worst(findings, "data folder") == "fine"
    assert worst(findings, "secret key") == "fine"


def test_a_folder_that_is_missing_is_a_problem(tmp_path: Path) -> None:
    findings = list(doctor.look_at_folder(Settings(data_dir=tmp_path / "nowhere")))
    assert worst(findings, "data folder") == "problem"


@pytest.mark.parametrize("name", [".", "secret_key", "pydash.fs"])
def test_what_others_may_read_is_told(settings: Settings, name: str) -> None:
    path = settings.data_dir / name
    if name == "pydash.fs":
        path.write_bytes(b"")
    path.chmod(0o755)
    assert worst(doctor.look_at_folder(settings), "data folder") == "warning"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_belongs_to_another_user_is_told(settings: Settings) -> None:
    lock = settings.data_dir / "pydash.fs.lock"
    lock.touch()
    os.chown(lock, 10001, 10001)
    (finding,) = [one for one in doctor.look_at_folder(settings) if one.level != "fine"]
    assert (finding.about, finding.level) == ("data folder", "warning")  # root may do everything
    assert "(pydash.fs.lock)" in finding.sentence
    assert f"chown -R 0 {settings.data_dir}" in finding.sentence


def test_a_key_that_is_missing_beside_a_database_is_a_problem(settings: Settings) -> None:
    (settings.data_dir / "secret_key").unlink()
    (settings.data_dir / "pydash.fs").touch(0o600)
    assert worst(doctor.look_at_folder(settings), "secret key") == "problem"


def test_an_interrupted_change_of_the_key_is_a_problem(settings: Settings) -> None:
    write_key(get_next_path(settings), b"another key that is long enough")
    assert worst(doctor.look_at_folder(settings), "secret key") == "problem"


def test_a_key_that_does_not_fit_the_database_is_a_problem(
    database: Database, now: datetime
) -> None:
    make_dashboard(database, owner_id=uuid4(), now=now)
    later = now + timedelta(days=36_500)
    right = list(doctor.look_into_database(database, secret_key=SECRET_KEY, now=later))
    wrong = list(doctor.look_into_database(database, secret_key=b"a wrong key", now=later))
    assert [one for one in right if one.about == "secret key"] == []
    assert worst(wrong, "secret key") == "problem"


def test_a_newer_layout_and_a_silent_scheduler_are_problems(
    database: Database, now: datetime
) -> None:
    later = now + timedelta(days=36_500)
    findings = list(doctor.look_into_database(database, secret_key=None, now=later))
    assert worst(findings, "database") == "fine"
    assert worst(findings, "scheduler") == "problem"
    database.write(lambda root: root.update({VERSION_KEY: 99}))
    findings = list(doctor.look_into_database(database, secret_key=None, now=later))
    assert worst(findings, "database") == "problem"


def test_a_database_from_the_future_speaks_against_the_clock(
    database: Database, now: datetime
) -> None:
    long_ago = now - timedelta(days=36_500)
    findings = doctor.look_into_database(database, secret_key=None, now=long_ago)
    assert worst(findings, "clock") == "problem"


@pytest.mark.parametrize(("age_h", "level"), [(1, "fine"), (71, "fine"), (73, "problem")])
def test_backups_must_not_be_older_than_three_intervals(
    tmp_path: Path, now: datetime, age_h: int, level: str
) -> None:
    settings = Settings(data_dir=tmp_path / "data", backup_dir=tmp_path / "backups")
    assert doctor.look_at_backups(settings, now=now).level == "problem"
    folders.claim(tmp_path / "backups")
    taken_at = now - timedelta(hours=age_h)
    one = Backup("2026-11-20-10-00-00", "full", taken_at, 1, "-", 1, "-", True, "0.1.0")
    folders.write(tmp_path / "backups", one)
    assert doctor.look_at_backups(settings, now=now).level == level


def test_no_backups_at_all_are_worth_a_warning(tmp_path: Path, now: datetime) -> None:
    assert doctor.look_at_backups(Settings(data_dir=tmp_path), now=now).level == "warning"


def test_a_mail_server_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    settings = Settings.model_validate({"data_dir": tmp_path, "mail_url": "smtp://127.0.0.1:1"})
    assert doctor.look_at_mail(settings).level == "problem"


def test_an_address_where_nothing_answers_is_a_problem(tmp_path: Path, now: datetime) -> None:
    settings = Settings(data_dir=tmp_path, base_url="http://127.0.0.1:1")
    found = doctor.look_at_address(settings, secret_key=None, now=now)
    assert worst(found, "address") == "problem"


@pytest.mark.parametrize(
    ("given", "environment", "about", "named"),
    [
        ({"base_url": "https://127.0.0.1:1"}, {}, "proxy", "PYDASH_TRUSTED_PROXIES"),
        ({"host": "::"}, {}, "address", "PYDASH_BASE_URL"),
        ({}, {"PYDASH_BASEURL": "x"}, "settings", "PYDASH_BASE_URL"),
    ],
)
def test_a_setting_that_can_hardly_do_what_is_meant_is_told(
    given: dict[str, str], environment: dict[str, str], about: str, named: str
) -> None:
    (finding,) = doctor.look_at_settings(Settings.model_validate(given), environment)
    assert (finding.about, finding.level) == (about, "warning")
    assert named in finding.sentence


@pytest.mark.parametrize(
    ("later", "level"),
    [(timedelta(), "warning"), (timedelta(days=2), "problem"), (timedelta(days=-3), "problem")],
)
def test_authorities_that_end_soon_or_have_ended_are_told(
    tmp_path: Path, later: timedelta, level: str
) -> None:
    settings = Settings(ca_file=Authority(tmp_path).path)  # good for a day
    findings = doctor.look_at_authorities(settings, now=datetime.now(UTC) + later)
    assert worst(findings, "authorities") == level


@pytest.mark.parametrize("content", [None, "nonsense"])
def test_authorities_that_can_not_be_read_are_told(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    findings = doctor.look_at_authorities(Settings(ca_file=path), now=datetime.now(UTC))
    assert worst(findings, "authorities") == "problem"


def test_lasting_authorities_are_well_and_none_are_needed(tmp_path: Path) -> None:
    lasting = (
        Path(DEFAULT_CA_BUNDLE_PATH).read_text("ascii").split("-----END")[0]
        + "-----END CERTIFICATE-----\n"
    )
    path = tmp_path / "ca.pem"
    path.write_text(lasting[lasting.index("-----BEGIN") :])
    now = datetime(2026, 11, 30, tzinfo=UTC)
    assert (
        worst(doctor.look_at_authorities(Settings(ca_file=path), now=now), "authorities") == "fine"
    )
    assert list(doctor.look_at_authorities(Settings(), now=now)) == []
