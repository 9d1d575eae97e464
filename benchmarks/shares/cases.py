"""The cases: what a greedy user does, and what another one wants meanwhile."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import TypeVar

from benchmarks.dashboard_page import CHARTED, TOTALS
from tests.remotes.lying_server import serve
from tests.stack.client import Asked, Client

LASTING_S = 15.0
"""So long the greedy one begins again and again."""

MINUTES = 43_000
STATISTICS = (
    *dict.fromkeys((*TOTALS, *CHARTED)),
    "total_execution_time",
    "fastest_measured_execution_time",
    "fastest_quartile_execution_time",
    "slowest_quartile_execution_time",
    "slowest_measured_execution_time",
)
SLOW_ANSWER_S = 7.0
PAUSE_S = 0.1

T = TypeVar("T")
Query = list[tuple[str, object]]


@dataclass(frozen=True)
class People:
    """Who asks whom for what.

    Attributes:
        dashboards: the ids of their dashboards by name.
    """

    greedy: Client
    other: Client
    dashboards: Mapping[str, str]

    def path_of(self, client: Client, what: str) -> str:
        """An address of somebody's dashboard."""
        return f"/api/dashboards/{self.dashboards[client.name]}/{what}"


@dataclass(frozen=True)
class Outcome:
    """What became of a case.

    Attributes:
        of_other: what the other one asked for, and how long that took.
        of_greedy: the same of the greedy one.
    """

    of_other: Sequence[Asked]
    of_greedy: Sequence[Asked]


def logins(people: People) -> Outcome:
    """Forty logins at once with one's own right password; another one logs in, too."""
    return _beside(
        people,
        [people.greedy.log_in] * 40,
        [people.other.log_in, lambda: people.other.get("/api/user")],
    )


def statistics(people: People) -> Outcome:
    """Twelve times twelve statistics by minute, and fifty medians; another one opens a page."""
    end_at = datetime.now(UTC)
    bounds: Query = [
        ("start_date", (end_at - timedelta(minutes=MINUTES)).isoformat()),
        ("end_date", end_at.isoformat()),
    ]
    by_minute: Query = [*bounds, ("timeslice", "minute"), ("timeslice_is_static", "true")]
    many: Query = [("statistic", name) for name in STATISTICS[:12]]
    median: Query = [("statistic", "median_execution_time"), ("accuracy", "exact")]
    greedy = people.path_of(people.greedy, "statistics")
    other = people.path_of(people.other, "statistics")
    days: Query = [*bounds, ("timeslice", "day"), ("timeslice_is_static", "true")]
    return _beside(
        people,
        [lambda: people.greedy.get(greedy, [*many, *by_minute])] * 12
        + [lambda: people.greedy.get(greedy, [*median, *by_minute])] * 50,
        [
            lambda: people.other.get("/api/dashboards"),
            lambda: people.other.get(other, [*days, *(("statistic", name) for name in CHARTED)]),
            lambda: people.other.get(people.path_of(people.other, "endpoint_boxplots"), bounds),
        ],
    )


def slow_remotes(people: People) -> Outcome:
    """Fourteen apps that take seconds to answer; another one tries fourteen that answer at once.

    None of them is one, so that what is answered at best is 400.
    """

    def answer_late(_connection: socket.socket) -> None:
        time.sleep(SLOW_ANSWER_S)

    with serve(answer_late) as slow, serve(lambda _connection: None) as quick:

        def register(client: Client, url: str) -> Asked:
            body: dict[str, object] = {"name": "shop", "url": url, "token": "x" * 32}
            return _as_tried(client.post("/api/dashboards/register", body))

        with ThreadPoolExecutor(14) as pool:
            asked = [pool.submit(register, people.greedy, slow.url) for _ in range(14)]
            time.sleep(1)
            of_other = [register(people.other, quick.url) for _ in range(14)]
            return Outcome(of_other, [future.result() for future in asked])


def exports(people: People) -> Outcome:
    """Sixteen exports that nobody reads on; another one wants five."""
    path = people.path_of(people.greedy, "export")
    taken = [people.greedy.open(path) for _ in range(16)]
    try:
        time.sleep(2)
        wanted = people.path_of(people.other, "export")
        of_other = [people.other.get(wanted) for _ in range(5)]
        return Outcome(of_other, [])
    finally:
        for connection in taken:
            connection.close()


CASES: Mapping[str, Callable[[People], Outcome]] = {
    "40 logins at once": logins,
    "heavy statistics": statistics,
    "slow remotes": slow_remotes,
    "exports nobody reads": exports,
}


def _as_tried(asked: Asked) -> Asked:
    """A refusal counts as an answer: the remote was asked, and nothing runs there."""
    return Asked(200 if asked.status == 400 else asked.status, asked.wait_s)


def _beside(
    people: People, greedy: Sequence[Callable[[], Asked]], other: Sequence[Callable[[], Asked]]
) -> Outcome:
    """Do all that the greedy one does at once, again and again; the other one's in turn."""
    people.other.log_in()
    people.greedy.log_in()
    of_other: list[Asked] = []
    of_greedy: list[Asked] = []
    with _repeating(other, of_other), ThreadPoolExecutor(len(greedy)) as pool:
        end_s = time.monotonic() + LASTING_S
        while time.monotonic() < end_s:
            of_greedy += pool.map(lambda ask: ask(), greedy)
    return Outcome(of_other, of_greedy)


@contextmanager
def _repeating(asks: Sequence[Callable[[], Asked]], found: list[Asked]) -> Iterator[None]:
    is_over = threading.Event()

    def work() -> None:
        for ask in cycle(asks):
            if is_over.wait(PAUSE_S):
                return
            found.append(ask())

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
