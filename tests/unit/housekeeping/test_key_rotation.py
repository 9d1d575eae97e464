"""Another secret key loses no security code, wherever it is interrupted."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from pydash_app.dashboard import repository
from pydash_app.dashboard.services import rekeying
from pydash_app.dashboard.services.rekeying import count_unreadable, load_key_of
from pydash_app.dashboard.token_cipher import decrypt_headers, decrypt_token, encrypt_headers
from pydash_app.database import Database, Root
from pydash_app.errors import SettingsError
from pydash_app.housekeeping.key_rotation import get_next_path, rotate
from pydash_app.remote import OwnHeaders
from pydash_app.secret_key import load_secret_key, write_key
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY, TOKEN, make_dashboard

COUNT = 5


@pytest.fixture
def settings(tmp_path: Path, database: Database, now: datetime) -> Settings:
    write_key(tmp_path / "secret_key", SECRET_KEY)
    for _ in range(COUNT):
        make_dashboard(database, owner_id=uuid4(), now=now)
    return Settings(data_dir=tmp_path)


def tokens(database: Database, key: bytes) -> list[str]:
    return database.read(
        lambda root: [decrypt_token(one.encrypted_token, key) for one in repository.list_all(root)]
    )


def test_all_codes_can_be_read_with_the_new_key_alone(
    database: Database, settings: Settings
) -> None:
    rotation = rotate(database, settings)
    new = load_secret_key(settings)
    assert new != SECRET_KEY
    assert (rotation.changed_count, rotation.unreadable_count) == (COUNT, 0)
    assert tokens(database, new) == [TOKEN] * COUNT
    assert database.read(lambda root: count_unreadable(root, SECRET_KEY)) == COUNT
    assert not get_next_path(settings).exists()


def test_an_interrupted_rotation_goes_on_with_the_key_that_it_had_begun_with(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "MOST_AT_ONCE", 2)

    class Killed(BaseException):
        pass

    def die(done: int, _total: int) -> None:
        if done >= 2:
            raise Killed

    with pytest.raises(Killed):
        rotate(database, settings, progress=die)
    assert load_secret_key(settings) == SECRET_KEY  # the old one is still there
    assert database.read(lambda root: count_unreadable(root, SECRET_KEY)) == 2
    assert rotate(database, settings).changed_count == COUNT - 2
    assert tokens(database, load_secret_key(settings)) == [TOKEN] * COUNT


def test_a_code_that_no_key_reads_is_counted_and_left_alone(
    database: Database, settings: Settings
) -> None:
    def spoil(root: object) -> bytes:
        dashboard = repository.list_all(root)[0]  # type: ignore[arg-type]
        dashboard.encrypted_token = b"nonsense"
        return dashboard.encrypted_token

    database.write(spoil)
    rotation = rotate(database, settings)
    assert (rotation.changed_count, rotation.unreadable_count) == (COUNT - 1, 1)


def test_a_key_that_is_set_is_replaced_by_one_that_is_given(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    secret = SecretStr(SECRET_KEY.decode())
    of_variable = settings.model_copy(update={"secret_key": secret})
    with pytest.raises(SettingsError, match="--new-key-file"):
        rotate(database, of_variable)
    new = b"another key that is long enough"
    assert rotate(database, of_variable, given=new).must_be_set
    assert tokens(database, new) == [TOKEN] * COUNT
    assert not (tmp_path / "secret_key.next").exists()


def test_a_lost_key_is_told_and_none_is_made_in_its_place(
    database: Database, settings: Settings
) -> None:
    path = settings.data_dir / "secret_key"
    path.rename(settings.data_dir / "aside")
    with pytest.raises(SettingsError, match=r"secret key is lost.*rotate-key"):
        load_key_of(database, settings)
    assert not path.exists()
    (settings.data_dir / "aside").rename(path)
    assert load_key_of(database, settings) == SECRET_KEY


def test_where_nothing_is_encrypted_yet_a_key_is_made(database: Database, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert load_key_of(database, settings) == load_secret_key(settings)
    assert (tmp_path / "secret_key").is_file()


def test_in_place_of_a_key_that_is_lost_for_good_another_is_made_on_demand(
    database: Database, settings: Settings
) -> None:
    (settings.data_dir / "secret_key").unlink()
    rotation = rotate(database, settings)
    assert (rotation.changed_count, rotation.unreadable_count) == (0, COUNT)
    assert load_key_of(database, settings) != SECRET_KEY
    assert tokens(database, SECRET_KEY) == [TOKEN] * COUNT, "should it be found after all"


def test_request_headers_are_encrypted_anew_too(database: Database, settings: Settings) -> None:
    headers = OwnHeaders.bound_to("https://app.example/dashboard", [("X-Key", "secret")])

    def add_headers(root: Root) -> None:
        dashboard = repository.list_all(root)[0]
        dashboard.encrypted_headers = encrypt_headers(headers, SECRET_KEY)

    database.write(add_headers)
    assert rotate(database, settings).changed_count == COUNT
    new = load_secret_key(settings)
    found = database.read(
        lambda root: [one.encrypted_headers for one in repository.list_all(root)]
    )
    assert [decrypt_headers(one, new) for one in found if one is not None] == [headers]
    assert database.read(lambda root: count_unreadable(root, new)) == 0
