"""`pydash run`: starts the database server, the scheduler and the web, and keeps them running."""

import logging
import queue
import signal
import time
from types import FrameType

import click

from pydash_app import metrics
from pydash_app.database.address import get_file_path
from pydash_app.database.recognition import is_blank
from pydash_app.database.storage import check_parts
from pydash_app.secret_key import find_secret_key, load_secret_key
from pydash_app.settings import Settings
from pydash_cli.child import Child
from pydash_cli.data_folder import make_data_folder
from pydash_cli.health_probe import is_healthy, listening_url
from pydash_cli.listening import listen
from pydash_cli.opening import is_served

log = logging.getLogger(__name__)

FAST_TICK_S = 0.05
"""While something is awaited: the first start, or the end of a pause."""

SLOW_TICK_S = 1.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FAILED_START_CODES = (1, 2)
"""A child that ends so has said in a sentence why it can't start; trying again would not help."""


class Supervisor:
    """Runs PyDash's processes in the foreground until it is told to stop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._signals: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._database = (
            None if settings.database else Child("database", ["db", "serve"], stop_within_s=5)
        )
        self._scheduler = Child("scheduler", ["scheduler"], stop_within_s=6)
        self._web = Child("web", ["web"], stop_within_s=5)
        self._is_database_ready = False
        self._is_announced = False

    def run(self) -> int:
        """Start everything, keep it running, and stop it on SIGINT, SIGTERM or SIGHUP.

        Returns:
            the exit code: that of a child that could not start, else 0.

        Raises:
            SettingsError: the data folder, the secret key, the host or the database can't be used.
            PydashError: another program has the port.
        """
        check_parts(self._settings)
        # Before anything is started: the program that has the port may be another PyDash, whose
        # answers would pass for those of this one.
        listen(self._settings.host, self._settings.port).close()
        make_data_folder(self._settings.data_dir)
        metrics.start(self._settings, "supervisor", children=("supervisor",))
        self._look_for_key()
        self._listen_to_signals()
        try:
            return self._supervise()
        finally:
            self._stop()

    def _look_for_key(self) -> None:
        """Make a key for a new database; who opens an old one finds out whether its is lost."""
        path = get_file_path(self._settings)
        is_new = not self._settings.database and not path.exists()
        if is_new:
            log.info("There is no database in %s yet; a new one is made.", self._settings.data_dir)
        elif not self._settings.database and is_blank(path):
            log.info("Nothing is in the database %s yet; it is begun.", path)
        (load_secret_key if is_new else find_secret_key)(self._settings)

    def _listen_to_signals(self) -> None:
        for number in (*STOP_SIGNALS, signal.SIGCHLD):
            # Whoever starts this with `nohup` wants it to outlive the terminal.
            is_unwanted = number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN
            if not is_unwanted:
                signal.signal(number, self._note_signal)

    def _note_signal(self, number: int, _frame: FrameType | None) -> None:
        self._signals.put(number)

    def _supervise(self) -> int:
        if self._database is not None:
            self._database.start()
        while not self._is_told_to_stop():
            failure = self._look_after_children()
            if failure is not None:
                return failure
            if not self._is_database_ready:
                self._start_others()
            elif not self._is_announced:
                self._announce()
        return 0

    def _is_told_to_stop(self) -> bool:
        is_calm = self._is_announced and all(child.is_running for child in self._children())
        try:
            number = self._signals.get(timeout=SLOW_TICK_S if is_calm else FAST_TICK_S)
        except queue.Empty:
            return False
        return number in STOP_SIGNALS

    def _look_after_children(self) -> int | None:
        for child in self._children():
            exit_code = child.find_exit_code()
            if exit_code is None:
                child.start_if_due()
                continue
            if not self._is_announced and exit_code in FAILED_START_CODES:
                return exit_code
            log.warning("The %s ended with code %d and is started again.", child.name, exit_code)
            metrics.current().process_restarts.labels(child.name).inc()
            child.plan_restart()
        return None

    def _start_others(self) -> None:
        if self._database is not None and not is_served(self._settings):
            return
        self._is_database_ready = True
        self._scheduler.start()
        self._web.start()

    def _announce(self) -> None:
        if not is_healthy(self._settings):
            return
        self._is_announced = True
        public_url, bound_url = self._settings.public_url, listening_url(self._settings)
        addition = "" if public_url == bound_url else f" (listening on {bound_url})"
        # What reads a log of JSON reads both streams, so there it is an event like the others.
        say = log.info if self._settings.log_format == "json" else click.echo
        say(f"PyDash runs at {public_url}{addition}")
        say(f"Its data is in {self._settings.data_dir}")

    def _stop(self) -> None:
        started_at = time.monotonic()
        for child in reversed(self._children()):
            child.stop()
        log.info("Everything has stopped, in %.1f s.", time.monotonic() - started_at)

    def _children(self) -> list[Child]:
        database = [] if self._database is None else [self._database]
        return [*database, self._scheduler, self._web]
