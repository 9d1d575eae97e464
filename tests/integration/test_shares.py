"""On a running PyDash nobody takes everybody's share: judged by who gets through, not by how fast.

A greedy user and another one, each at an address of their own.
"""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from pydash_app.database import Database, Root
from pydash_app.measurements.window import Window
from pydash_app.statistics.registry import load_statistics
from pydash_app.user import repository as users
from tests.factories import make_batch, make_dashboard, make_user, store_batch
from tests.remotes.lying_server import serve
from tests.stack.client import Asked, Client
from tests.stack.running_pydash import RunningPydash, children_of, running_pydash
from tests.stack.waiting import wait_until

pytestmark = pytest.mark.processes

GREEDY, OTHER = "alice", "bob"
ADDRESS_OF = {GREEDY: "127.0.0.1", OTHER: "127.0.0.2"}
MINUTES = 40_000
CALLS = 160_000
"""As a file, some 14 MB: more than the buffers between a server and its client hold."""
OK, BAD, TOO_MANY, UNAVAILABLE = 200, 400, 429, 503
CONNECTIONS_OF_BROWSER = 6
PATIENCE_S = 120
MOST_MIB_OF_HASHES = 256
"""Two hashes of 64 MiB, and as much again for everything else."""

Ask = Callable[[], Asked]


@pytest.fixture(scope="module")
def pydash(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPydash]:
    """With as many processes and threads as an operator gets."""
    folder: Path = tmp_path_factory.mktemp("pydash")
    with running_pydash(folder, None, WEB_WORKERS="2", LIMIT_REQUESTS="0") as pydash:
        yield pydash


@pytest.fixture(scope="module")
def dashboards(pydash: RunningPydash) -> dict[str, UUID]:
    """One each, with calls of the last month; nobody fetches them, for they are never due."""
    now = datetime.now(UTC)
    database = Database.open(pydash.settings)
    made = {name: _make_dashboard(database, name, now) for name in (GREEDY, OTHER)}
    database.close()
    return made


def _make_dashboard(database: Database, name: str, now: datetime) -> UUID:
    make_user(database, name=name, is_verified=True, now=now)
    user_id = database.read(lambda root: UUID(_id_of(root, name)))
    dashboard_id = make_dashboard(database, owner_id=user_id, now=now + timedelta(days=1))
    times = [now - timedelta(minutes=number) for number in range(1, CALLS + 1)]
    batch = make_batch(times, durations_ms=[float(number % 977) for number in range(CALLS)])
    store_batch(database, dashboard_id, Window(0, int(now.timestamp())), batch)
    return dashboard_id


def _id_of(root: Root, name: str) -> str:
    user = users.find_by_name(root, name)
    assert user is not None
    return user.id


@pytest.fixture
def greedy(pydash: RunningPydash, dashboards: dict[str, UUID]) -> Client:
    return _enter(pydash, GREEDY, dashboards)


@pytest.fixture
def other(pydash: RunningPydash, dashboards: dict[str, UUID]) -> Client:
    return _enter(pydash, OTHER, dashboards)


def _enter(pydash: RunningPydash, name: str, dashboards: dict[str, UUID]) -> Client:
    assert name in dashboards
    client = Client(urlsplit(pydash.base_url).port or 0, ADDRESS_OF[name], name)
    assert client.log_in().status == OK
    return client


def ask_at_once(asks: Sequence[Ask]) -> list[int]:
    """The statuses of all."""
    with ThreadPoolExecutor(len(asks)) as threads:
        return [asked.status for asked in threads.map(lambda ask: ask(), asks)]


def peaks_mib(pydash: RunningPydash) -> dict[int, float]:
    """The most memory that each web process has held so far."""
    web = pydash.leader_pid("web")
    assert web is not None
    found = {}
    for pid in children_of(web):
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
        (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM"))
        found[pid] = int(peak) / 1024
    return found


def test_forty_logins_at_once_keep_nobody_out_and_take_little_memory(
    pydash: RunningPydash, greedy: Client, other: Client
) -> None:
    before = peaks_mib(pydash)
    with ThreadPoolExecutor(1) as beside:
        flood = beside.submit(ask_at_once, [greedy.log_in] * 40)
        of_other = [other.log_in().status for _ in range(5)]
        statuses = flood.result()
    grown = {pid: peak - before[pid] for pid, peak in peaks_mib(pydash).items()}
    assert max(grown.values()) < MOST_MIB_OF_HASHES, grown
    assert of_other == [OK] * 5
    assert OK in statuses
    # 503 where their patience ends just while somebody else's password is being checked.
    assert set(statuses) <= {OK, TOO_MANY, UNAVAILABLE}


def by_minute(client: Client, dashboard_id: UUID, count: int) -> Ask:
    end_at = datetime.now(UTC)
    names = [name for name in load_statistics() if name != "visits_per_ip"][:count]
    query: list[tuple[str, object]] = [
        ("timeslice", "minute"),
        ("timeslice_is_static", "true"),
        ("start_date", (end_at - timedelta(minutes=MINUTES)).isoformat()),
        ("end_date", end_at.isoformat()),
        ("accuracy", "exact"),
        *(("statistic", name) for name in names),
    ]
    return partial(client.get, f"/api/dashboards/{dashboard_id}/statistics", query)


def test_heavy_statistics_are_not_answered_before_somebody_elses_small_ones(
    greedy: Client, other: Client, dashboards: dict[str, UUID]
) -> None:
    heavy = by_minute(greedy, dashboards[GREEDY], 12)
    small = f"/api/dashboards/{dashboards[OTHER]}/statistics?statistic=total_visits"
    with ThreadPoolExecutor(60) as threads:
        flood = [threads.submit(heavy) for _ in range(60)]
        next(as_completed(flood))
        small_ones = [other.get(small).status for _ in range(3)]
        served_before = [asked for asked in flood if asked.done() and asked.result().status == OK]
        statuses = {asked.result().status for asked in flood}
    assert small_ones == [OK] * 3
    assert len(served_before) < len(flood) // 2
    assert OK in statuses
    assert statuses <= {OK, TOO_MANY, UNAVAILABLE}


def test_slow_remotes_of_one_refuse_no_registration_of_another(
    greedy: Client, other: Client
) -> None:
    is_over = threading.Event()

    def answer_late(_connection: socket.socket) -> None:
        is_over.wait(PATIENCE_S)

    def register(client: Client, url: str) -> Ask:
        body: dict[str, object] = {"name": "shop", "url": url, "token": "x" * 32}
        return partial(client.post, "/api/dashboards/register", body)

    with (
        serve(answer_late) as slow,
        serve(lambda _connection: None) as quick,
        ThreadPoolExecutor(1) as beside,
    ):
        flood = beside.submit(ask_at_once, [register(greedy, slow.url)] * 14)
        wait_until(lambda: len(slow.requests) >= 4, timeout_s=PATIENCE_S, what="some are asked")
        of_other = ask_at_once([register(other, quick.url)] * 14)
        is_over.set()
        flood.result()
    assert of_other == [BAD] * 14  # asked, and no Flask-MonitoringDashboard


def test_exports_that_nobody_reads_refuse_none_of_another(
    greedy: Client, other: Client, dashboards: dict[str, UUID]
) -> None:
    taken: list[HTTPConnection] = []
    try:
        taken += [greedy.open(f"/api/dashboards/{dashboards[GREEDY]}/export") for _ in range(16)]
        export = f"/api/dashboards/{dashboards[OTHER]}/export"
        assert [other.get(export).status for _ in range(5)] == [OK] * 5
    finally:
        for connection in taken:
            connection.close()


def page_of(client: Client, dashboard_id: UUID) -> Sequence[Ask]:
    """What the page of a dashboard asks for, and as much again when it is scrolled down."""
    dashboard = f"/api/dashboards/{dashboard_id}"
    since = (datetime.now(UTC) - timedelta(days=28)).isoformat()
    bounds = {"start_date": since, "timezone": "Europe/Amsterdam"}
    days = {**bounds, "timeslice": "day", "timeslice_is_static": "true"}
    names = [("statistic", name) for name in load_statistics() if name != "visits_per_ip"]
    return [
        partial(client.get, path, [*query.items(), *statistics])
        for path, query, statistics in (
            ("/api/user", {}, []),
            (dashboard, {}, []),
            (f"{dashboard}/statistics", bounds, names),
            (f"{dashboard}/statistics", days, names),
            (f"{dashboard}/endpoint_boxplots", {**bounds, "include_distribution": "true"}, []),
            (f"{dashboard}/visitor_heatmap", bounds, []),
            (f"{dashboard}/unique_visitor_heatmap", bounds, []),
            (f"{dashboard}/execution_times_per_version", bounds, []),
            (f"{dashboard}/downtime", bounds, []),
            ("/api/dashboards", {}, []),
        )
    ] * 2


def test_a_page_is_never_refused(other: Client, dashboards: dict[str, UUID]) -> None:
    page = page_of(other, dashboards[OTHER])
    with ThreadPoolExecutor(CONNECTIONS_OF_BROWSER) as browser:
        assert {asked.status for asked in browser.map(lambda ask: ask(), [*page, *page])} == {OK}
    assert set(ask_at_once(page)) == {OK}  # through a proxy that speaks HTTP/2


def test_two_people_with_a_page_each_refuse_each_other_nothing(
    other: Client, greedy: Client, dashboards: dict[str, UUID]
) -> None:
    pages = [*page_of(other, dashboards[OTHER]), *page_of(greedy, dashboards[GREEDY])]
    assert set(ask_at_once(pages)) == {OK}
