"""A backup restores what was in the database, or says that it can't."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import ZODB
from pydantic import SecretStr
from ZODB.scripts import repozo

from pydash_app import backup
from pydash_app.backup import Made
from pydash_app.backup.folder import list_backups
from pydash_app.database import Database
from pydash_app.database.address import get_file_path
from pydash_app.database.file_storage import open_file_storage
from pydash_app.errors import BackupError
from pydash_app.secret_key import load_secret_key
from pydash_app.settings import Settings
from tests.stack.stored_objects import read_objects


class House:
    """A database that is open, as its server would have it, and a folder of backups."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.folder = folder / "backups"
        self.settings = Settings(data_dir=folder / "data")
        self.now = now
        load_secret_key(self.settings)
        self.database = Database(ZODB.DB(open_file_storage(get_file_path(self.settings))))

    def put(self, name: str, value: object = "x") -> None:
        def work(root: object) -> None:
            root["mails"][name] = value  # type: ignore[index]

        self.database.write(work)

    def back_up(self, **options: object) -> Made:
        self.now += timedelta(seconds=1)
        return backup.make(self.settings, self.folder, now=self.now, **options)  # type: ignore[arg-type]

    def restore(self, name: str = "restored", **options: object) -> Settings:
        target = Settings(data_dir=self.settings.data_dir.parent / name)
        backup.restore(target, self.folder, now=self.now, **options)  # type: ignore[arg-type]
        return target

    def names_in(self, settings: Settings) -> set[str]:
        with opened(settings) as database:
            return database.read(lambda root: set(root["mails"]))


class opened:  # noqa: N801 - reads like `open`
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __enter__(self) -> Database:
        self._database = Database(ZODB.DB(open_file_storage(get_file_path(self._settings))))
        return self._database

    def __exit__(self, *_details: object) -> None:
        self._database.close()


@pytest.fixture
def house(tmp_path: Path, now: datetime) -> Iterator[House]:
    house = House(tmp_path, now)
    yield house
    house.database.close()


def test_every_object_is_restored_from_a_full_and_an_incremental_backup(house: House) -> None:
    house.put("one")
    assert house.back_up().backup.kind == "full"
    house.put("two", ["a list"])
    made = house.back_up()
    assert (made.backup.kind, made.is_new) == ("incremental", True)
    expected = read_objects(house.database)
    house.put("too late")
    with opened(house.restore()) as restored:
        assert read_objects(restored) == expected


def test_an_earlier_moment_can_be_restored(house: House) -> None:
    house.put("one")
    first = house.back_up().backup
    house.put("two")
    house.back_up()
    assert house.names_in(house.restore(until=first.name)) == {"one"}
    assert house.names_in(house.restore("whole day", until=first.name[:10])) == {"one", "two"}
    with pytest.raises(BackupError, match="no whole backup"):
        house.restore("none", until="2020")


@pytest.mark.parametrize("step", [timedelta(0), -timedelta(hours=1)])
def test_a_backup_follows_on_the_one_before_whatever_the_clock_says(
    house: House, step: timedelta
) -> None:
    house.put("one")
    first = house.back_up().backup
    house.put("two")
    house.now += step - timedelta(seconds=1)
    second = house.back_up()
    assert (second.is_new, second.backup.kind) == (True, "incremental")
    assert second.backup.name > first.name
    assert house.names_in(house.restore()) == {"one", "two"}


def test_nothing_is_written_where_nothing_has_changed(house: House) -> None:
    house.put("one")
    first = house.back_up()
    again = house.back_up()
    assert (again.is_new, again.backup) == (False, first.backup)
    assert len(list_backups(house.folder)) == 1


def test_after_packing_the_next_backup_is_full(house: House) -> None:
    house.put("one", "a" * 1000)
    house.back_up()
    house.put("one", "b")
    house.database.pack(before=datetime.now().astimezone())
    assert house.back_up().backup.kind == "full"
    assert house.names_in(house.restore()) == {"one"}


def test_packing_in_the_middle_of_a_backup_spoils_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.put("one", "a" * 1000)
    house.put("one", "b")
    copyfile = repozo.copyfile

    def pack_first(*arguments: object) -> object:
        house.database.pack(before=datetime.now().astimezone())
        house.put("two")
        return copyfile(*arguments)

    monkeypatch.setattr(repozo, "copyfile", pack_first)
    house.back_up()
    assert house.names_in(house.restore()) == {"one"}


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def alter(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("spoil", [truncate, alter, remove])
@pytest.mark.parametrize("position", [0, 1])
def test_a_spoiled_backup_is_refused_and_leaves_nothing_behind(
    house: House, spoil: Callable[[Path], None], position: int
) -> None:
    house.put("one")
    house.back_up()
    house.put("two")
    house.back_up()
    backups = list_backups(house.folder)
    spoil(house.folder / backups[position].file_name)
    with pytest.raises(BackupError, match=backups[position].name):
        house.restore()
    with pytest.raises(BackupError):
        backup.try_out(house.folder)
    assert not (house.settings.data_dir.parent / "restored").exists()
    if position == 1:
        until = backups[0].name
        assert house.names_in(house.restore("earlier", until=until)) == {"one"}


def test_what_an_interrupted_backup_left_behind_is_no_backup(house: House) -> None:
    house.put("one")
    house.back_up()
    house.put("two")
    name = house.back_up().backup.name
    (house.folder / f"{name}.json").unlink()  # written last
    assert house.names_in(house.restore()) == {"one"}
    house.back_up()
    assert not (house.folder / f"{name}.deltafs").exists()
    assert house.names_in(house.restore("again")) == {"one", "two"}


def test_so_many_full_backups_are_kept_as_wished(house: House) -> None:
    for number in range(4):
        house.put(f"full {number}")
        house.back_up(is_full=True)
        house.put(f"more {number}")
        made = house.back_up(most_chains=2)
    assert made.removed_count == 2
    kinds = [one.kind for one in list_backups(house.folder)]
    assert kinds == ["full", "incremental"] * 2
    assert len(house.names_in(house.restore())) == 8


def test_a_folder_with_other_things_in_it_is_refused(house: House) -> None:
    house.folder.mkdir()
    (house.folder / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(BackupError, match="other files"):
        house.back_up()


def test_only_an_empty_folder_is_restored_into_unless_told(house: House) -> None:
    house.put("one")
    house.back_up()
    target = house.restore()
    with opened(target) as database:
        database.write(lambda root: root["mails"].update({"later": "x"}))
    with pytest.raises(BackupError, match="not empty"):
        house.restore()
    assert house.names_in(target) == {"one", "later"}
    house.restore(replaces=True)
    assert house.names_in(target) == {"one"}
    (aside,) = target.data_dir.glob("before-restore-*")
    (aside / "pydash.fs").rename(aside.parent / "pydash.fs")
    assert house.names_in(target) == {"one", "later"}


def test_nothing_is_restored_under_a_database_that_is_open(house: House) -> None:
    house.put("one")
    house.back_up()
    with pytest.raises(BackupError, match="Stop it first"):
        backup.restore(house.settings, house.folder, replaces=True, now=house.now)


def test_the_secret_key_comes_along_unless_told_otherwise(house: House) -> None:
    house.put("one")
    made = house.back_up()
    (key,) = house.folder.glob("secret_key-*")
    assert not made.needs_key
    assert key.stat().st_mode & 0o077 == 0
    assert load_secret_key(house.restore()) == load_secret_key(house.settings)
    house.put("two")
    assert house.back_up(with_key=False).needs_key
    done = backup.restore(
        Settings(data_dir=house.settings.data_dir.parent / "bare"), house.folder, now=house.now
    )
    assert done.key == "missing"


def test_a_key_that_is_set_is_written_nowhere(house: House) -> None:
    house.put("one")
    house.settings = Settings(
        data_dir=house.settings.data_dir, secret_key=SecretStr("a key that the operator keeps")
    )
    assert house.back_up().needs_key
    texts = [path.read_bytes() for path in house.folder.iterdir()]
    assert not any(b"a key that the operator keeps" in text for text in texts)


@pytest.mark.parametrize(
    ("uri", "advice"), [("zeo://db.example:8100", "repozo"), ("zconfig:///etc/zodb", "repozo")]
)
def test_a_database_elsewhere_is_not_backed_up_here(
    tmp_path: Path, now: datetime, uri: str, advice: str
) -> None:
    settings = Settings(data_dir=tmp_path / "data", database=uri)
    with pytest.raises(BackupError, match=advice):
        backup.make(settings, tmp_path / "backups", now=now)
    with pytest.raises(BackupError, match=advice):
        backup.restore(settings, tmp_path / "backups", now=now)
