"""How fast a real `pydash scheduler` fetches many dashboards, by its pool or by a Dask cluster.

Each dashboard's remote has an address of its own, so that politeness holds nothing up.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from benchmarks.engine_executors import WORKERS
from benchmarks.fleet import FIRST_ADDRESS, PATIENCE_S, allow_open_files, register_all
from pydash_app.dashboard import repository
from pydash_app.database import Database, Root, reading
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY
from tests.remotes.running_stub import RunningStub
from tests.stack.running_database import lead_to, running_database
from tests.stack.waiting import find_free_port
from tests.unit.periodic_tasks.dask_processes import dask_processes

HISTORY_S = 3 * 3600
CALLS_PER_HOUR = 20
LOOK_EVERY_S = 0.1


def measure_fetches(folder: Path, dashboard_count: int) -> dict[str, float]:
    """The fetches a second of each way, from the first that was done to the last."""
    allow_open_files(dashboard_count + 500)
    stub = RunningStub(
        tuple(str(FIRST_ADDRESS + number) for number in range(dashboard_count)),
        find_free_port(),
        begin_s=int(time.time()) - HISTORY_S,
        calls_per_hour=CALLS_PER_HOUR,
    )
    stub.start()
    try:
        return {
            "own pool": _measure(folder / "pool", stub, is_with_dask=False),
            "Dask": _measure(folder / "dask", stub, is_with_dask=True),
        }
    finally:
        stub.stop()


def _measure(folder: Path, stub: RunningStub, *, is_with_dask: bool) -> float:
    with ExitStack() as running:
        settings = running.enter_context(running_database(folder / "data"))
        database = running.enter_context(closing(Database.open(settings)))
        variables = _variables(settings)
        register_all(database, SECRET_KEY, stub, stub.addresses)
        if is_with_dask:
            cluster = running.enter_context(dask_processes(folder))
            own = {"PYDASH_DATA_DIR": str(folder / "worker")}
            cluster.start_worker(threads=WORKERS, **{**variables, **own})
            variables["PYDASH_EXECUTOR"] = cluster.address.replace("tcp://", "dask://")
        with _scheduler(folder / "scheduler", variables):
            return _watch(database, len(stub.addresses))


def _watch(database: Database, wanted: int) -> float:
    give_up_at_s = time.monotonic() + PATIENCE_S
    while not (first := _count_fetched(database)):
        _wait(give_up_at_s)
    began_s = time.monotonic()
    while (found := _count_fetched(database)) < wanted:
        _wait(give_up_at_s)
    return (found - first) / (time.monotonic() - began_s)


def _wait(give_up_at_s: float) -> None:
    if time.monotonic() > give_up_at_s:
        raise RuntimeError("the scheduler does not get on")
    time.sleep(LOOK_EVERY_S)


@reading
def _count_fetched(root: Root) -> int:
    states = [dashboard.fetching for dashboard in repository.list_all(root)]
    return sum(state.last_fetch_at is not None for state in states)


def _variables(settings: Settings) -> dict[str, str]:
    return {
        **lead_to(settings),
        "PYDASH_SECRET_KEY": SECRET_KEY.decode(),
        "PYDASH_ALLOWED_NETWORKS": "127.0.0.0/8",
        "PYDASH_SCHEDULER_WORKERS": str(WORKERS),
    }


@contextmanager
def _scheduler(data_dir: Path, variables: Mapping[str, str]) -> Iterator[None]:
    data_dir.mkdir()
    others = {name: value for name, value in os.environ.items() if "PYDASH_" not in name}
    with (data_dir / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pydash_cli", "scheduler"],
            env=others | {**variables, "PYDASH_DATA_DIR": str(data_dir)},
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait()
