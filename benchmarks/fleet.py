"""How PyDash does with very many dashboards: `make bench-fleet DASHBOARDS=1000`.

Each dashboard's remote has an address of loopback of its own, so that politeness, which counts by
host, holds nothing up. PyDash runs as an operator runs it, with two workers that fetch. Meanwhile
a person with a few of the dashboards uses the API, one request after the other.
"""

import argparse
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from ipaddress import IPv4Address, ip_network
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import numpy as np

from pydash_app import dashboard as dashboards
from pydash_app.dashboard import repository
from pydash_app.database import Database, Root, reading
from pydash_app.errors import UnavailableError
from pydash_app.remote import RemoteGateway
from pydash_app.secret_key import load_secret_key
from tests.remotes.running_stub import RunningStub
from tests.stack.running_pydash import Person, RunningPydash, running_pydash
from tests.stack.waiting import find_free_port

FIRST_ADDRESS = IPv4Address("127.100.0.1")
HISTORY_S = 7 * 86_400
CALLS_PER_HOUR = 20
OWN_COUNT = 5
PATIENCE_S = 1800.0
WATCH_STEADILY_S = 60.0

T = TypeVar("T")


def main() -> None:
    """Run, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dashboards", type=int, default=1000)
    count = parser.parse_args().dashboards
    allow_open_files(count + 500)
    stub = RunningStub(
        tuple(str(FIRST_ADDRESS + number) for number in range(count)),
        find_free_port(),
        begin_s=int(time.time()) - HISTORY_S,
        calls_per_hour=CALLS_PER_HOUR,
    )
    stub.start()
    try:
        with running_pydash(Path(tempfile.mkdtemp()), None, SCHEDULER_WORKERS="2") as pydash:
            _measure(pydash, stub)
    finally:
        stub.stop()


def _measure(pydash: RunningPydash, stub: RunningStub) -> None:
    database = Database.open(pydash.settings)
    alice = Person(pydash)
    alice.join()
    started_s = time.monotonic()
    own_ids = [
        alice.add_dashboard(stub.url_of(address), stub.token)
        for address in stub.addresses[:OWN_COUNT]
    ]
    with ApiUser(alice, own_ids) as user:
        register_all(database, load_secret_key(pydash.settings), stub, stub.addresses[OWN_COUNT:])
        _say("registered after", time.monotonic() - started_s)
        _await(database, "first_fetch", started_s)
        _say("p95 of the web meanwhile, ms", user.p95_ms(), f"{user.count} requests")
        _await(database, "whole_history", started_s)
        _say("p95 of the web until then, ms", user.p95_ms(), f"{user.count} requests")
    with ApiUser(alice, own_ids) as user:
        time.sleep(WATCH_STEADILY_S)
        _say("p95 of the web in a steady minute, ms", user.p95_ms(), f"{user.count} requests")
    database.close()


def register_all(
    database: Database, secret_key: bytes, stub: RunningStub, addresses: Sequence[str]
) -> None:
    """Register the dashboards of other people; not through the API, which limits how many."""
    remotes = RemoteGateway([ip_network("127.0.0.0/8")])

    def register(address: str) -> None:
        patiently(
            lambda: dashboards.register(
                database,
                remotes,
                user_id=uuid4(),
                name=address,
                url=stub.url_of(address),
                token=stub.token,
                secret_key=secret_key,
                now=datetime.now(UTC),
            )
        )

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(register, addresses))


def patiently(work: Callable[[], T]) -> T:
    """Do something that may be repeated, again while the database is too busy for it."""
    give_up_at = time.monotonic() + PATIENCE_S
    while True:
        try:
            return work()
        except UnavailableError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(1)


def _await(database: Database, milestone: str, started_s: float) -> None:
    """Wait until every dashboard is so far, and print when that was."""
    give_up_at = time.monotonic() + PATIENCE_S
    while (progress := _count(database))[milestone] < progress["all"]:
        if time.monotonic() > give_up_at:
            raise RuntimeError(f"{milestone}: only {progress}")
        time.sleep(1)
    _say(
        f"{milestone} of all after", time.monotonic() - started_s, f"{progress['all']} dashboards"
    )


@reading
def _count(root: Root) -> dict[str, int]:
    states = [dashboard.fetching for dashboard in repository.list_all(root)]
    return {
        "all": len(states),
        "first_fetch": sum(state.last_fetch_at is not None for state in states),
        "whole_history": sum(state.is_caught_up for state in states),
        "failing": sum(state.error_code is not None for state in states),
    }


class ApiUser:
    """Somebody who uses the API all the time while the block lasts."""

    def __init__(self, person: Person, dashboard_ids: Sequence[str]) -> None:
        self._person = person
        self._dashboard_ids = dashboard_ids
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._use)
        self._times_ms: list[float] = []

    def __enter__(self) -> "ApiUser":
        self._thread.start()
        return self

    def __exit__(self, *_exc_info: object) -> None:
        self._is_over.set()
        self._thread.join()

    @property
    def count(self) -> int:
        """How many requests were made."""
        return len(self._times_ms)

    def p95_ms(self) -> float:
        """The time that 95 of 100 requests did not take longer than."""
        return float(np.percentile(self._times_ms, 95))

    def _use(self) -> None:
        for path, query in self._requests():
            if self._is_over.wait(0.05):
                return
            began_s = time.monotonic()
            answer = self._person.get(path, **query)
            self._times_ms.append((time.monotonic() - began_s) * 1000)
            answer.raise_for_status()

    def _requests(self) -> Iterator[tuple[str, dict[str, str]]]:
        by_day = {"timeslice": "day", "timeslice_is_static": "true"}
        while True:
            yield "dashboards", {}
            for dashboard_id in self._dashboard_ids:
                yield f"dashboards/{dashboard_id}", {}
                for statistic in ("total_visits", "median_execution_time", "unique_visitors"):
                    path = f"dashboards/{dashboard_id}/statistic"
                    yield path, {"statistic": statistic} | by_day


def allow_open_files(count: int) -> None:
    """Let this process and those that it starts have so many files open, if the system does."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


def _say(what: str, value: float, addition: str = "") -> None:
    print(f"{what:<45} {value:10.1f}  {addition}", flush=True)


if __name__ == "__main__":
    main()
