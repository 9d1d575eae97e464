"""Goes on counting while the disk is full."""

import logging
import math
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from pydash_app.errors import DiskFullError
from pydash_app.limits.store import Refusal, UseStore

TELL_INTERVAL_S = 60.0
"""On a full disk some uses still fit and others don't; that is not worth a line each."""

log = logging.getLogger(__name__)


class SteadyUseStore:
    """Counts in the shared file, and while that can't grow, in the memory of this process.

    Who only reads must not be turned away because a count can't be written down. Until space is
    freed each process counts for itself, so that a limit holds for each of them.
    """

    def __init__(self, store: UseStore, spare: UseStore) -> None:
        """Take over the store to use, and the one for when its disk is full."""
        self._store = store
        self._spare = spare
        self._told_at_s = -math.inf

    @classmethod
    def open(cls, path: Path, secret: bytes) -> Self:
        """Open the file, made where there is none.

        Raises:
            SettingsError: it can't be made or read.
        """
        spare = UseStore.open(None, secret)
        try:
            return cls(UseStore.open(path, secret), spare)
        except DiskFullError:
            log.warning("The disk is full: until its next start, this process counts by itself.")
            return cls(spare, spare)

    def add(self, uses: Sequence[tuple[str, str, int, int]], *, now: datetime) -> Refusal | None:
        """Count one use each, or none at all where one is too many; see `UseStore.add`."""
        try:
            return self._store.add(uses, now=now)
        except DiskFullError:
            self._tell()
            return self._spare.add(uses, now=now)

    def take_back(self, uses: Sequence[tuple[str, str, int]], *, now: datetime) -> None:
        """Forget one use each that was counted at this instant."""
        try:
            self._store.take_back(uses, now=now)
        except DiskFullError:
            self._tell()
        self._spare.take_back(uses, now=now)

    def close(self) -> None:
        """Give the file back."""
        self._store.close()
        self._spare.close()

    def _tell(self) -> None:
        if time.monotonic() - self._told_at_s > TELL_INTERVAL_S:
            self._told_at_s = time.monotonic()
            log.warning("The disk is full: uses are counted in each process until space is freed.")
