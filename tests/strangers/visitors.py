"""Those whom PyDash is for: each second one asks for health, logs in, and opens a dashboard."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

import requests

from tests.stack.running_pydash import PASSWORD, Person

EACH_S = 1.0
TIMEOUT_S = 30
QUERY = "timeslice=day&timeslice_is_static=true"
STATISTICS = ("total_visits", "average_execution_time")

Ask = tuple[str, str, dict[str, str] | None]


@dataclass(frozen=True)
class Asked:
    """One request.

    Attributes:
        what: which kind of request.
        took_ms: until the whole answer was there.
        failure: empty when it was answered with 200.
    """

    what: str
    took_ms: float
    failure: str


@dataclass
class Visitors:
    """Ask on and on, from a thread of their own.

    Attributes:
        asked: what they have asked.
    """

    person: Person
    dashboard_id: UUID
    asked: list[Asked] = field(default_factory=list)
    _is_over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Ask until told to stop."""
        while not self._is_over.is_set():
            due_at = time.monotonic() + EACH_S
            self.ask_once()
            self._is_over.wait(max(0.0, due_at - time.monotonic()))

    def stop(self) -> None:
        """Ask nothing more."""
        self._is_over.set()

    def ask_once(self) -> None:
        """One round."""
        base = f"{self.person.pydash.base_url}/api"
        dashboard = f"{base}/dashboards/{self.dashboard_id}"
        login = {"name": self.person.name, "password": PASSWORD}
        with requests.Session() as visitor:
            visitor.trust_env = False
            self._ask(visitor, "health", f"{base}/health")
            self._ask(visitor, "login", f"{base}/login", login)
            for path in ("", *(f"/statistic?{QUERY}&statistic={name}" for name in STATISTICS)):
                self._ask(visitor, "dashboard", f"{dashboard}{path}")

    def _ask(
        self, http: requests.Session, what: str, url: str, body: dict[str, str] | None = None
    ) -> None:
        started_s = time.perf_counter()
        try:
            answer = http.request(
                "GET" if body is None else "POST", url, json=body, timeout=TIMEOUT_S
            )
            failure = "" if answer.ok else f"{answer.status_code}: {answer.text[:500]}"
        except requests.RequestException as error:
            failure = repr(error)
        self.asked.append(Asked(what, (time.perf_counter() - started_s) * 1000, failure))


@contextmanager
def visiting(person: Person, dashboard_id: UUID) -> Iterator[Visitors]:
    """Let them ask as long as the block lasts."""
    visitors = Visitors(person, dashboard_id)
    thread = threading.Thread(target=visitors.run)
    thread.start()
    try:
        yield visitors
    finally:
        visitors.stop()
        thread.join()
