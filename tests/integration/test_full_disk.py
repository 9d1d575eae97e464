"""A disk that is full, and has space again: nothing breaks, nothing is lost, nobody is misled."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from ZODB.FileStorage import FileStorage

from pydash_app.database import Database, Root
from pydash_app.database.address import get_socket_path
from pydash_app.errors import DiskFullError
from pydash_app.secret_key import load_secret_key
from pydash_app.settings import Settings
from tests.stack.commands import ask_pydash, run_pydash
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person
from tests.stack.small_disk import SmallDisk, skip_unless_mountable, small_disk
from tests.stack.waiting import wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="it fills the disk that PyDash's own database lies on."),
]

DISK_BYTES = 16 * 1024 * 1024


class ServedDisk(SmallDisk):
    """A small disk with a database server on it, and its log beside it."""

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.path)

    @property
    def log_path(self) -> Path:
        return self.path.with_name("server.log")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    skip_unless_mountable()
    folder = tmp_path / "small disk"
    folder.mkdir()
    with small_disk(folder, size_bytes=DISK_BYTES) as mounted:
        yield mounted


@pytest.fixture
def served(disk: SmallDisk) -> Iterator[ServedDisk]:
    served = ServedDisk(disk.path)
    environment = os.environ | {"PYDASH_DATA_DIR": str(disk.path)}
    with (
        served.log_path.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "pydash_cli", "db", "serve"], env=environment, stderr=log
        ) as server,
    ):
        wait_until(get_socket_path(served.settings).exists, timeout_s=20, what="a server")
        try:
            yield served
        finally:
            server.send_signal(signal.SIGTERM)


def put(key: str, size_bytes: int) -> Callable[[Root], None]:
    return lambda root: root.__setitem__(key, os.urandom(size_bytes))


def write_until_refused(database: Database, key: str, chance: random.Random) -> None:
    def write() -> None:
        for _ in range(100):
            database.write(put(key, chance.choice((10, 5_000, 9_000, 100_000, 300_000))))

    with pytest.raises(DiskFullError, match="PyDash's disk is full"):
        write()


def register_until_refused(person: Person) -> requests.Response:
    """Some people may still fit into what was left of the last page."""
    for number in range(8):
        body = {"name": f"bob{number}", "email": f"bob{number}@example.org", "password": PASSWORD}
        answer = person.post("user/register", **body)
        if answer.status_code != 200:
            return answer
    raise AssertionError("the disk is not full")


@pytest.mark.parametrize("leave_bytes", [0, 4096, 70_000])
def test_every_client_stores_again_as_soon_as_space_is_freed(
    served: ServedDisk, leave_bytes: int
) -> None:
    databases = [Database.open(served.settings) for _ in range(3)]
    chances = [random.Random(seed) for seed in range(3)]  # noqa: S311
    keys = ["a", "b", "c"]
    with ThreadPoolExecutor(3) as threads:
        for size_bytes in (10, 9_000, 100_000):
            served.fill(leave_bytes=leave_bytes)
            list(threads.map(write_until_refused, databases, keys, chances))
            served.free()
            for database, key in zip(databases, keys, strict=True):
                database.write(put(key, size_bytes))
    for database in databases:
        assert [len(database.read(lambda root, key=key: root[key])) for key in keys] == [  # type: ignore[misc]
            100_000
        ] * 3
        database.close()


def test_what_was_stored_can_be_read_while_the_disk_is_full(served: ServedDisk) -> None:
    database = Database.open(served.settings)
    database.write(put("kept", 50_000))
    served.fill()
    with pytest.raises(DiskFullError) as refusal:
        database.write(put("other", 300_000))
    assert refusal.value.code == "disk_full"
    assert len(database.read(lambda root: root["kept"])) == 50_000
    assert database.read(lambda root: "other" in root) is False
    database.close()


def test_what_was_stored_can_be_backed_up_elsewhere_while_the_disk_is_full(
    served: ServedDisk, tmp_path: Path
) -> None:
    load_secret_key(served.settings)
    database = Database.open(served.settings)
    database.write(put("kept", 50_000))
    database.close()
    served.fill()
    settings = {"PYDASH_DATA_DIR": str(served.path)}
    made = ask_pydash("db", "backup", str(tmp_path / "backups"), settings=settings)
    assert made["is_new"]
    onto_itself = ("db", "backup", str(served.path / "backups"))
    assert "No space left" in run_pydash(*onto_itself, settings=settings, code=1).stderr
    refused = run_pydash("db", "pack", "--days", "0", settings=settings, code=1).stderr
    assert len(refused.splitlines()) == 1
    assert "disk is full" in refused
    told = run_pydash("doctor", settings=settings, code=1).stdout
    assert "PROBLEM  disk: The disk of PYDASH_DATA_DIR is full" in told


def test_the_server_says_it_once_and_without_a_traceback(served: ServedDisk) -> None:
    database = Database.open(served.settings)
    served.fill()
    for _ in range(5):
        with pytest.raises(DiskFullError):
            database.write(put("a", 300_000))
    database.close()
    log = served.log_path.read_text()
    assert log.count("The disk is full that holds the database") == 1
    assert "Traceback" not in log
    assert log.count("ERROR") == 1


def test_the_file_is_sound_afterwards(served: ServedDisk) -> None:
    database = Database.open(served.settings)
    for round_number in range(4):
        served.fill(leave_bytes=round_number * 2048)
        write_until_refused(database, "a", random.Random(round_number))  # noqa: S311
        served.free()
        database.write(put("round", round_number + 1))
    database.close()
    copy = served.path.with_name("copy.fs")
    copy.write_bytes((served.path / "pydash.fs").read_bytes())
    storage = FileStorage(str(copy), read_only=True)
    stored = sum(1 for transaction in storage.iterator() for _record in transaction)
    assert stored >= 8
    assert storage.getSize() == copy.stat().st_size
    storage.close()


def test_a_packing_that_does_not_fit_leaves_everything_as_it_was(served: ServedDisk) -> None:
    database = Database.open(served.settings)
    for size_bytes in (500_000, 600_000, 700_000):
        database.write(put("kept", size_bytes))
    before_bytes = (served.path / "pydash.fs").stat().st_size
    served.fill()
    with pytest.raises(DiskFullError):
        database.pack(before=datetime.now(UTC))
    assert len(database.read(lambda root: root["kept"])) == 700_000
    served.free()
    database.write(put("other", 10))
    database.pack(before=datetime.now(UTC))
    assert len(database.read(lambda root: root["kept"])) == 700_000
    assert (served.path / "pydash.fs").stat().st_size < before_bytes - 1_000_000
    assert [path.name for path in served.path.iterdir() if path.suffix in (".old", ".pack")] == []
    database.close()


def test_a_user_is_told_why_nothing_is_stored_and_all_is_well_when_space_is_freed(
    tmp_path: Path, start_pydash: StartPydash
) -> None:
    skip_unless_mountable()
    data_dir = tmp_path / "pydash" / "data"
    data_dir.mkdir(parents=True)
    with small_disk(data_dir, size_bytes=DISK_BYTES) as disk:
        pydash = start_pydash()
        alice = Person(pydash)
        alice.join()
        disk.fill()
        refusal = register_until_refused(alice)
        assert refusal.status_code == 503
        assert refusal.json()["code"] == "disk_full"
        assert "free some space" in refusal.json()["message"]
        assert alice.get("dashboards").json() == []
        disk.free()
        wait_until(pydash.is_healthy, timeout_s=20, what="the heartbeat is stored again")
        assert alice.post("logout").status_code == 200
        assert "Traceback" not in pydash.log_path.read_text()
        pydash.stop()
