"""The nights in which a host's clock is changed, and releases that note times by it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydash_app.database import Database
from pydash_app.settings import Settings
from tests.compatibility.clock import Clock
from tests.compatibility.finding import Finding
from tests.compatibility.nasty_rows import USUAL
from tests.compatibility.remote_database import Value, as_text
from tests.compatibility.running_release import ZONE, RunningRelease, running_release
from tests.compatibility.watching import Watched, watch

AROUND = timedelta(minutes=100)
STEP = timedelta(minutes=20)
MOMENT = timedelta(seconds=7)
EVERYWHERE_OVER = timedelta(hours=14)


@dataclass(frozen=True)
class Change:
    """A change of the host's clock.

    Attributes:
        at: its instant.
    """

    name: str
    at: datetime

    def instants(self) -> Sequence[datetime]:
        """When to look: every twenty minutes, and seconds before and after it."""
        count = AROUND // STEP
        regular = [self.at + STEP * number for number in range(-count, 2 * count)]
        return sorted([*regular, self.at - MOMENT, self.at + MOMENT])


CHANGES = (
    Change("in the autumn", datetime(2025, 11, 2, 6, 0, tzinfo=UTC)),  # 2:00 becomes 1:00
    Change("in the spring", datetime(2025, 3, 9, 7, 0, tzinfo=UTC)),  # 2:00 becomes 3:00
)


def rows_around(change: Change) -> Iterator[Mapping[str, Value]]:
    """Calls of each minute around it, as the host's clock showed them."""
    at, step = change.at - 2 * AROUND, timedelta(minutes=1)
    while at < change.at + 2 * AROUND:
        shown_at = at.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
        yield {**USUAL, "time": as_text(shown_at), "group_by": f"{at:%H:%M} in UTC"}
        yield {**USUAL, "time": as_text(shown_at)}  # with its twin in the hour that comes twice
        at += step


def live_through(
    change: Change, finding: Finding, folder: Path, database: Database, settings: Settings
) -> None:
    """Serve calls through such a night, and fetch all the time.

    Args:
        change: of the clock.
        finding: is told what is wrong.
        folder: for the remote's database.
        database: PyDash's.
        settings: PyDash's.
    """
    clock = Clock(folder)
    clock.set(change.at - 2 * AROUND)
    path = folder / f"fmd {change.name}.db"
    with running_release(finding.release, path, variables=clock.variables()) as app:
        watched = watch(database, settings, app.url, clock.now)
        for at in change.instants():
            clock.set(at)
            finding.not_noted += _serve(app)
            watched.fetch()
            _compare_until_now(app, watched, finding, f"{change.name}, at {at:%H:%M:%S} in UTC")
        if not watched.read_calls():
            finding.faults.append(f"{change.name}: nothing was fetched before the next day")
        clock.advance(EVERYWHERE_OVER)
        watched.fetch()
        held = app.database.read()
        finding.compare(held, watched.read_calls(), f"{change.name}, a day later")
        finding.compared += len(held)


def _serve(app: RunningRelease) -> int:
    """Let the app serve some requests, and wait for them; how many FMD did not note."""
    before, paths = app.database.count(), ("home", "books", "home")
    for path in paths:
        app.call(path)
    return len(paths) - app.database.await_calls(before, len(paths))


def _compare_until_now(app: RunningRelease, watched: Watched, finding: Finding, when: str) -> None:
    """Compare what PyDash says to have completely by now."""
    until = watched.show().complete_until
    until_us = 0 if until is None else int(until.timestamp()) * 1_000_000
    held = [call for call in app.database.read() if call.called_at_us <= until_us]
    finding.compare(held, watched.read_calls(), when)
