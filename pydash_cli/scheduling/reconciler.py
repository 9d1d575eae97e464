"""Keeps the scheduler's tasks what the database says they should be.

The database is the only truth: whatever dies, and whoever adds, deletes or refreshes a dashboard,
the next reconciliation puts the tasks right.
"""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from uuid import UUID

from periodic_tasks import TaskScheduler
from pydash_app import mail
from pydash_app.dashboard.services.schedule import FetchSchedule
from pydash_app.dashboard.services.schedule_watch import ScheduleWatch
from pydash_app.database import Database
from pydash_app.database.following import Follower
from pydash_app.housekeeping import list_due
from pydash_app.settings import Settings
from pydash_cli import tasks
from pydash_cli.scheduling.task_names import compact_name, fetch_name, probe_name

FETCH_TIMEOUT_S = 120
MAIL_TIMEOUT_S = 60
COMPACT_TIMEOUT_S = 120
PROBE_TIMEOUT_S = 30
CHORE_TIMEOUT_S = 3600

COMPACT_RETRY_S = 60.0
"""Between two tries of a compaction that leaves the database as it was."""

CHORE_SPACING_S = 60.0
"""Also between two tries of one that can't even note that it is being done."""

FETCH_RETRY_S = 30.0
"""A fetch says itself when it is due again; this counts where it can't, as after a crash."""

SLOW_REMOTES = "slow remotes"
"""A group of tasks; no host's name has a space."""

EARLIER_S = 1.0
"""The database and the scheduler write the same instant down a moment apart."""


class Reconciler:
    """Adds, replaces and removes tasks.

    Args:
        scheduler: whose tasks these are, and nobody else's.
        database: what to read.
        settings: how to fetch.
        term: in which the tasks are to be done; they refuse themselves when it is over.
        now: tells the time, aware, UTC.
        clock: the scheduler's own.
    """

    def __init__(
        self,
        scheduler: TaskScheduler,
        database: Database,
        settings: Settings,
        *,
        term: int,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._scheduler = scheduler
        self._database = database
        self._settings = settings
        self._term = term
        self._now = now
        self._clock = clock
        self._follower = Follower(database)
        self._watch = ScheduleWatch(self._follower, settings)
        self._known: dict[UUID, FetchSchedule] = {}
        self._changed: dict[UUID, FetchSchedule] = {}
        self._compactions: dict[UUID, _Compaction] = {}

    def reconcile(self) -> None:
        """Make the tasks what the database says now.

        Raises:
            UnavailableError: the database can't be reached; the tasks stay as they are.
        """
        # Before the database is read: what had ended by then has left its mark there.
        running = set(self._scheduler.list_running())
        clock_s = self._clock()
        changes = self._watch.poll()
        for dashboard_id in changes.gone:
            self._forget(dashboard_id)
        self._changed |= {schedule.dashboard_id: schedule for schedule in changes.schedules}
        self._reconcile_fetches(running, clock_s)
        self._add_compactions(clock_s)
        self._add_mails()
        self._add_chores()

    def close(self) -> None:
        """Give back what is kept of the database; the tasks stay as they are."""
        self._follower.close()

    def list_schedules(self) -> list[FetchSchedule]:
        """When each dashboard is to be fetched, as far as was read."""
        return list((self._known | self._changed).values())

    def _forget(self, dashboard_id: UUID) -> None:
        for name_of in (fetch_name, probe_name, compact_name):
            self._scheduler.remove_task(name_of(dashboard_id))
        for known in (self._known, self._changed, self._compactions):
            known.pop(dashboard_id, None)

    def _reconcile_fetches(self, running: set[Hashable], clock_s: float) -> None:
        now = self._now()
        for dashboard_id, schedule in list(self._changed.items()):
            due_in_s = schedule.due_in_s(now)
            if self._is_stale(schedule, due_in_s, clock_s):
                self._add_fetch(schedule, due_in_s)
            self._reconcile_probe(schedule)
            if fetch_name(dashboard_id) not in running:
                self._known[dashboard_id] = schedule
                del self._changed[dashboard_id]

    def _is_stale(self, schedule: FetchSchedule, due_in_s: float, clock_s: float) -> bool:
        """Whether the task is missing or not as the database wants it."""
        known = self._known.get(schedule.dashboard_id)
        name = fetch_name(schedule.dashboard_id)
        if known is None or not self._scheduler.has_task(name):
            return True
        if (_group_of(known), known.interval_s) != (_group_of(schedule), schedule.interval_s):
            return True
        # Only what was changed counts: a task that failed before it could write is due since long.
        next_run_at = self._scheduler.get_status(name).next_run_at
        if next_run_at is None or known.next_fetch_at == schedule.next_fetch_at:
            return False
        return due_in_s < next_run_at - clock_s - EARLIER_S

    def _add_fetch(self, schedule: FetchSchedule, due_in_s: float) -> None:
        self._scheduler.add_periodic_task(
            fetch_name(schedule.dashboard_id, schedule.name),
            FETCH_RETRY_S,
            partial(tasks.fetch, schedule.dashboard_id, self._term),
            start_after_s=due_in_s,
            timeout_s=FETCH_TIMEOUT_S,
            group=_group_of(schedule),
            group_spacing_s=self._settings.fetch_spacing,
        )

    def _reconcile_probe(self, schedule: FetchSchedule) -> None:
        name = probe_name(schedule.dashboard_id, schedule.name)
        is_there = self._scheduler.has_task(name)
        if schedule.is_probed and not is_there:
            self._scheduler.add_periodic_task(
                name,
                self._settings.probe_interval,
                partial(tasks.probe, schedule.dashboard_id, self._term),
                timeout_s=PROBE_TIMEOUT_S,
                group=schedule.host,
                group_spacing_s=self._settings.fetch_spacing,
                run_at_start=True,
            )
        elif not schedule.is_probed and is_there:
            self._scheduler.remove_task(name)

    def _add_compactions(self, clock_s: float) -> None:
        """In the group of the fetches: a dashboard's calls have one writer at a time."""
        now = self._now()
        for schedule in chain(self._known.values(), self._changed.values()):
            if schedule.compact_at is None or schedule.compact_at > now:
                continue
            name = compact_name(schedule.dashboard_id, schedule.name)
            before = self._compactions.get(schedule.dashboard_id)
            if self._scheduler.has_task(name) or (before and before.holds_up(schedule, clock_s)):
                continue
            self._compactions[schedule.dashboard_id] = _Compaction(schedule.compact_at, clock_s)
            self._scheduler.add_background_task(
                name,
                partial(tasks.compact, schedule.dashboard_id, self._term),
                timeout_s=COMPACT_TIMEOUT_S,
                group=_group_of(schedule),
                group_spacing_s=self._settings.fetch_spacing,
            )

    def _add_mails(self) -> None:
        for mail_id in mail.list_pending(self._database, now=self._now()):
            name = ("mail", mail_id, "send")
            if not self._scheduler.has_task(name):
                task = partial(tasks.send_mail, mail_id, self._term)
                self._scheduler.add_background_task(name, task, timeout_s=MAIL_TIMEOUT_S)

    def _add_chores(self) -> None:
        for chore in list_due(self._database, settings=self._settings, now=self._now()):
            name = ("chore", chore.value)
            if not self._scheduler.has_task(name):
                self._scheduler.add_background_task(
                    name,
                    partial(tasks.do_chore, chore, self._term),
                    timeout_s=CHORE_TIMEOUT_S,
                    group="chores",
                    group_spacing_s=CHORE_SPACING_S,
                )


@dataclass(frozen=True, slots=True)
class _Compaction:
    """One that was begun.

    Attributes:
        due_at: since when it was due.
        added_at_s: when that was, by the scheduler's clock.
    """

    due_at: datetime
    added_at_s: float

    def holds_up(self, schedule: FetchSchedule, clock_s: float) -> bool:
        """Whether it has done nothing, and that only a moment ago: it failed."""
        is_recent = clock_s - self.added_at_s < COMPACT_RETRY_S
        return is_recent and self.due_at == schedule.compact_at


def _group_of(schedule: FetchSchedule) -> Hashable:
    """Which fetches wait for each other: those of one host, and all that take a minute to fail.

    A few remotes that hang would else occupy every worker all the time.
    """
    return SLOW_REMOTES if schedule.is_slow else schedule.host
