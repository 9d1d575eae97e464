"""An overview stays small and quick, however much its dashboards hold."""

import time
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
import ZODB
from ZODB.MappingStorage import MappingStorage

from benchmarks.full_dashboards import add_full, make_full
from pydash_app.dashboard import list_of_user
from pydash_app.database import Database
from pydash_app.database.walking import walk
from pydash_app.measurements.store import Measurements
from tests.web.asking import ask, json_of
from tests.web.people import Person

DASHBOARDS = 100
MOST_BYTES = 1_000_000
MOST_S = 1.0
MOST_LOADED_BYTES = 600_000


def same_again(stored: Measurements) -> Measurements:
    """Another one that holds the same objects, so that a hundred are made in a second."""
    again = Measurements()
    again.__dict__.update(stored.__dict__)
    return again


@pytest.mark.parametrize("character", ["x", "\x01", "😀"])
def test_100_dashboards_at_all_limits_are_shown_in_a_megabyte_and_a_second(
    alice: Person, database: Database, now: datetime, character: str
) -> None:
    full = make_full(now, character=character)
    copies = (same_again(full) for _ in range(DASHBOARDS - 1))
    add_full(database, str(alice.user.id), copies, now=now)
    begin_s = time.process_time()
    answer = ask(alice.client, "dashboard.list_all")
    took_s = time.process_time() - begin_s
    assert len(json_of(answer)) == DASHBOARDS
    assert len(answer.data) < MOST_BYTES
    assert took_s < MOST_S
    [*full_ones] = [each for each in json_of(answer) if each["name"].startswith("nnn")]
    assert len(full_ones) == DASHBOARDS - 1
    for shown in full_ones:
        assert shown["endpoints_are_cut"]
        assert shown["endpoint_count"] == 4096
        assert not any(endpoint["enabled"] for endpoint in shown["endpoints"])


class CountingStorage(MappingStorage):
    """Counts the bytes of the objects that are loaded."""

    loaded_bytes = 0

    def loadBefore(self, oid: bytes, tid: bytes) -> Any:  # noqa: N802  the storage's own name
        found = super().loadBefore(oid, tid)
        self.loaded_bytes += len(found[0])
        return found


def test_an_overview_loads_little_of_what_a_dashboard_holds(now: datetime) -> None:
    storage, owner_id = CountingStorage(), uuid4()
    zodb = ZODB.DB(storage)
    database = Database(zodb)
    add_full(database, str(owner_id), iter([make_full(now)]), now=now)
    zodb.cacheMinimize()
    storage.loaded_bytes = 0
    [shown] = list_of_user(database, owner_id, most_endpoint_bytes=4_000, now=now)
    assert len(shown.endpoints) == 3
    assert 0 < storage.loaded_bytes < MOST_LOADED_BYTES
    walk(database)
    assert storage.loaded_bytes > 15_000_000
    database.close()
