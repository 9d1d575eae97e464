"""The web server: gunicorn's processes around the app of `pydash_web`."""

import logging
import sys
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.errors import HaltServer
from gunicorn.glogging import Logger

from periodic_tasks import die_with_parent
from pydash_app import metrics
from pydash_app.database import Database
from pydash_app.database.storage import check_parts
from pydash_app.errors import PydashError, UnavailableError
from pydash_app.measurements.column_cache import COLUMN_CACHE, MEBIBYTE
from pydash_app.settings import Settings
from pydash_cli.listening import listen
from pydash_cli.serving.worker import Worker
from pydash_web import self_monitoring
from pydash_web.app_factory import create_app
from pydash_web.request_ids import note_request_id

log = logging.getLogger(__name__)

EXIT_FAILED = 1

HEARTBEAT_TIMEOUT_S = 60
"""A worker that hangs so long is replaced; longer than opening the database may take."""

GRACEFUL_TIMEOUT_S = 2


def serve(settings: Settings) -> None:
    """Serve the web until SIGTERM or SIGINT.

    Raises:
        PydashError: the port is taken.
        SettingsError: the host is no address of this machine; parts that it takes are missing.
    """
    check_parts(settings)
    self_monitoring.check_parts(settings)
    listener = listen(settings.host, settings.port)
    metrics.forget_dead(metrics.folder_of(settings), "web")
    # gunicorn's own way of listening tries for five seconds, and writes ten lines about it.
    _Server(settings, listener.detach()).run()


class _Arbiter(Arbiter):
    """gunicorn's own, which ends as commands do where workers have said why they can't start."""

    def halt(self, reason: str | None = None, exit_status: int = 0) -> None:
        """Stop everything, and end."""
        code = EXIT_FAILED if exit_status == self.APP_LOAD_ERROR else exit_status
        try:
            super().halt(reason, code)
        except HaltServer:  # meanwhile another worker could not start either
            sys.exit(code)


class _Server(BaseApplication):
    """gunicorn, configured by PyDash's settings alone: no file, no environment, no arguments."""

    def __init__(self, settings: Settings, listener: int) -> None:
        self.settings = settings
        self._listener = listener
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        chosen = {
            "bind": f"fd://{self._listener}",
            "worker_class": Worker,
            "workers": self.settings.web_workers,
            "timeout": HEARTBEAT_TIMEOUT_S,
            "graceful_timeout": GRACEFUL_TIMEOUT_S,
            "accesslog": None,
            "loglevel": "warning",
            "logger_class": _PropagatingLogger,
            "control_socket_disable": True,
            "post_fork": _start_worker,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until told to stop."""
        _Arbiter(self).run()

    def load(self) -> Any:
        """Build the app in a worker, with a database of its own: one does not survive a fork.

        Where that fails as may be expected, a sentence is said, and the server ends.
        """
        metrics.start(self.settings, "web")
        for handler in logging.getLogger().handlers:
            handler.addFilter(note_request_id)
        COLUMN_CACHE.resize(self.settings.column_cache_mb * MEBIBYTE)
        try:
            return create_app(self.settings, _open_database(self.settings))
        except PydashError as error:
            log.error("%s", error.message)  # noqa: TRY400 - the sentence tells it all
            raise SystemExit(Arbiter.APP_LOAD_ERROR) from error


def _open_database(settings: Settings) -> Database:
    while True:
        try:
            return Database.open(settings).limited_to(settings.web_threads)
        except UnavailableError as error:
            log.warning("%s", error.message)


class _PropagatingLogger(Logger):
    """Leaves it to the process's own logging how lines look and where they go."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def _start_worker(arbiter: Any, _worker: Any) -> None:
    die_with_parent(arbiter.pid)
