"""Keeps the scheduler's tasks what the database says they should be.

The database is the only truth: whatever dies, and whoever adds, deletes or refreshes a dashboard,
the next reconciliation puts the tasks right.
"""

import time
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from periodic_tasks import TaskScheduler, TaskStatus
from pydash_app import mail
from pydash_app.dashboard.services.schedule import FetchSchedule, list_fetches
from pydash_app.database import Database
from pydash_app.housekeeping import list_due
from pydash_app.settings import Settings
from pydash_cli import tasks

FETCH_TIMEOUT_S = 120
MAIL_TIMEOUT_S = 60
COMPACT_TIMEOUT_S = 120
PROBE_TIMEOUT_S = 30
CHORE_TIMEOUT_S = 3600

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
        now: tells the time, aware, UTC.
        clock: the scheduler's own.
    """

    def __init__(
        self,
        scheduler: TaskScheduler,
        database: Database,
        settings: Settings,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._scheduler = scheduler
        self._database = database
        self._settings = settings
        self._now = now
        self._clock = clock
        self._known: dict[UUID, FetchSchedule] = {}

    def reconcile(self) -> None:
        """Make the tasks what the database says now.

        Raises:
            UnavailableError: the database can't be reached; the tasks stay as they are.
        """
        # Before the database is read: what had ended by then has left its mark there.
        statuses = self._scheduler.list_statuses()
        clock_s = self._clock()
        self._reconcile_fetches(statuses, clock_s)
        self._add_mails(statuses)
        self._add_chores(statuses)

    def _reconcile_fetches(self, statuses: Mapping[Hashable, TaskStatus], clock_s: float) -> None:
        wanted = {
            schedule.dashboard_id: schedule
            for schedule in list_fetches(self._database, settings=self._settings)
        }
        for dashboard_id in self._known.keys() - wanted.keys():
            for name in (fetch_name(dashboard_id), probe_name(dashboard_id)):
                self._scheduler.remove_task(name)
            del self._known[dashboard_id]
        now = self._now()
        for dashboard_id, schedule in wanted.items():
            due_in_s = schedule.due_in_s(now)
            status = statuses.get(fetch_name(dashboard_id))
            if self._is_stale(schedule, due_in_s, status, clock_s):
                self._add_fetch(schedule, due_in_s)
            if status is None or not status.is_running:
                self._known[dashboard_id] = schedule
            if schedule.compact_at and schedule.compact_at <= now:
                self._add_compaction(schedule, statuses)
            self._reconcile_probe(schedule, statuses)

    def _is_stale(
        self,
        schedule: FetchSchedule,
        due_in_s: float,
        status: TaskStatus | None,
        clock_s: float,
    ) -> bool:
        """Whether the task is missing or not as the database wants it."""
        known = self._known.get(schedule.dashboard_id)
        if known is None or status is None:
            return True
        if (_group_of(known), known.interval_s) != (_group_of(schedule), schedule.interval_s):
            return True
        # Only what was changed counts: a task that failed before it could write is due since long.
        if status.next_run_at is None or known.next_fetch_at == schedule.next_fetch_at:
            return False
        return due_in_s < status.next_run_at - clock_s - EARLIER_S

    def _add_fetch(self, schedule: FetchSchedule, due_in_s: float) -> None:
        self._scheduler.add_periodic_task(
            fetch_name(schedule.dashboard_id),
            FETCH_RETRY_S,
            partial(tasks.fetch, schedule.dashboard_id),
            start_after_s=due_in_s,
            timeout_s=FETCH_TIMEOUT_S,
            group=_group_of(schedule),
            group_spacing_s=self._settings.fetch_spacing,
        )

    def _reconcile_probe(
        self, schedule: FetchSchedule, statuses: Mapping[Hashable, TaskStatus]
    ) -> None:
        name = probe_name(schedule.dashboard_id)
        if schedule.is_probed and name not in statuses:
            self._scheduler.add_periodic_task(
                name,
                self._settings.probe_interval,
                partial(tasks.probe, schedule.dashboard_id),
                timeout_s=PROBE_TIMEOUT_S,
                group=schedule.host,
                group_spacing_s=self._settings.fetch_spacing,
                run_at_start=True,
            )
        elif not schedule.is_probed and name in statuses:
            self._scheduler.remove_task(name)

    def _add_compaction(
        self, schedule: FetchSchedule, statuses: Mapping[Hashable, TaskStatus]
    ) -> None:
        """In the group of the fetches: a dashboard's calls have one writer at a time."""
        if compact_name(schedule.dashboard_id) in statuses:
            return
        self._scheduler.add_background_task(
            compact_name(schedule.dashboard_id),
            partial(tasks.compact, schedule.dashboard_id),
            timeout_s=COMPACT_TIMEOUT_S,
            group=_group_of(schedule),
            group_spacing_s=self._settings.fetch_spacing,
        )

    def _add_mails(self, statuses: Mapping[Hashable, TaskStatus]) -> None:
        for mail_id in mail.list_pending(self._database, now=self._now()):
            name = ("mail", mail_id, "send")
            if name not in statuses:
                task = partial(tasks.send_mail, mail_id)
                self._scheduler.add_background_task(name, task, timeout_s=MAIL_TIMEOUT_S)

    def _add_chores(self, statuses: Mapping[Hashable, TaskStatus]) -> None:
        for chore in list_due(self._database, settings=self._settings, now=self._now()):
            name = ("chore", chore.value)
            if name not in statuses:
                self._scheduler.add_background_task(
                    name,
                    partial(tasks.do_chore, chore),
                    timeout_s=CHORE_TIMEOUT_S,
                    group="chores",
                    group_spacing_s=CHORE_SPACING_S,
                )


def fetch_name(dashboard_id: UUID) -> Hashable:
    """The name of the task that fetches a dashboard."""
    return ("dashboard", dashboard_id, "fetch")


def probe_name(dashboard_id: UUID) -> Hashable:
    """The name of the task that looks whether a dashboard's app answers."""
    return ("dashboard", dashboard_id, "probe")


def compact_name(dashboard_id: UUID) -> Hashable:
    """The name of the task that packs a dashboard's calls."""
    return ("dashboard", dashboard_id, "compact")


def _group_of(schedule: FetchSchedule) -> Hashable:
    """Which fetches wait for each other: those of one host, and all that take a minute to fail.

    A few remotes that hang would else occupy every worker all the time.
    """
    return SLOW_REMOTES if schedule.is_slow else schedule.host
