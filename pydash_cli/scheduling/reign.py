"""What a scheduler does while it leads: from its pool of workers to its signs of life."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from periodic_tasks import TaskScheduler, WorkerPool
from pydash_app import health, leadership, metrics, self_monitoring
from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_cli import logs, tasks
from pydash_cli.scheduling.measured_executor import MeasuredExecutor
from pydash_cli.scheduling.reconciler import Reconciler
from pydash_cli.scheduling.surveyor import SURVEY_INTERVAL_S, Surveyor

log = logging.getLogger(__name__)

TASKS_PER_WORKER = 500

WATCH_ITSELF = ("pydash", "watch itself")
WATCH_ITSELF_TIMEOUT_S = 60
WATCH_ITSELF_SPACING_S = 60.0


class Reign:
    """One term of leading; its workers end with it.

    Args:
        settings: how to work.
        database: where the lease is, too.
        term: the number of the term, which is over when the database knows a newer one.
        now: tells the time, aware, UTC.
    """

    def __init__(
        self, settings: Settings, database: Database, term: int, *, now: Callable[[], datetime]
    ) -> None:
        self.term = term
        self._settings = settings
        self._database = database
        self._now = now
        self._beat_due_at = time.monotonic() + health.BEAT_INTERVAL_S  # it began with a beat
        self._pool = WorkerPool(
            settings.scheduler_workers,
            max_tasks_per_worker=TASKS_PER_WORKER,
            initializer=partial(_start_worker, settings),
        )
        executor = MeasuredExecutor(self._pool)
        self._scheduler = TaskScheduler(executor, max_running=settings.scheduler_workers)
        self._reconciler = Reconciler(self._scheduler, database, settings, term=term, now=now)
        self._surveyor = Surveyor(self._scheduler, self._reconciler, database, settings, now=now)
        self._survey_due_at = time.monotonic()
        self._scheduler.start()
        log.info("The scheduler runs with %d workers.", settings.scheduler_workers)

    def go_on(self) -> None:
        """Give a sign of life when it is time, and keep the tasks right; to be called often.

        Raises:
            DeposedError: another one leads by now.
            UnavailableError: the database can't be reached.
        """
        if time.monotonic() >= self._beat_due_at:
            leadership.renew(self._database, self.term, now=self._now())
            self._beat_due_at = time.monotonic() + health.BEAT_INTERVAL_S
        self._reconciler.reconcile()
        if time.monotonic() >= self._survey_due_at:
            self._survey_due_at = time.monotonic() + SURVEY_INTERVAL_S
            self._surveyor.look_around()
            self._watch_itself()

    def _watch_itself(self) -> None:
        is_wanted = self._settings.self_monitoring and not self._scheduler.has_task(WATCH_ITSELF)
        if not is_wanted or self_monitoring.is_watched(self._database):
            return
        self._scheduler.add_background_task(
            WATCH_ITSELF,
            partial(tasks.watch_itself, self.term),
            timeout_s=WATCH_ITSELF_TIMEOUT_S,
            group=WATCH_ITSELF,
            group_spacing_s=WATCH_ITSELF_SPACING_S,
        )

    def end(self, patience_s: float) -> None:
        """Start nothing more, and stop what still runs after a while."""
        self._scheduler.stop(patience_s)
        self._pool.shutdown()
        self._reconciler.close()


def _start_worker(settings: Settings) -> None:
    logs.configure("worker", settings)
    metrics.start(settings, "worker")
