"""An owner deletes a dashboard, or gives it another address, in the middle of its backfill."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeVar

import pytest

from pydash_app.database import Database, Root
from tests.remotes.running_stub import RunningStub
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person, RunningPydash
from tests.stack.stored_calls import read_rows
from tests.stack.waiting import find_free_port, wait_until

pytestmark = pytest.mark.processes

SETTINGS = {
    "FETCH_INTERVAL": "1",
    "MIN_FETCH_INTERVAL": "0",
    "FETCH_SPACING": "0.3",
    "SETTLE_LAG": "2",
}
AFTERMATH_S = 3.0
A_MONTH_S = 30 * 86_400
HOST = "127.5.0.1"
EVER_US = 2**60
ROOMS = ("dashboards", "measurements", "probe_logs")


StartStub = Callable[[], RunningStub]
T = TypeVar("T")


@pytest.fixture
def start_stub() -> Iterator[StartStub]:
    """Starts the same remote on another port each time: its many calls take many windows."""
    begin_s = int(time.time()) - A_MONTH_S
    with ExitStack() as running:

        def start() -> RunningStub:
            stub = RunningStub((HOST,), find_free_port(), begin_s=begin_s, calls_per_hour=400)
            stub.start()
            running.callback(stub.stop)
            return stub

        yield start


def watch(alice: Person, stub: RunningStub) -> str:
    """Register it, and wait until a part of its history is there, and not all."""
    dashboard_id = alice.add_dashboard(stub.url_of(HOST), stub.token)
    wait_until(
        lambda: alice.get_dashboard(dashboard_id)["fetch_progress_ratio"] > 0.1,
        timeout_s=60,
        what="some of the history is fetched",
    )
    assert alice.get_dashboard(dashboard_id)["state"] == "backfilling"
    return dashboard_id


def read(pydash: RunningPydash, work: Callable[[Root], T]) -> T:
    """What `work` finds in the database of a running PyDash."""
    database = Database.open(pydash.settings)
    try:
        return database.read(work)
    finally:
        database.close()


def count_rooms(root: Root) -> dict[str, int]:
    """How many entries there are in each room that has to do with dashboards."""
    owned = sum(len(ids) for ids in root["dashboard_ids_by_owner"].values())
    return {"owned": owned} | {name: len(root[name]) for name in ROOMS}


def test_deleting_a_dashboard_ends_its_backfill_and_leaves_nothing(
    start_pydash: StartPydash, start_stub: StartStub
) -> None:
    stub, pydash = start_stub(), start_pydash(**SETTINGS)
    alice = Person(pydash)
    alice.join()
    dashboard_id = watch(alice, stub)
    assert alice.post(f"dashboards/{dashboard_id}/delete").status_code == 200
    assert alice.get(f"dashboards/{dashboard_id}").status_code == 404
    time.sleep(AFTERMATH_S)  # what was under way comes to its end, and nothing may follow
    assert set(read(pydash, count_rooms).values()) == {0}
    assert "Traceback" not in pydash.log_path.read_text("utf-8")
    stub.stop()
    time.sleep(AFTERMATH_S)
    assert f"{dashboard_id}: unreachable" not in pydash.log_path.read_text("utf-8")


def test_a_dashboard_whose_app_moves_goes_on_where_it_was(
    start_pydash: StartPydash, start_stub: StartStub
) -> None:
    stub, pydash = start_stub(), start_pydash(**SETTINGS)
    alice = Person(pydash)
    alice.join()
    dashboard_id = watch(alice, stub)
    moved = start_stub()
    stub.stop()
    complete_until = alice.get_dashboard(dashboard_id)["complete_until"]
    assert complete_until is not None
    answer = alice.post(f"dashboards/{dashboard_id}/change_settings", url=moved.url_of(HOST))
    assert answer.status_code == 200, answer.text
    assert alice.get_dashboard(dashboard_id)["complete_until"] >= complete_until
    wait_until(
        lambda: alice.get_dashboard(dashboard_id)["state"] == "up_to_date",
        timeout_s=60,
        what="the rest is fetched from the new address",
    )
    stored = read(pydash, lambda root: read_rows(root, dashboard_id, 0, EVER_US))
    until_us = stored[-1].called_at_us
    held = moved.history_of(HOST).calls_between(0, until_us)
    assert Counter(stored) == Counter(call.as_stored() for call in held)
    assert alice.get_dashboard(dashboard_id)["gaps"] == []
