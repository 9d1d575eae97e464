"""Backups that are made while a real database server is being written to restore everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
import ZODB

from pydash_app.database import Database, Root
from pydash_app.database.address import get_file_path
from pydash_app.database.file_storage import open_file_storage
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.window import Window
from pydash_app.secret_key import load_secret_key
from pydash_app.settings import Settings
from pydash_app.statistics.answering import answer
from pydash_app.statistics.query import StatisticQuery
from pydash_app.statistics.registry import load_statistics
from tests.factories import make_batch, make_dashboard, store_batch
from tests.stack.commands import ask_pydash, run_pydash
from tests.stack.running_database import running_database
from tests.stack.stored_objects import read_objects
from tests.stack.waiting import wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="repozo backs up a file."),
]

CALLS = 50
START_S = 1_790_000_000


class Writer:
    """Stores fifty calls a commit, one commit after the other, until it is stopped."""

    def __init__(self, database: Database, dashboard_id: UUID, now: datetime) -> None:
        self._database, self._dashboard_id, self._now = database, dashboard_id, now
        self._stop = Event()
        self._windows = count()
        self._thread = Thread(target=self._run)
        self.commit_count = 0

    def __enter__(self) -> "Writer":
        self._thread.start()
        wait_until(lambda: self.commit_count > 2, timeout_s=30, what="a few commits")
        return self

    def __exit__(self, *_details: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            begin_s = START_S + 3600 * next(self._windows)
            begin = datetime.fromtimestamp(begin_s, self._now.tzinfo)
            batch = make_batch(
                [begin + timedelta(seconds=1 + 60 * number) for number in range(CALLS)],
                durations_ms=[1.0 + (number * 37) % 101 for number in range(CALLS)],
                endpoints=[f"page {number % 5}" for number in range(CALLS)],
                ips=[f"10.0.0.{number % 9}" for number in range(CALLS)],
            )
            store_batch(self._database, self._dashboard_id, Window(begin_s, begin_s + 3600), batch)
            self.commit_count += 1


@contextmanager
def opened(data_dir: Path) -> Iterator[Database]:
    path = get_file_path(Settings(data_dir=data_dir))
    database = Database(ZODB.DB(open_file_storage(path)))
    try:
        yield database
    finally:
        database.close()


def read_statistics(database: Database, dashboard_id: UUID, now: datetime) -> dict[str, object]:
    def read(root: Root) -> dict[str, object]:
        stored = measurements.get(root, str(dashboard_id))
        query = {"timeslice": "day", "is_static": True}
        return {
            name: answer(stored, StatisticQuery(statistic=name, **query), now=now).value  # type: ignore[arg-type]
            for name in load_statistics()
        }

    return database.read(read)


def count_calls(database: Database, dashboard_id: UUID) -> int:
    return database.read(lambda root: measurements.get(root, str(dashboard_id)).call_count)


def test_backups_under_load_restore_every_object_and_every_statistic(
    tmp_path: Path, now: datetime
) -> None:
    folder, later = str(tmp_path / "backups"), now + timedelta(days=3650)
    variables = {"PYDASH_DATA_DIR": str(tmp_path / "data")}
    with running_database(tmp_path / "data") as settings:
        load_secret_key(settings)
        database = Database.open(settings)
        dashboard_id = make_dashboard(database, owner_id=uuid4(), now=now)
        with Writer(database, dashboard_id, now) as writer:
            before = writer.commit_count
            full = ask_pydash("db", "backup", folder, settings=variables)["backup"]
            assert writer.commit_count > before  # or there was no load
            more = ask_pydash("db", "backup", folder, settings=variables)["backup"]
            assert writer.commit_count > before + 1
        last = ask_pydash("db", "backup", folder, settings=variables)
        objects = read_objects(database)
        statistics = read_statistics(database, dashboard_id, later)
        stored_count = count_calls(database, dashboard_id)
        database.close()
    assert [full["kind"], more["kind"], last["backup"]["kind"]] == ["full"] + ["incremental"] * 2
    restored = {"PYDASH_DATA_DIR": str(tmp_path / "restored")}
    done = ask_pydash("db", "restore", folder, settings=restored)
    assert done["key"] == "restored"
    with opened(tmp_path / "restored") as copy:
        assert read_objects(copy) == objects
        assert read_statistics(copy, dashboard_id, later) == statistics
    earlier = {"PYDASH_DATA_DIR": str(tmp_path / "earlier")}
    run_pydash("db", "restore", folder, "--until", full["name"], settings=earlier)
    with opened(tmp_path / "earlier") as copy:
        found_count = count_calls(copy, dashboard_id)
        assert 0 < found_count < stored_count
        assert found_count % CALLS == 0
    (tmp_path / "backups" / f"{more['name']}.deltafs").write_bytes(b"cut")
    refused = run_pydash(
        "db",
        "restore",
        folder,
        settings={"PYDASH_DATA_DIR": str(tmp_path / "refused")},
        code=1,
    )
    assert f"--until {full['name']}" in refused.stderr
    assert not (tmp_path / "refused").exists()
