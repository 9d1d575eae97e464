"""Tries PyDash with one release: everything that it holds is fetched, and compared row by row."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydash_app.database import Database
from pydash_app.errors import PydashError
from pydash_app.remote import Wire
from pydash_app.settings import Settings
from tests.compatibility.abilities import find_abilities
from tests.compatibility.clock import Clock
from tests.compatibility.clock_changes import CHANGES, live_through, rows_around
from tests.compatibility.finding import Finding
from tests.compatibility.nasty_rows import USUAL, make_rows
from tests.compatibility.releases import Release
from tests.compatibility.remote_database import Call, as_text
from tests.compatibility.running_release import (
    ZONE,
    RunningRelease,
    SetUpError,
    running_release,
)
from tests.compatibility.watching import NotFetchedError, Watched, watch
from tests.stack.running_database import running_database

SEEDED = 2000
SETTLE_LAG_S = 1.0
PATIENCE_S = 60.0
LONGEST_DELAY = timedelta(hours=14)
"""After so long every host's clock, wherever it may be, has shown an instant for the last time."""

DEAF_FOR_S = 5.0
"""So long is waited for calls that are not to come; those that come take a tenth of it."""

FAILING_PATHS = ("broken", "abort")
PATHS = ("home", "books?user=zo%C3%AB", "slow?user=None", "answer/404", "answer/500", "answer/204")


def examine(release: Release, folder: Path) -> Finding:
    """Try a release whose environment is built.

    Args:
        release: which one.
        folder: an empty one.
    """
    finding = Finding(release)
    try:
        with running_database(folder / "data") as base:
            settings = base.model_copy(update={"settle_lag": SETTLE_LAG_S, "fetch_spacing": 0.0})
            with closing(Database.open(settings)) as database:
                _Examination(finding, folder, database, settings).run()
    except (SetUpError, NotFetchedError, PydashError, LookupError, AssertionError) as error:
        finding.faults.append(str(error))
    return finding


OF_NASTY_ROWS = ("rows_left_out", "values_left_out")
"""What an owner rightly reads of rows without a time or an endpoint, whatever the release."""


class _Examination:
    """One release's turn, with a database of PyDash for it alone."""

    def __init__(
        self, finding: Finding, folder: Path, database: Database, settings: Settings
    ) -> None:
        self._finding = finding
        self._release = finding.release
        self._folder = folder
        self._database = database
        self._settings = settings
        self._clock = Clock(folder)
        self._is_local = self._release.wire.is_local_time
        self._variables = self._clock.variables() if self._is_local else {}
        self._noted: list[int] = []

    def run(self) -> None:
        """Fetch what was there before, then what came meanwhile, then on from where it ended."""
        with self._running() as app:
            rows = make_rows(self._remote_now(), SEEDED, has_timeless=self._release.has_export)
            app.database.add(rows)
            for change in CHANGES:
                app.database.add(rows_around(change))
            self._drive(app)
            served_at = self._clock.now()
            watched = watch(self._database, self._settings, app.url, self._clock.now)
            self._fetch_and_compare(app, watched, "at first")
            self._check_what_is_shown(app, watched, served_at)
            self._add_recent(app)
            self._drive(app)
            self._fetch_and_compare(app, watched, "after more of it")
            port = app.port
        if self._release.needs_utc:
            self._serve_in_vain(port, watched)
        with self._running(port, timezone="UTC" if self._release.needs_utc else "") as app:
            self._drive(app)
            held = self._fetch_and_compare(app, watched, "after the app was started anew")
            self._finding.compared += len(held)
        self._count_what_was_not_noted()
        if self._is_local:
            for change in CHANGES:
                live_through(change, self._finding, self._folder, self._database, self._settings)

    def _running(
        self, port: int = 0, timezone: str = ""
    ) -> AbstractContextManager[RunningRelease]:
        path, variables = self._folder / "fmd.db", self._variables
        return running_release(
            self._release, path, variables=variables, port=port, timezone=timezone
        )

    def _serve_in_vain(self, port: int, watched: Watched) -> None:
        """See that a release notes nothing where PyDash says that it does not."""
        with self._running(port) as app:
            before = app.database.count()
            self._serve(app)
            time.sleep(DEAF_FOR_S)
            if app.database.count() > before:
                self._finding.faults.append("it measures in another zone than UTC, after all")
            self._fetch_and_compare(app, watched, "after a start in another zone than UTC")

    def _remote_now(self) -> datetime:
        """What the remote would note as the time of a call of now."""
        zone = ZoneInfo(ZONE) if self._is_local else UTC
        return self._clock.now().astimezone(zone).replace(tzinfo=None)

    def _add_recent(self, app: RunningRelease) -> None:
        """Many calls of the present second, which is not to be fetched by halves."""
        at = self._remote_now()
        app.database.add(
            {**USUAL, "time": as_text(at), "group_by": f"user {number}"} for number in range(200)
        )

    def _drive(self, app: RunningRelease) -> None:
        """Let the app serve requests, and wait until all of them are in its database.

        A call that raises is measured by some releases only.
        """
        before = app.database.count()
        self._serve(app)
        self._noted.append(app.database.await_calls(before, len(PATHS) * 5))

    def _serve(self, app: RunningRelease) -> None:
        for path in (*FAILING_PATHS, *PATHS * 5):
            app.call(path)

    def _count_what_was_not_noted(self) -> None:
        found = self._finding.abilities
        has_failing = found is not None and found.failing_views == "measured"
        served = len(PATHS) * 5 + (len(FAILING_PATHS) if has_failing else 0)
        self._finding.not_noted += sum(served - noted for noted in self._noted)

    def _fetch_and_compare(
        self, app: RunningRelease, watched: Watched, when: str
    ) -> Sequence[Call]:
        if self._is_local:
            self._clock.advance(LONGEST_DELAY)
            watched.fetch()
        else:
            watched.fetch_until(len(app.database.read()), timeout_s=PATIENCE_S)
        has_names = self._release.wire is not Wire.FMD_2_0
        held = app.database.read(has_names=has_names)
        self._finding.compare(held, watched.read_calls(), when)
        return held

    def _check_what_is_shown(
        self, app: RunningRelease, watched: Watched, served_at: datetime
    ) -> None:
        """Note what the release gives, and whether its owner reads what it lacks."""
        shown, wire = watched.show(), watched.read_wire()
        found = find_abilities(
            watched.read_calls(),
            app.database.read(),
            served_at,
            needs_utc=self._release.needs_utc,
        )
        of_release = [each.message for each in shown.warnings if each.code not in OF_NASTY_ROWS]
        told = " ".join([shown.version_note or "", *of_release])
        self._finding.wire, self._finding.abilities = wire, found
        untold = [words for words in found.lacks() if words not in told]
        if untold or (told and not found.lacks()):
            self._finding.faults.append(f"{found}, and its owner reads: {told or 'nothing'}")
        if wire is not self._release.wire:
            self._finding.faults.append(f"it speaks {wire}, and not {self._release.wire}")
        if not self._release.version.startswith(shown.fmd_version):
            self._finding.faults.append(f"it is taken for {shown.fmd_version}")
