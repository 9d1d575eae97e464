"""A leader's signs of life."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from pydash_app import health, leadership
from pydash_app.database import Database
from pydash_app.errors import DeposedError, UnavailableError

log = logging.getLogger(__name__)

HUNG_AFTER_S = 60.0
"""Longer than a first look at 100,000 dashboards takes."""


STOP_PATIENCE_S = 1.0
"""A beat that waits for a database that is away ends by itself."""


class Heartbeat:
    """A thread that renews the lease while the main one is busy, and no more when that one hangs.

    Args:
        database: where the lease is.
        term: in which this process leads.
        now: tells the time, aware, UTC.
        clock: seconds that never go back.
        interval_s: between two beats.
    """

    def __init__(
        self,
        database: Database,
        term: int,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
        interval_s: float = health.BEAT_INTERVAL_S,
    ) -> None:
        self._database = database
        self._term = term
        self._now = now
        self._clock = clock
        self._interval_s = interval_s
        self._worked_at_s = clock()
        self._deposed: DeposedError | None = None
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._beat_on, name="heartbeat", daemon=True)
        self._thread.start()

    def note_work(self) -> None:
        """Take note that the main thread works.

        Raises:
            DeposedError: another scheduler leads by now.
        """
        self._worked_at_s = self._clock()
        if self._deposed is not None:
            raise self._deposed

    def stop(self) -> None:
        """Beat no more."""
        self._is_over.set()
        self._thread.join(STOP_PATIENCE_S)

    def _beat_on(self) -> None:
        while not self._is_over.wait(self._interval_s):
            if self._clock() - self._worked_at_s > HUNG_AFTER_S:
                continue
            try:
                leadership.renew(self._database, self._term, now=self._now())
            except DeposedError as error:
                self._deposed = error
                return
            except UnavailableError as error:
                log.debug("No sign of life: %s", error.message)  # the main thread tells of it
