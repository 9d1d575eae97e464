"""Runs the scheduler until it is told to stop."""

import logging
import os
import signal
import threading
import time
from datetime import UTC, datetime
from functools import partial
from types import FrameType

from periodic_tasks import TaskScheduler, WorkerPool
from pydash_app import health
from pydash_app.database import Database
from pydash_app.errors import UnavailableError
from pydash_app.settings import Settings
from pydash_cli import logs
from pydash_cli.outage_log import OutageLog
from pydash_cli.scheduling.reconciler import Reconciler

log = logging.getLogger(__name__)

RECONCILE_INTERVAL_S = 1.0
TASKS_PER_WORKER = 500
STOP_PATIENCE_S = 1.0
"""How long a running task may go on; what it has not committed by then is done again later."""

STOP_WITHIN_S = 4
"""A call to a database that is away may hold the main thread up for longer."""


def run(settings: Settings) -> None:
    """Run the scheduler and its workers until SIGTERM or SIGINT."""
    stop = _stop_on_signals()
    database = _open_database(settings, stop)
    if database is None:
        return
    pool = WorkerPool(
        settings.scheduler_workers,
        max_tasks_per_worker=TASKS_PER_WORKER,
        initializer=partial(logs.configure, "worker"),
    )
    with pool:
        scheduler = TaskScheduler(pool, max_running=settings.scheduler_workers)
        reconciler = Reconciler(scheduler, database, settings, now=_now)
        scheduler.start()
        log.info("The scheduler runs with %d workers.", settings.scheduler_workers)
        _loop(reconciler, database, stop)
        scheduler.stop(STOP_PATIENCE_S)
    database.close()
    log.info("The scheduler has stopped.")


def _open_database(settings: Settings, stop: threading.Event) -> Database | None:
    while not stop.is_set():
        try:
            return Database.open(settings)
        except UnavailableError as error:
            log.warning("%s", error.message)
            stop.wait(RECONCILE_INTERVAL_S)
    return None


def _loop(reconciler: Reconciler, database: Database, stop: threading.Event) -> None:
    outages = OutageLog("The scheduler")
    beat_due_at = time.monotonic()
    while not stop.is_set():
        with outages.noted():
            reconciler.reconcile()
            if time.monotonic() >= beat_due_at:
                health.beat(database, now=_now())
                beat_due_at = time.monotonic() + health.BEAT_INTERVAL_S
        stop.wait(RECONCILE_INTERVAL_S)


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        if not stop.is_set():
            signal.alarm(STOP_WITHIN_S)
        stop.set()

    def stop_now(_number: int, _frame: FrameType | None) -> None:
        os._exit(0)  # the workers die with this process

    signal.signal(signal.SIGALRM, stop_now)
    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    return stop


def _now() -> datetime:
    return datetime.now(UTC)
