"""Several writers over one FileStorage, each with a connection of its own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import transaction
import ZODB
from ZODB.POSException import ConflictError

from pydash_app.database import Database
from pydash_app.errors import StaleWindowError
from pydash_app.measurements import repository
from pydash_app.measurements.window import Window
from pydash_app.statistics.instants import EPOCH
from tests.factories import make_batch, make_dashboard


@pytest.fixture
def zodb(tmp_path: Path) -> Iterator[Any]:
    zodb = ZODB.DB(str(tmp_path / "data.fs"))
    yield zodb
    zodb.close()


@pytest.fixture
def database(zodb: Any) -> Database:
    return Database(zodb)


class Writer:
    """A worker in the middle of its transaction."""

    def __init__(self, zodb: Any) -> None:
        self._manager = transaction.TransactionManager(explicit=True)
        self._manager.begin()
        self._connection = zodb.open(self._manager)
        self.root = self._connection.root()

    def append(self, dashboard_id: UUID, window: Window, *, endpoint: str = "home") -> None:
        times = [EPOCH + timedelta(seconds=window.until_s)]
        batch = make_batch(times, endpoints=[endpoint])
        repository.get(self.root, str(dashboard_id)).append(window, batch)

    def commit(self) -> None:
        """Commit, and end whether that works or not."""
        try:
            self._manager.commit()
        except ConflictError:
            self._manager.abort()
            raise
        finally:
            self._connection.close()

    def give_up(self) -> None:
        self._manager.abort()
        self._connection.close()


def count_of(database: Database, dashboard_id: UUID) -> int:
    return database.read(lambda root: repository.get(root, str(dashboard_id)).call_count)


def test_writers_of_different_dashboards_never_conflict(
    zodb: Any, database: Database, now: datetime
) -> None:
    ids = [make_dashboard(database, owner_id=uuid4(), now=now) for _ in range(8)]
    for turn in range(5):
        writers = [Writer(zodb) for _ in ids]
        for number, (writer, dashboard_id) in enumerate(zip(writers, ids, strict=True)):
            writer.append(dashboard_id, Window(turn, turn + 1), endpoint=f"{turn}/{number}")
        for writer in writers:
            writer.commit()
    assert [count_of(database, dashboard_id) for dashboard_id in ids] == [5] * 8


def test_of_two_writers_of_one_window_the_second_fails_and_is_then_told_so(
    zodb: Any, database: Database, now: datetime
) -> None:
    dashboard_id = make_dashboard(database, owner_id=uuid4(), now=now)
    first, second = Writer(zodb), Writer(zodb)
    first.append(dashboard_id, Window(0, 10))
    second.append(dashboard_id, Window(0, 10))
    first.commit()
    with pytest.raises(ConflictError):
        second.commit()
    again = Writer(zodb)
    with pytest.raises(StaleWindowError):
        again.append(dashboard_id, Window(0, 10))
    again.give_up()
    assert count_of(database, dashboard_id) == 1


def test_an_aborted_append_leaves_nothing(database: Database, now: datetime) -> None:
    dashboard_id = make_dashboard(database, owner_id=uuid4(), now=now)

    def append_and_fail(root: Any) -> None:
        batch = make_batch([EPOCH + timedelta(seconds=3)])
        repository.get(root, str(dashboard_id)).append(Window(0, 10), batch)
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        database.write(append_and_fail)
    assert count_of(database, dashboard_id) == 0
    coverage = database.read(lambda root: repository.get(root, str(dashboard_id)).coverage())
    assert coverage.runs == ()


def test_calls_survive_the_process(tmp_path: Path, now: datetime) -> None:
    path = str(tmp_path / "kept.fs")
    database = Database(ZODB.DB(path))
    dashboard_id = make_dashboard(database, owner_id=uuid4(), now=now)
    batch = make_batch([EPOCH + timedelta(seconds=3)], endpoints=["münchen/<id>"])
    database.write(
        lambda root: repository.get(root, str(dashboard_id)).append(Window(0, 10), batch)
    )
    database.close()
    reopened = Database(ZODB.DB(path))
    texts = reopened.read(
        lambda root: repository.get(root, str(dashboard_id)).vocabulary("endpoint").list_texts()
    )
    reopened.close()
    assert texts == ["münchen/<id>"]


def compact(root: Any, dashboard_id: UUID) -> None:
    repository.get(root, str(dashboard_id)).compact(0)


def call_times(database: Database, dashboard_id: UUID) -> list[int]:
    def read(root: Any) -> list[int]:
        stored = repository.get(root, str(dashboard_id))
        times: list[int] = stored.read(0, 2**60, ()).called_at_us.tolist()
        rolled = stored.rollups.read("hours", 0, 10)["visits"].sum()
        fresh = stored.read(0, 2**60, (), only_fresh=True)
        assert rolled + len(fresh) == len(times)
        return times

    return database.read(read)


def test_an_append_during_a_compaction_loses_and_doubles_nothing(
    zodb: Any, database: Database, now: datetime
) -> None:
    dashboard_id = make_dashboard(database, owner_id=uuid4(), now=now)
    for turn in range(0, 30, 10):
        writer = Writer(zodb)
        writer.append(dashboard_id, Window(turn, turn + 10))
        writer.commit()
    compacting, appending = Writer(zodb), Writer(zodb)
    compact(compacting.root, dashboard_id)
    appending.append(dashboard_id, Window(30, 40))
    appending.commit()

    try:
        compacting.commit()
    except ConflictError:  # which `Database.write` would answer by doing it again
        database.write(lambda root: compact(root, dashboard_id))

    assert call_times(database, dashboard_id) == [10_000_000 * turn for turn in range(1, 5)]


def test_a_compaction_that_is_cut_off_changes_nothing(database: Database, now: datetime) -> None:
    dashboard_id = make_dashboard(database, owner_id=uuid4(), now=now)
    batch = make_batch([EPOCH + timedelta(seconds=3)])
    database.write(
        lambda root: repository.get(root, str(dashboard_id)).append(Window(0, 10), batch)
    )

    def compact_and_fail(root: Any) -> None:
        compact(root, dashboard_id)
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        database.write(compact_and_fail)

    assert call_times(database, dashboard_id) == [3_000_000]
    assert database.read(lambda root: repository.get(root, str(dashboard_id)).has_fresh_calls)
