"""Each secret may lie in a file that a variable names, and shows nowhere."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from pydash_app.errors import SettingsError
from pydash_app.settings import Settings, read_settings, source_of
from pydash_app.settings.names import SECRETS, variable_of
from pydash_cli.main import main

SAMPLES = {
    "secret_key": "hunter2-hunter2-hunter2",
    "mail_url": "smtp://user:hunter2@mail.example.org:587",
    "database": "postgres://user:hunter2@db/name",
}


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PYDASH_")]:
        monkeypatch.delenv(name)


def plain(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    return str(value.get_secret_value() if hasattr(value, "get_secret_value") else value)


def test_there_is_a_sample_for_each_secret() -> None:
    assert set(SAMPLES) == set(SECRETS)


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_a_secret_is_read_from_a_file_without_the_end_of_its_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, end: str
) -> None:
    path = tmp_path / "secret"
    path.write_bytes(f"\ufeff{SAMPLES[name]}{end}".encode())
    monkeypatch.setenv(f"{variable_of(name)}_FILE", str(path))
    settings = read_settings()
    assert plain(settings, name) == SAMPLES[name]
    assert "hunter2" not in f"{settings} {settings!r} {settings.model_dump_json()}"
    assert source_of(name) == f"{variable_of(name)}_FILE"


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_that_is_set_twice_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    (tmp_path / "secret").write_text(SAMPLES[name])
    monkeypatch.setenv(f"{variable_of(name)}_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv(variable_of(name), SAMPLES[name])
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert f"{variable_of(name)} and {variable_of(name)}_FILE" in caught.value.message
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (None, "No such file"),
        ("a folder", "directory"),
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff\xfehunter2", "no text"),
        (b"hunter2" * 20_000, "too long"),
    ],
    ids=["missing", "folder", "empty", "blank", "no text", "too long"],
)
def test_a_file_that_is_of_no_use_is_named_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, content: object, word: str
) -> None:
    path = tmp_path / "secret"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.mkdir()
    monkeypatch.setenv(f"{variable_of(name)}_FILE", str(path))
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert caught.value.message.startswith(f"{variable_of(name)}_FILE names")
    assert word in caught.value.message
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("name", ["mail_url", "database"])
def test_a_secret_that_can_not_be_used_is_not_quoted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    (tmp_path / "secret").write_text("hunter2")
    monkeypatch.setenv(f"{variable_of(name)}_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert caught.value.message.startswith(f"{variable_of(name)}_FILE names a file")
    assert "hunter2" not in caught.value.message


def test_a_variable_that_is_empty_names_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYDASH_MAIL_URL_FILE", "")
    monkeypatch.setenv("PYDASH_MAIL_URL", SAMPLES["mail_url"])
    assert plain(read_settings(), "mail_url") == SAMPLES["mail_url"]


def test_config_and_doctor_say_where_a_secret_is_and_not_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("smtp://user:hunter2@127.0.0.1:1")
    (tmp_path / "key").write_text("hunter2-hunter2-hunter2")
    variables = {
        "PYDASH_DATA_DIR": str(tmp_path),
        "PYDASH_MAIL_URL_FILE": str(tmp_path / "mail"),
        "PYDASH_SECRET_KEY_FILE": str(tmp_path / "key"),
        "PYDASH_BASE_URL": "http://127.0.0.1:1",
        "PYDASH_FETCH_INTERVALL": "5",
    }
    for words in (["config"], ["config", "--json"], ["doctor"], ["doctor", "--json"]):
        done = CliRunner().invoke(main, words, env=variables)
        assert "hunter2" not in done.output
        assert "PYDASH_FETCH_INTERVALL" in done.output
        if words == ["config"]:
            assert "set by PYDASH_MAIL_URL_FILE" in done.output
