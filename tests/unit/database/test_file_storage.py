"""What the own server's file must survive besides a full disk, which is tested on a real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import ZODB
from zc.lockfile import LockError

from pydash_app.database import Database
from pydash_app.database.file_storage import open_file_storage


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    database = Database(ZODB.DB(open_file_storage(path)))
    yield database
    database.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "pydash.fs"
    with opened(path) as database:
        database.write(lambda root: root.__setitem__("kept", "yes"))
    return path


def test_a_server_killed_between_the_two_steps_of_a_packing_loses_nothing(path: Path) -> None:
    path.with_name("pydash.fs.pack").write_bytes(path.read_bytes())
    path.rename(path.with_name("pydash.fs.old"))
    with opened(path) as database:
        assert database.read(lambda root: root.get("kept")) == "yes"
    assert not path.with_name("pydash.fs.pack").exists()


def test_what_a_packing_left_behind_is_cleared_away(path: Path) -> None:
    for name in ("pydash.fs.pack", "pydash.fs.old"):
        path.with_name(name).write_bytes(b"half")
    with opened(path) as database:
        assert database.read(lambda root: root.get("kept")) == "yes"
    assert not path.with_name("pydash.fs.pack").exists()
    assert not path.with_name("pydash.fs.old").exists()


def test_two_servers_never_open_one_file(path: Path) -> None:
    with opened(path), pytest.raises(LockError):
        open_file_storage(path)


def test_packing_gives_space_back_and_keeps_what_counts(path: Path) -> None:
    with opened(path) as database:
        for size in (100_000, 200_000, 300_000):
            database.write(lambda root, size=size: root.__setitem__("text", "x" * size))  # type: ignore[misc]
        before_bytes = path.stat().st_size
        database.pack(before=datetime.now(UTC))
        assert len(database.read(lambda root: root["text"])) == 300_000
        assert path.stat().st_size < before_bytes - 250_000
