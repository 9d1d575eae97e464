"""What happens to two apps behind one address, and what PyDash has of it in the end."""

import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import ZODB

from pydash_app.database import Database
from pydash_app.settings import Settings
from tests.compatibility.watching import NotFetchedError, Watched, watch
from tests.integration.fmd_export.reading_pages import Call
from tests.pods.stage import Pod, Visitors, balanced
from tests.stack.waiting import wait_until

PATIENCE_S = 120.0
SETTINGS = Settings(fetch_interval=2, min_fetch_interval=1, fetch_spacing=0, settle_lag=1)


@dataclass
class Outcome:
    """What was seen.

    Attributes:
        duration_s: how long there were visitors.
        served_count: how many visits were answered.
        row_count: how many rows the databases held, those of before the emptying too.
        lost, doubled: rows that PyDash has too few or too many times.
        warnings: codes of what the owner was warned of while both answered.
        events: what happened, with its second.
    """

    duration_s: float
    served_count: int = 0
    row_count: int = 0
    lost: int = 0
    doubled: int = 0
    warnings: set[str] = field(default_factory=set)
    events: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """As lines for people."""
        figures = (
            f"visitors for {self.duration_s:.0f} s, visits answered: {self.served_count:,}",
            f"rows compared one by one: {self.row_count:,}",
            f"lost: {self.lost}, doubled: {self.doubled}",
            f"warned of: {', '.join(sorted(self.warnings)) or 'nothing'}",
        )
        return "\n".join((*figures, *self.events))


class History:
    """Two pods, their visitors, and a PyDash that watches them.

    Args:
        folder: for their files.
        duration_s: how long there are visitors.
        pause_s: between two visits.
    """

    def __init__(self, folder: Path, *, duration_s: float, pause_s: float) -> None:
        self._folder = folder
        self._pause_s = pause_s
        self._pods = [Pod(folder / "first.db"), Pod(folder / "second.db")]
        self._emptied: list[Call] = []
        self._outcome = Outcome(duration_s)

    def run(self) -> Outcome:
        """Let it happen, then compare."""
        with ExitStack() as stack:
            for pod in self._pods:
                stack.callback(pod.stop)
                pod.start()
            address = stack.enter_context(balanced(self._folder, [p.port for p in self._pods]))
            database = Database(ZODB.DB(None))
            stack.callback(database.close)
            url = f"{address}/dashboard"
            watched = watch(database, SETTINGS, url, lambda: datetime.now(UTC))
            with Visitors(address, self._pause_s) as visitors:
                self._live(watched, visitors)
                visitors.rest()
            self._outcome.served_count = visitors.served_count
            self._compare(watched)
        return self._outcome

    def _live(self, watched: Watched, visitors: Visitors) -> None:
        began_s = time.monotonic()
        acts = [
            (0.2, lambda: self._restart(0)),
            (0.4, lambda: self._empty(watched, visitors)),
            (0.6, lambda: self._restart(1)),
            (0.8, lambda: self._restart(0)),
        ]
        while (gone_s := time.monotonic() - began_s) < self._outcome.duration_s or acts:
            if acts and gone_s >= acts[0][0] * self._outcome.duration_s:
                acts.pop(0)[1]()
            self._fetch(watched)
            self._outcome.warnings |= {warning.code for warning in watched.show().warnings}
            time.sleep(0.5)
        self._outcome.duration_s = gone_s

    def _fetch(self, watched: Watched) -> None:
        with suppress(NotFetchedError):  # while one of them starts again
            watched.fetch()

    def _restart(self, number: int) -> None:
        self._note(f"app {number + 1} is started again")
        self._pods[number].stop()
        self._pods[number].start()

    def _empty(self, watched: Watched, visitors: Visitors) -> None:
        """Once PyDash has all of it: what it can't have read before is nobody's to keep."""
        visitors.rest()
        self._await_all(watched)
        emptied = self._pods[1]
        self._emptied += emptied.read_calls()
        emptied.query("DELETE FROM Request")
        self._note(f"the database of app 2 is emptied of {len(self._emptied):,} rows")
        visitors.go_on()

    def _await_all(self, watched: Watched) -> None:
        with suppress(TimeoutError, AssertionError):
            wait_until(lambda: self._has_all(watched), timeout_s=PATIENCE_S, what="all is there")

    def _has_all(self, watched: Watched) -> bool:
        self._fetch(watched)
        return len(watched.read_calls()) >= len(self._read_rows())

    def _read_rows(self) -> list[Call]:
        return [*self._emptied, *(call for pod in self._pods for call in pod.read_calls())]

    def _compare(self, watched: Watched) -> None:
        self._await_all(watched)
        rows: Counter[tuple[object, ...]] = Counter(tuple(row) for row in self._read_rows())
        stored = Counter(tuple(call) for call in watched.read_calls())
        self._outcome.row_count = rows.total()
        self._outcome.lost = (rows - stored).total()
        self._outcome.doubled = (stored - rows).total()

    def _note(self, event: str) -> None:
        self._outcome.events.append(f"{datetime.now(UTC):%H:%M:%S} {event}")
