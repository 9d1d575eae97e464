"""Judges when to take the lead over, by no clock but the observer's own."""

from collections.abc import Callable
from datetime import datetime

from pydash_app.database import Database
from pydash_app.errors import UnavailableError
from pydash_app.leadership.lease import Candidate, LeaseView, look, take

EXPIRY_S = 15.0
"""So long a leader may be silent: three beats. Half of what a takeover may take in all."""

LONGEST_GAP_S = 5.0
"""Between two looks. After a longer one the observer was frozen, and may have missed the beats."""


class Candidacy:
    """Watches the lease for a process that stands by.

    Args:
        database: what to watch.
        candidate: who stands by.
        clock: seconds that never go back.
        own_place: the place where this process keeps others from running, if it does by now.
            Who led from the same place before is dead then.
    """

    def __init__(
        self,
        database: Database,
        candidate: Candidate,
        *,
        clock: Callable[[], float],
        own_place: Callable[[], str | None],
    ) -> None:
        self._database = database
        self._candidate = candidate
        self._clock = clock
        self._own_place = own_place
        self._seen: LeaseView | None = None
        self._since_s = self._looked_at_s = clock()

    @property
    def leader_name(self) -> str | None:
        """Who led when it was last looked."""
        return None if self._seen is None else self._seen.holder_name

    def stand(self, *, now: datetime) -> int | None:
        """Look once whether to lead; to be called every second or so.

        Returns:
            the term in which this process leads from now on; `None` while another one leads.

        Raises:
            UnavailableError: the database can't be reached. Neither could the leader reach it,
                so its silence counts from the beginning.
        """
        try:
            return self._stand(now)
        except UnavailableError:
            self._seen = None
            raise

    def _stand(self, now: datetime) -> int | None:
        silent_until_s = self._clock()
        found = look(self._database)
        if found.holder_id == self._candidate.id:
            return found.term  # taken by a commit whose answer was lost
        if found != self._seen or silent_until_s - self._looked_at_s > LONGEST_GAP_S:
            self._seen, self._since_s = found, self._clock()
        self._looked_at_s = self._clock()
        place = self._own_place()
        is_dead = place is not None and found.holder_place == place
        is_silent = silent_until_s - self._since_s >= EXPIRY_S
        if found.holder_id is None or is_dead or is_silent:
            return take(self._database, self._candidate, place=place, seen=found, now=now)
        return None
