"""What a scheduler does while it leads: from its pool of workers to its signs of life."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from periodic_tasks import TaskScheduler, WorkerPool
from pydash_app import health, leadership, metrics
from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_cli import logs
from pydash_cli.scheduling.measured_executor import MeasuredExecutor
from pydash_cli.scheduling.reconciler import Reconciler
from pydash_cli.scheduling.surveyor import SURVEY_INTERVAL_S, Surveyor

log = logging.getLogger(__name__)

TASKS_PER_WORKER = 500


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

    def end(self, patience_s: float) -> None:
        """Start nothing more, and stop what still runs after a while."""
        self._scheduler.stop(patience_s)
        self._pool.shutdown()
        self._reconciler.close()


def _start_worker(settings: Settings) -> None:
    logs.configure("worker", settings)
    metrics.start(settings, "worker")
