"""Takes PyDash's times: warm, right after a restart, and for all of a page."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from benchmarks.dashboard_page import CONNECTIONS, ask_at_once, ask_in_turn, list_requests
from benchmarks.in_pydash import InPydash
from benchmarks.pydash_stack import PydashStack
from benchmarks.table import Measured
from benchmarks.timing import Timing, time_once
from benchmarks.visitor import Visitor
from tests.factories import PASSWORD

REPEATS = 15
RESTARTS = 5


@dataclass(frozen=True)
class Page:
    """All requests of a dashboard's page.

    Attributes:
        in_turn: on one connection.
        at_once: as a browser asks.
        first: as a browser asks, right after a restart.
    """

    in_turn: Timing
    at_once: Timing
    first: Timing


@dataclass(frozen=True)
class Session:
    """Somebody's dashboard, and how to open more connections to it."""

    stack: PydashStack
    dashboard_id: UUID
    cookie: str

    @classmethod
    def log_in(cls, stack: PydashStack, dashboard_id: UUID, user_name: str) -> "Session":
        """Log in to the web server that runs now; the session outlives its restarts."""
        with closing(Visitor(stack.settings.port)) as visitor:
            visitor.post_json("/api/login", {"name": user_name, "password": PASSWORD})
            return cls(stack, dashboard_id, visitor.headers["Cookie"])

    def visit(self) -> Visitor:
        """A connection of its own."""
        return Visitor(self.stack.settings.port, {"Cookie": self.cookie})

    def pydash(self) -> InPydash:
        """The contestant, on a connection of its own."""
        return InPydash(self.visit(), self.dashboard_id)


def time_warm(rows: Sequence[Measured], pydash: InPydash) -> None:
    """Ask all questions in turn, again and again, so that none keeps the caches to itself."""
    times_ms: dict[int, list[float]] = {place: [] for place in range(len(rows))}
    for number in range(REPEATS + 1):
        for place, row in enumerate(rows):
            ask = row.question.vary(number)
            times_ms[place].append(time_once(lambda ask=ask: pydash.run(ask)))  # type: ignore[misc]
    for place, row in enumerate(rows):
        row.warm = Timing(tuple(times_ms[place][1:]))


def time_first(rows: Sequence[Measured], session: Session) -> None:
    """Ask each question first after a restart."""
    for row in rows:
        vary = row.question.vary
        row.cold = _time_after_restart(
            session.stack,
            lambda number, vary=vary: session.pydash().run(vary(number)),  # type: ignore[misc]
        )


def time_page(session: Session, end_at: datetime) -> Page:
    """Time all that the page of a dashboard asks for."""

    def requests(number: int) -> list[tuple[str, dict[str, object]]]:
        listed = list_requests(session.dashboard_id, number, end_at)
        return [(path, dict(query)) for path, query in listed]

    def open_at_once(number: int) -> None:
        ask_at_once([session.visit() for _ in range(CONNECTIONS)], requests(number))

    first = _time_after_restart(session.stack, open_at_once)
    visitor = session.visit()
    open_at_once(REPEATS)
    in_turn = [
        time_once(lambda number=number: ask_in_turn(visitor, requests(number)))  # type: ignore[misc]
        for number in range(REPEATS)
    ]
    at_once = [
        time_once(lambda number=number: open_at_once(number))  # type: ignore[misc]
        for number in range(REPEATS)
    ]
    return Page(Timing(tuple(in_turn)), Timing(tuple(at_once)), first)


def _time_after_restart(stack: PydashStack, ask: Callable[[int], object]) -> Timing:
    times_ms = []
    for number in range(RESTARTS):
        stack.restart_web()
        times_ms.append(time_once(lambda number=number: ask(number)))  # type: ignore[misc]
    return Timing(tuple(times_ms))
