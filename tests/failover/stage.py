"""Sets the stage: a database server, two schedulers, and remotes whose every call is known."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from uuid import uuid4

from pydash_app import dashboard as dashboards
from pydash_app.database import Database
from pydash_app.remote import RemoteGateway
from tests.chaos.checker import Checker
from tests.chaos.remotes import StubHost, WatchedRemote
from tests.factories import SECRET_KEY
from tests.failover.rounds import Rounds
from tests.failover.schedulers import SchedulerProcess
from tests.stack.running_database import lead_to, running_database
from tests.unit.periodic_tasks.dask_processes import dask_processes

REMOTE_COUNT = 4
HISTORY_S = 2 * 3600


@contextmanager
def stage(folder: Path, *, is_with_dask: bool = False) -> Iterator[Rounds]:
    """Start everything, and stop it at the end.

    Args:
        folder: for data and logs.
        is_with_dask: whether a Dask cluster of one worker does the tasks.
    """
    with ExitStack() as running:
        found = running.enter_context(running_database(folder / "data"))
        database = Database.open(found)
        running.callback(database.close)
        host = StubHost(7, REMOTE_COUNT, folder, history_s=HISTORY_S)
        host.start()
        running.callback(host.kill)
        checker = Checker(database, _register(database, host))
        environment = _environment(lead_to(found))
        if is_with_dask:
            cluster = running.enter_context(dask_processes(folder))
            own = {"PYDASH_DATA_DIR": str(folder / "worker")}
            cluster.start_worker(threads=2, **{**environment, **own})
            environment["PYDASH_EXECUTOR"] = cluster.address.replace("tcp://", "dask://")
        schedulers = [
            SchedulerProcess(name, folder / name, environment) for name in ("first", "second")
        ]
        for scheduler in schedulers:
            scheduler.start()
            running.callback(scheduler.stop)
        yield Rounds(schedulers, database, checker)


def _environment(database: Mapping[str, str]) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if "PYDASH_" not in name}
    chosen = {
        "SECRET_KEY": SECRET_KEY.decode(),
        "ALLOWED_NETWORKS": "127.0.0.0/8",
        "FETCH_INTERVAL": "1",
        "MIN_FETCH_INTERVAL": "0",
        "FETCH_SPACING": "0.1",
        "SETTLE_LAG": "3",
    }
    return others | {f"PYDASH_{name}": value for name, value in chosen.items()} | {**database}


def _register(database: Database, host: StubHost) -> dict[str, WatchedRemote]:
    remotes = RemoteGateway([ip_network("127.0.0.0/8")])
    watched = {}
    for remote in host.remotes:
        dashboard_id = dashboards.register(
            database,
            remotes,
            user_id=uuid4(),
            name=remote.name,
            url=remote.url,
            token=remote.token,
            secret_key=SECRET_KEY,
            now=datetime.now(UTC),
        )
        watched[str(dashboard_id)] = remote
    return watched
