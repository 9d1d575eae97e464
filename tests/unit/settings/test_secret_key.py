from pathlib import Path
from threading import Barrier, Thread

import pytest
from pydantic import SecretStr

from pydash_app.errors import SettingsError
from pydash_app.secret_key import derive_key, load_secret_key
from pydash_app.settings import Settings


def test_a_key_is_made_once_and_is_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new", secret_key=SecretStr(""))
    first = load_secret_key(settings)
    assert load_secret_key(settings) == first
    assert len(first) >= 32
    [path] = (tmp_path / "new").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new", secret_key=SecretStr(""))
    start, keys = Barrier(8), []

    def load() -> None:
        start.wait()
        keys.append(load_secret_key(settings))

    threads = [Thread(target=load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert len(list((tmp_path / "new").iterdir())) == 1


def test_a_key_that_was_given_is_used_and_not_written(tmp_path: Path) -> None:
    given = SecretStr("given by the operator")
    assert load_secret_key(Settings(data_dir=tmp_path, secret_key=given)) == (
        b"given by the operator"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_short_key_is_refused_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PYDASH_SECRET_KEY") as caught:
        load_secret_key(Settings(data_dir=tmp_path, secret_key=SecretStr("hunter2")))
    assert "hunter2" not in caught.value.message


def test_an_empty_key_file_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("\n")
    with pytest.raises(SettingsError, match="secret key"):
        load_secret_key(Settings(data_dir=tmp_path, secret_key=SecretStr("")))


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="PYDASH_DATA_DIR"):
        load_secret_key(Settings(data_dir=tmp_path / "file", secret_key=SecretStr("")))


def test_no_two_purposes_share_a_key() -> None:
    keys = {derive_key(b"a secret", purpose) for purpose in ("a", "b")}
    assert len(keys) == 2
    assert {len(key) for key in keys} == {32}
