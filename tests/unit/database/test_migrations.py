"""Migrations run once, each step of them, whatever interrupts them."""

import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import ZODB

from pydash_app.database import Database, Root, migration_run
from pydash_app.database.migrating import DONE_KEY, VERSION_KEY, do_step, run_small
from pydash_app.database.migrations import find_migrations
from pydash_app.database.schema import SCHEMA_VERSION
from pydash_app.errors import NewerDatabaseError, OlderDatabaseError
from pydash_app.user.entity import User
from tests.conftest import NOW
from tests.unit.database import sample_migrations

FIRST_RELEASE = Path(__file__).parents[2] / "data" / "database-0.1" / "pydash.fs"
SAMPLES = find_migrations(sample_migrations)
USER_COUNT = 5


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Database]:
    """A database of the first release, with a few users more."""
    path = tmp_path / "pydash.fs"
    shutil.copy(FIRST_RELEASE, path)
    database = Database(ZODB.DB(str(path)))

    def add(root: Root) -> None:
        for number in range(USER_COUNT - len(root["users"])):
            name = f"user {number}"
            root["users"].add(User(name=name, email=name, password_hash="-", now=NOW))

    database.write(add)
    yield database
    database.close()


def marks(database: Database) -> list[int]:
    return database.read(lambda root: [getattr(one, "mark_count", 0) for one in root["users"]])


def layout(database: Database) -> int:
    return database.read(lambda root: int(root[VERSION_KEY]))


def test_the_last_migration_makes_the_layout_that_this_code_knows() -> None:
    numbers = [migration.number for migration in find_migrations()]
    assert numbers == list(range(2, SCHEMA_VERSION + 1))
    for migration in find_migrations():
        assert re.fullmatch(r"[A-Z].*\.", migration.summary)


def test_small_migrations_run_when_a_database_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "pydash.fs"
    shutil.copy(FIRST_RELEASE, path)
    as_it_is = Database(ZODB.DB(str(path)), is_prepared=False)
    assert layout(as_it_is) == 1
    as_it_is.close()
    database = Database(ZODB.DB(str(path)))
    assert layout(database) == SCHEMA_VERSION
    database.close()


def test_a_large_migration_is_refused_at_the_start_with_what_to_run(old: Database) -> None:
    with pytest.raises(OlderDatabaseError, match="pydash db migrate"):
        old.write(lambda root: run_small(root, SAMPLES))
    assert marks(old) == [0] * USER_COUNT


def test_every_step_is_done_once_and_the_layout_is_noted(old: Database) -> None:
    seen: list[tuple[int, int]] = []
    pending = migration_run.plan(old, SAMPLES)
    migration_run.run(old, pending, progress=lambda done, total: seen.append((done, total)))
    assert marks(old) == [1] * USER_COUNT
    assert layout(old) == 3
    assert seen[-1] == (USER_COUNT, USER_COUNT)
    assert migration_run.plan(old, SAMPLES) == []
    assert old.read(lambda root: DONE_KEY not in root)


@pytest.mark.parametrize("done_count", range(USER_COUNT + 1))
def test_a_crash_anywhere_loses_and_doubles_no_step(old: Database, done_count: int) -> None:
    (migration,) = SAMPLES
    for step in old.read(migration.list_steps)[:done_count]:
        old.write(partial(do_step, migration=migration, step=step))
    assert layout(old) == SCHEMA_VERSION
    migration_run.run(old, migration_run.plan(old, SAMPLES))
    assert marks(old) == [1] * USER_COUNT


def test_a_step_whose_commit_was_repeated_is_done_once(old: Database) -> None:
    (migration,) = SAMPLES
    step = old.read(migration.list_steps)[0]
    for _ in range(2):
        old.write(lambda root: do_step(root, migration, step))
    assert sum(marks(old)) == 1


def test_a_newer_database_is_not_migrated(old: Database) -> None:
    old.write(lambda root: root.update({VERSION_KEY: 4}))
    with pytest.raises(NewerDatabaseError):
        migration_run.plan(old, SAMPLES)
