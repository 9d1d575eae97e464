from datetime import datetime, timedelta
from pathlib import Path

import pytest
import ZODB

from pydash_app import backup
from pydash_app.database import Database
from pydash_app.database.address import get_file_path
from pydash_app.database.file_storage import open_file_storage
from pydash_app.errors import UnavailableError
from pydash_app.housekeeping import Chore, chores, do, list_due
from pydash_app.secret_key import load_secret_key
from pydash_app.settings import Settings

SETTINGS = Settings()


def test_everything_is_due_on_a_database_that_was_never_looked_after(
    database: Database, now: datetime
) -> None:
    assert list_due(database, settings=SETTINGS, now=now) == [Chore.PRUNE, Chore.PACK]


@pytest.mark.parametrize("chore", [Chore.PRUNE, Chore.PACK])
def test_a_chore_that_was_done_is_due_again_after_its_interval(
    database: Database, now: datetime, chore: Chore
) -> None:
    do(database, chore, settings=SETTINGS, now=now)
    a_day = timedelta(days=1)
    assert chore not in list_due(database, settings=SETTINGS, now=now)
    assert chore not in list_due(database, settings=SETTINGS, now=now + a_day * 0.99)
    assert chore in list_due(database, settings=SETTINGS, now=now + a_day)


@pytest.mark.parametrize(("days", "is_due"), [(10, False), (7, False), (3, True), (0.01, True)])
def test_an_interval_that_was_shortened_counts_at_once(
    database: Database, now: datetime, days: float, is_due: bool
) -> None:
    do(database, Chore.PACK, settings=Settings(pack_interval_days=7), now=now)
    found = list_due(database, settings=Settings(pack_interval_days=days), now=now)
    assert (Chore.PACK in found) == is_due


@pytest.mark.parametrize(
    "settings", [Settings(pack_interval_days=0), Settings(database="zeo://db.example:8100")]
)
def test_the_database_is_not_packed_where_that_is_not_wished(
    database: Database, now: datetime, settings: Settings
) -> None:
    assert list_due(database, settings=settings, now=now) == [Chore.PRUNE]


def test_a_database_in_postgres_is_packed(database: Database, now: datetime) -> None:
    settings = Settings(database="postgres://db.example/pydash")
    assert Chore.PACK in list_due(database, settings=settings, now=now)


def test_a_chore_that_fails_is_tried_again_after_an_hour(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_database: Database, *, now: datetime) -> None:  # noqa: ARG001 - as `pack`
        raise UnavailableError("Away.")

    monkeypatch.setattr(chores, "pack", fail)
    with pytest.raises(UnavailableError):
        do(database, Chore.PACK, settings=SETTINGS, now=now)
    assert Chore.PACK not in list_due(database, settings=SETTINGS, now=now)
    assert Chore.PACK in list_due(database, settings=SETTINGS, now=now + timedelta(hours=1))


def test_a_backup_is_made_where_a_folder_is_set_and_due_again_after_its_interval(
    tmp_path: Path, now: datetime
) -> None:
    settings = Settings(
        data_dir=tmp_path / "data", backup_dir=tmp_path / "backups", backup_interval_hours=6
    )
    load_secret_key(settings)
    database = Database(ZODB.DB(open_file_storage(get_file_path(settings))))
    assert Chore.BACKUP in list_due(database, settings=settings, now=now)
    do(database, Chore.BACKUP, settings=settings, now=now)
    assert backup.find_newest(tmp_path / "backups") is not None
    assert Chore.BACKUP not in list_due(database, settings=settings, now=now)
    later = now + timedelta(hours=6)
    assert Chore.BACKUP in list_due(database, settings=settings, now=later)
    database.close()


def test_a_database_of_the_operators_own_is_not_backed_up(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    settings = Settings(database="zeo://db.example:8100", backup_dir=tmp_path)
    assert Chore.BACKUP not in list_due(database, settings=settings, now=now)
