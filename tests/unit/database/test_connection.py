from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Lock, Thread
from typing import Any

import pytest
import ZODB
from ZODB.POSException import ConflictError, POSKeyError

from pydash_app.database import Database, Root, connection, reading, transactional
from pydash_app.database.migrating import VERSION_KEY
from pydash_app.database.schema import ROOMS, SCHEMA_VERSION
from pydash_app.errors import NewerDatabaseError, UnavailableError


@pytest.fixture(params=["memory", "file"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    storage = None if request.param == "memory" else str(tmp_path / "data.fs")
    database = Database(ZODB.DB(storage))
    yield database
    database.close()


@transactional
def put(root: Root, key: str, value: str) -> str:
    root[key] = value
    return value


@reading
def find(root: Root, key: str) -> object:
    return root.get(key)


def test_a_transaction_is_committed_and_its_result_handed_back(database: Database) -> None:
    assert put(database, "x", "1") == "1"
    assert find(database, "x") == "1"


def test_a_failing_transaction_changes_nothing(database: Database) -> None:
    def work(root: Root) -> None:
        root["x"] = 1
        raise LookupError

    with pytest.raises(LookupError):
        database.write(work)
    assert find(database, "x") is None


def test_what_a_reading_changes_is_dropped(database: Database) -> None:
    def work(root: Root) -> None:
        root["x"] = 1

    database.read(work)
    assert find(database, "x") is None


def test_what_is_packed_away_while_it_is_read_is_read_anew(database: Database) -> None:
    put(database, "x", "1")
    tries = []

    def work(root: Root) -> object:
        tries.append(1)
        if len(tries) == 1:
            raise POSKeyError(b"an id")
        return root["x"]

    assert database.read(work) == "1"
    tries.clear()
    assert database.write(work) == "1"


@pytest.mark.parametrize("use", ["read", "write"])
def test_what_is_really_missing_is_told(database: Database, use: str) -> None:
    def work(root: Root) -> object:
        raise POSKeyError(root["x"])

    put(database, "x", "an id")
    with pytest.raises(POSKeyError):
        getattr(database, use)(work)


def test_threads_that_change_one_object_all_succeed(database: Database) -> None:
    put(database, "count", "0")
    start = Barrier(4)

    def count(root: Root) -> None:
        root["count"] = str(int(root["count"]) + 1)

    def work() -> None:
        start.wait()
        for _ in range(10):
            database.write(count)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert find(database, "count") == "40"


def test_work_is_repeated_on_the_newest_state(database: Database) -> None:
    put(database, "x", "old")
    seen: list[str] = []

    def work(root: Root) -> None:
        seen.append(root["x"])
        if len(seen) == 1:
            put(database, "x", "new")
        root["x"] = root["x"] + "!"

    database.write(work)
    assert seen == ["old", "new"]
    assert find(database, "x") == "new!"


def test_endless_conflicts_end_in_unavailable(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[int] = []
    monkeypatch.setattr(connection, "_pause", pauses.append)

    def work(_root: Root) -> None:
        raise ConflictError

    with pytest.raises(UnavailableError, match="busy"):
        database.write(work)
    assert len(pauses) == connection.MOST_ATTEMPTS


def test_connections_are_given_back_whatever_happens(database: Database) -> None:
    def fail(_root: Root) -> None:
        raise LookupError

    for _ in range(50):
        with pytest.raises(LookupError):
            database.write(fail)
        with pytest.raises(LookupError):
            database.read(fail)
    zodb: Any = database._zodb
    assert [info["opened"] for info in zodb.connectionDebugInfo() if info["opened"]] == []


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    path = str(tmp_path / "data.fs")
    first = Database(ZODB.DB(path))
    put(first, "x", "kept")
    first.close()
    second = Database(ZODB.DB(path))
    assert find(second, "x") == "kept"
    second.close()


def test_a_new_database_has_every_room_and_the_version(database: Database) -> None:
    assert find(database, VERSION_KEY) == SCHEMA_VERSION
    assert all(find(database, room) is not None for room in ROOMS)


def test_a_newer_layout_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = str(tmp_path / "data.fs")
    first = Database(ZODB.DB(path))
    first.write(lambda root: root.update({VERSION_KEY: SCHEMA_VERSION + 1}))
    first.close()
    before = Path(path).read_bytes()
    zodb = ZODB.DB(path)
    with pytest.raises(NewerDatabaseError, match=str(SCHEMA_VERSION + 1)):
        Database(zodb)
    zodb.close()
    assert Path(path).read_bytes() == before


@pytest.mark.parametrize("end", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_who_is_ended_in_the_middle_leaves_nothing_for_the_next(
    database: Database, end: type[BaseException]
) -> None:
    def work(root: Root) -> None:
        root["half"] = True
        raise end

    for run in (database.write, database.read):
        with pytest.raises(end):
            run(work)
    assert database.read(lambda root: "half" not in root)


def test_a_limited_database_uses_no_more_connections_than_it_may(database: Database) -> None:
    limited = database.limited_to(2)
    running, most_running, lock = 0, 0, Lock()
    both = Barrier(2)

    def work(_root: Root) -> None:
        nonlocal running, most_running
        with lock:
            running += 1
            most_running = max(most_running, running)
        both.wait(60)  # with a third one beside them it would not come out even
        with lock:
            running -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: limited.read(work), range(8)))
    assert most_running == 2
