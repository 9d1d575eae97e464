"""What the scheduler costs while it has nothing to do: `make bench-fleet`.

Two figures: the reconciliation with 10,000 registered dashboards, through a real database server,
and the share of a core that 100,000 waiting tasks take.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from statistics import median
from uuid import UUID

from periodic_tasks import TaskScheduler
from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard, FetchState
from pydash_app.database import Database, Root
from pydash_app.settings import Settings
from pydash_cli.scheduling.reconciler import Reconciler
from tests.stack.running_database import running_database

DASHBOARDS = 10_000
AT_ONCE = 1_000
CHANGED = 50
LOOKS = 20

TASKS = 100_000
IDLE_S = 20.0

FIRST_ADDRESS = IPv4Address("10.0.0.1")


def main() -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory() as folder, running_database(Path(folder)) as settings:
        database = Database.open(settings)
        for begin in range(0, DASHBOARDS, AT_ONCE):
            database.write(_adding(begin))
        _measure_reconciliation(database, settings)
        database.close()
    _measure_idleness()


def _adding(begin: int) -> Callable[[Root], None]:
    later = datetime.now(UTC) + timedelta(hours=1)

    def add(root: Root) -> None:
        for number in range(begin, begin + AT_ONCE):
            repository.add(root, _make_dashboard(number, later))

    return add


def _make_dashboard(number: int, next_fetch_at: datetime) -> Dashboard:
    return Dashboard(
        owner_id=str(UUID(int=number // 10)),
        name=f"app {number}",
        url=f"http://{FIRST_ADDRESS + number}/dashboard",
        encrypted_token=b"",
        fmd_version="1.13.1",
        endpoint_names=["home"],
        warning_codes=[],
        fetching=FetchState(history_from_s=1, window_s=60, now=next_fetch_at),
        now=next_fetch_at,
    )


def _measure_reconciliation(database: Database, settings: Settings) -> None:
    with _waiting_scheduler() as scheduler:
        reconciler = Reconciler(
            scheduler, database, settings, term=1, now=lambda: datetime.now(UTC)
        )
        _say("reconciling 10,000 dashboards, first, ms", _time_ms(reconciler.reconcile))
        looks_ms = [_time_ms(reconciler.reconcile) for _ in range(LOOKS)]
        _say("… nothing changed, median ms", median(looks_ms))
        _say("… nothing changed, longest ms", max(looks_ms))
        changed_ms = []
        for _ in range(LOOKS):
            database.write(_touch)
            changed_ms.append(_time_ms(reconciler.reconcile))
        _say(f"… {CHANGED} changed, median ms", median(changed_ms))


def _touch(root: Root) -> None:
    """Postpone some fetches, as many as end in a second."""
    for dashboard_id in repository.list_ids(root)[:CHANGED]:
        fetching = repository.get(root, dashboard_id).fetching
        fetching.next_fetch_at += timedelta(milliseconds=1)


def _measure_idleness() -> None:
    with _waiting_scheduler() as scheduler:
        _say("adding 100,000 tasks, ms", _time_ms(lambda: _add_tasks(scheduler)))
        scheduler.start()
        cpu_s, began_s = time.process_time(), time.monotonic()
        time.sleep(IDLE_S)
        share = (time.process_time() - cpu_s) / (time.monotonic() - began_s)
        _say("100,000 idle tasks, per cent of a core", share * 100)
        _say("removing them, ms", _time_ms(lambda: _remove_tasks(scheduler)))
        scheduler.stop()


def _add_tasks(scheduler: TaskScheduler) -> None:
    for number in range(TASKS):
        scheduler.add_periodic_task(number, 7200, os.getpid, start_after_s=3600 + number / 100)


def _remove_tasks(scheduler: TaskScheduler) -> None:
    for number in range(TASKS):
        scheduler.remove_task(number)


@contextmanager
def _waiting_scheduler() -> Iterator[TaskScheduler]:
    with ThreadPoolExecutor(1) as executor:
        yield TaskScheduler(executor)


def _time_ms(work: Callable[[], object]) -> float:
    began_s = time.perf_counter()
    work()
    return (time.perf_counter() - began_s) * 1000


def _say(what: str, value: float) -> None:
    print(f"{what:<45} {value:10.2f}", flush=True)


if __name__ == "__main__":
    main()
