"""gunicorn's worker that runs waitress's connections instead of gunicorn's own."""

import logging
import os
import resource
import time
from typing import Any

from gunicorn.workers.base import Worker as GunicornWorker

from pydash_cli.serving.deadlines import Deadlines
from pydash_cli.serving.listener import Listener
from pydash_web.shares import count_threads

WAIT_S = 1.0
"""Between two signs of life for gunicorn, which replaces a worker that gives none."""

_FILES_PER_CONNECTION = 2
"""Itself, and one that is being sent."""
_OTHER_FILES = 200
_FEWEST_CONNECTIONS = 32

log = logging.getLogger(__name__)


class Worker(GunicornWorker):
    """Serves until gunicorn says to stop."""

    _listener: Listener | None = None

    def run(self) -> None:
        """Serve."""
        settings = self.app.settings
        self._listener = listener = Listener(
            self.wsgi,
            self.sockets[0].sock,
            thread_count=count_threads(settings),
            most_connections=allow_files_for(settings.web_connections),
            deadlines=Deadlines.of(settings),
        )
        while self.alive and self.ppid == os.getppid():
            self.notify()
            listener.run_once(WAIT_S)
        self._stop(listener)

    def handle_exit(self, sig: Any, frame: Any) -> None:
        """Stop, at once and not only when the wait for sockets is over."""
        super().handle_exit(sig, frame)
        if self._listener is not None:
            self._listener.pull_trigger()

    def _stop(self, listener: Listener) -> None:
        """Let those finish who wait for an answer, for a while."""
        listener.stop()
        give_up_at = time.monotonic() + self.cfg.graceful_timeout
        while not listener.is_at_rest and time.monotonic() < give_up_at:
            self.notify()
            listener.run_once(0.1)
        listener.shut_down()


def allow_files_for(connection_count: int) -> int:
    """Let this process open as many files as connections need; how many there may be then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = connection_count * _FILES_PER_CONNECTION + _OTHER_FILES
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return connection_count
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed == needed:
        return connection_count
    fewer = max(_FEWEST_CONNECTIONS, (allowed - _OTHER_FILES) // _FILES_PER_CONNECTION)
    log.warning(
        "This process may open %d files only, so it holds %d connections instead of "
        "PYDASH_WEB_CONNECTIONS=%d; raise the limit (LimitNOFILE, ulimit -n).",
        allowed,
        fewer,
        connection_count,
    )
    return fewer
