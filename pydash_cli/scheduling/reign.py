"""What a scheduler does while it leads: from its pool of workers to its signs of life."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from periodic_tasks import TaskScheduler
from pydash_app import self_monitoring
from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_cli import tasks
from pydash_cli.scheduling.executor import open_executor
from pydash_cli.scheduling.heartbeat import Heartbeat
from pydash_cli.scheduling.measured_executor import MeasuredExecutor
from pydash_cli.scheduling.reconciler import Reconciler
from pydash_cli.scheduling.surveyor import SURVEY_INTERVAL_S, Surveyor

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
        self._heartbeat = Heartbeat(database, term, now=now)
        self._executor = open_executor(settings, term)
        self._scheduler = TaskScheduler(
            MeasuredExecutor(self._executor), max_running=self._executor.max_workers
        )
        self._reconciler = Reconciler(self._scheduler, database, settings, term=term, now=now)
        self._surveyor = Surveyor(self._scheduler, self._reconciler, database, settings, now=now)
        self._survey_due_at = time.monotonic()
        self._scheduler.start()

    def go_on(self) -> None:
        """Keep the tasks right; to be called often, or there are no more signs of life.

        Raises:
            DeposedError: another one leads by now.
            UnavailableError: the database can't be reached.
        """
        self._heartbeat.note_work()
        self._reconciler.reconcile()
        self._scheduler.set_max_running(self._executor.max_workers)  # a cluster may grow
        if time.monotonic() >= self._survey_due_at:
            self._survey_due_at = time.monotonic() + SURVEY_INTERVAL_S
            self._surveyor.look_around()
            self._watch_itself()

    def _watch_itself(self) -> None:
        is_wanted = self._settings.self_monitoring and not self._scheduler.has_task(WATCH_ITSELF)
        if not is_wanted:
            return
        if not self_monitoring.is_due(self._database, settings=self._settings):
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
        self._heartbeat.stop()
        self._scheduler.stop(patience_s)
        self._executor.shutdown()
        self._reconciler.close()
