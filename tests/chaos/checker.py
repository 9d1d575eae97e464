"""Compares what PyDash has stored with what the remotes hold, call by call."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydash_app.dashboard import repository
from pydash_app.database import Database, Root, reading
from pydash_app.errors import UnavailableError
from pydash_app.measurements import repository as measurements
from tests.chaos.remotes import WatchedRemote
from tests.stack.stored_calls import StoredRow, read_rows

MOST_SHOWN = 5
PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a dashboard is.

    Attributes:
        complete_until_s: seconds since 1970; 0 before the first fetch.
        gap_count: stretches of time left out; always 0, unless PyDash errs.
    """

    complete_until_s: int
    gap_count: int
    error: str | None


@dataclass
class Findings:
    """What was wrong, and how much was looked at."""

    checked: int = 0
    lost: int = 0
    doubled: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        """Take another check's findings over."""
        self.checked += other.checked
        self.lost += other.lost
        self.doubled += other.doubled
        self.examples += other.examples


class Checker:
    """Knows the truth about each dashboard.

    Args:
        database: PyDash's own.
        watched: by the id of the dashboard.
    """

    def __init__(self, database: Database, watched: Mapping[str, WatchedRemote]) -> None:
        self._database = database
        self._watched = watched
        self._checked_until_s = dict.fromkeys(watched, 0)

    def progress(self) -> dict[str, Progress]:
        """How far each dashboard is; waits for a database that is away."""
        give_up_at = time.monotonic() + PATIENCE_S
        while True:
            try:
                return _read_progress(self._database, tuple(self._watched))
            except UnavailableError:
                if time.monotonic() > give_up_at:
                    raise

    def check_new(self) -> Findings:
        """Compare what was fetched since the last check."""
        found = Findings()
        for dashboard_id, progress in self.progress().items():
            after_s = self._checked_until_s[dashboard_id]
            found.add(self._compare(dashboard_id, after_s, progress.complete_until_s))
            self._checked_until_s[dashboard_id] = progress.complete_until_s
        return found

    def check_all(self) -> Findings:
        """Compare everything from the beginning."""
        self._checked_until_s = dict.fromkeys(self._watched, 0)
        return self.check_new()

    def _compare(self, dashboard_id: str, after_s: int, until_s: int) -> Findings:
        bounds = (after_s * 1_000_000, until_s * 1_000_000)
        remote = self._watched[dashboard_id]
        stored = Counter(_read_stored(self._database, dashboard_id, *bounds))
        held = Counter(remote.rows_between(*bounds))
        lost, doubled = held - stored, stored - held
        examples = [f"{remote.name} lost {row}" for row in list(lost)[:MOST_SHOWN]]
        examples += [f"{remote.name} doubled {row}" for row in list(doubled)[:MOST_SHOWN]]
        return Findings(held.total(), lost.total(), doubled.total(), examples)


@reading
def _read_progress(root: Root, dashboard_ids: tuple[str, ...]) -> dict[str, Progress]:
    found = {}
    for dashboard_id in dashboard_ids:
        coverage = measurements.get(root, dashboard_id).coverage()
        dashboard = repository.find(root, dashboard_id)
        found[dashboard_id] = Progress(
            complete_until_s=coverage.complete_until_s or 0,
            gap_count=len(coverage.gaps),
            error=None if dashboard is None else dashboard.fetching.error_message,
        )
    return found


@reading
def _read_stored(root: Root, dashboard_id: str, after_us: int, until_us: int) -> list[StoredRow]:
    return read_rows(root, dashboard_id, after_us, until_us)
