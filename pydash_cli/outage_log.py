"""Writes an outage of the database into the log once, however often it is noticed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pydash_app.errors import UnavailableError

log = logging.getLogger(__name__)


class OutageLog:
    """Logs one line when the database goes away or its disk is full, and one when all is well.

    Args:
        who: waits for it.
    """

    def __init__(self, who: str) -> None:
        self._who = who
        self._code: str | None = None

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Survive an outage of the database within the block."""
        try:
            yield
        except UnavailableError as error:
            self.note(error)
            return
        self.note_end()

    def note(self, error: UnavailableError) -> None:
        """Take note of a failure."""
        if self._code != error.code:
            log.warning("%s waits for the database: %s", self._who, error.message)
        self._code = error.code

    def note_end(self) -> None:
        """Take note that the database works."""
        if self._code is not None:
            log.info("The database is back.")
        self._code = None
