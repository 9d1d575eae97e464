"""Runs the scheduler until it is told to stop."""

import logging
import os
import signal
import threading
from datetime import UTC, datetime
from types import FrameType

from pydash_app import metrics
from pydash_app.dashboard.services.rekeying import load_key_of
from pydash_app.database import Database
from pydash_app.errors import UnavailableError
from pydash_app.settings import Settings
from pydash_cli.metrics_port import serve_metrics
from pydash_cli.outage_log import OutageLog
from pydash_cli.scheduling.executor import check_executor
from pydash_cli.scheduling.post import Post

log = logging.getLogger(__name__)

RECONCILE_INTERVAL_S = 1.0
STOP_PATIENCE_S = 1.0
"""How long a running task may go on; what it has not committed by then is done again later."""

STOP_WITHIN_S = 4
"""A call to a database that is away may hold the main thread up for longer."""


def run(settings: Settings) -> None:
    """Stand by or lead, with workers, until SIGTERM or SIGINT.

    Raises:
        SettingsError: what is to do the work can't be used, or the secret key is lost.
    """
    check_executor(settings)
    stop = _stop_on_signals()
    metrics.start(settings, "scheduler", children=("scheduler", "worker"))
    serve_metrics(settings, settings.scheduler_metrics_port)
    database = _open_database(settings, stop)
    if database is None:
        return
    load_key_of(database, settings)
    post = Post(settings, database, now=_now)
    outages = OutageLog("The scheduler")
    while not stop.is_set():
        with outages.noted():
            post.keep()
        stop.wait(RECONCILE_INTERVAL_S)
    with outages.noted():
        post.leave(STOP_PATIENCE_S)
    database.close()
    log.info("The scheduler has stopped.")
    signal.alarm(0)  # whose handler does not outlive the interpreter


def _open_database(settings: Settings, stop: threading.Event) -> Database | None:
    while not stop.is_set():
        try:
            return Database.open(settings)
        except UnavailableError as error:
            log.warning("%s", error.message)
            stop.wait(RECONCILE_INTERVAL_S)
    return None


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
