"""A scheduler's post: it stands by until it leads, and again when another one does."""

import logging
import os
import platform
import time
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from pydash_app import leadership
from pydash_app.database import Database
from pydash_app.errors import DeposedError
from pydash_app.leadership import Candidacy, Candidate
from pydash_app.settings import Settings
from pydash_cli.scheduling.place import Place
from pydash_cli.scheduling.reign import Reign

log = logging.getLogger(__name__)


class Post:
    """What this process is among the schedulers of its database.

    Args:
        settings: how to work when it leads.
        database: what the schedulers share.
        now: tells the time, aware, UTC.
    """

    def __init__(
        self, settings: Settings, database: Database, *, now: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._database = database
        self._now = now
        self._place = Place(settings.data_dir)
        self._candidacy = Candidacy(
            database,
            Candidate(id=str(uuid4()), name=f"{platform.node()}:{os.getpid()}"),
            clock=time.monotonic,
            own_place=self._place.hold,
        )
        self._reign: Reign | None = None
        self._known_leader: str | None = None

    def keep(self) -> None:
        """Lead on, or look whether to lead; to be called every second.

        Raises:
            UnavailableError: the database can't be reached.
        """
        if self._reign is None:
            self._stand_by()
        if self._reign is not None:
            self._lead_on(self._reign)

    def leave(self, patience_s: float) -> None:
        """Lead no more, so that another one does at once.

        Args:
            patience_s: how long running tasks may go on.

        Raises:
            UnavailableError: the database can't be reached; others will find out by themselves.
        """
        reign, self._reign = self._reign, None
        if reign is not None:
            reign.end(patience_s)
            leadership.release(self._database, reign.term)
        self._place.leave()

    def _stand_by(self) -> None:
        term = self._candidacy.stand(now=self._now())
        leader = self._candidacy.leader_name
        if term is not None:
            self._known_leader = None
            after = f", after {leader} has fallen silent or died" if leader else ""
            log.info("This scheduler leads from now on, in term %d%s.", term, after)
            self._reign = Reign(self._settings, self._database, term, now=self._now)
        elif leader is not None and leader != self._known_leader:
            self._known_leader = leader
            log.info("The scheduler %s leads; this one stands by.", leader)

    def _lead_on(self, reign: Reign) -> None:
        try:
            reign.go_on()
        except DeposedError:
            log.warning("Another scheduler leads by now; this one stops its work and stands by.")
            self._reign = None
            reign.end(0)
