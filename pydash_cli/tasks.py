"""The tasks that run in the scheduler's pool: module-level functions of an id and a term.

Each worker process opens what it needs once, on its first task, from its environment's settings.
A task whose scheduler leads no more asks nobody and stores nothing.
"""

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import Self
from uuid import UUID

from periodic_tasks import RunAgain
from pydash_app import housekeeping, leadership, mail, self_monitoring
from pydash_app.dashboard.log_label import find_label
from pydash_app.dashboard.services import compaction, probing
from pydash_app.dashboard.services.fetching import fetch_next
from pydash_app.dashboard.services.rekeying import load_key_of
from pydash_app.database import Database
from pydash_app.errors import (
    BackupError,
    DeposedError,
    DiskFullError,
    RemoteError,
    UnavailableError,
)
from pydash_app.housekeeping import Chore
from pydash_app.ports import Mailer
from pydash_app.remote.gateway import RemoteGateway
from pydash_app.settings import Settings, read_settings
from pydash_cli.outage_log import OutageLog

log = logging.getLogger(__name__)

RETRY_WITHOUT_DATABASE_S = 5.0

RETRY_WITH_FULL_DISK_S = 30.0
"""Longer: the remote has answered in vain, and would again."""


@dataclass(frozen=True)
class Outside:
    """What the domain needs from outside, for all tasks of one process."""

    settings: Settings
    database: Database
    remotes: RemoteGateway
    mailer: Mailer
    secret_key: bytes = field(repr=False)

    def in_term(self, term: int) -> Self:
        """The same, with a database that refuses everything as soon as the term is over."""
        check = partial(leadership.refuse_deposed, term=term)
        return replace(self, database=self.database.guarded_by(check))


def fetch(dashboard_id: UUID, term: int) -> RunAgain:
    """Fetch the next window of a dashboard's calls, and say when the one after is due."""
    try:
        outside = _open_outside().in_term(term)
        due_in_s = fetch_next(
            outside.database,
            outside.remotes,
            dashboard_id,
            settings=outside.settings,
            secret_key=outside.secret_key,
            now=_now,
        )
    except DeposedError as error:
        log.info("Dashboard %s was not fetched: %s", _label(dashboard_id, error), error.message)
        return RunAgain(RETRY_WITHOUT_DATABASE_S)
    except UnavailableError as error:
        _open_outage_log().note(error)
        is_full = isinstance(error, DiskFullError)
        return RunAgain(RETRY_WITH_FULL_DISK_S if is_full else RETRY_WITHOUT_DATABASE_S)
    _open_outage_log().note_end()
    return RunAgain(due_in_s)


def probe(dashboard_id: UUID, term: int) -> None:
    """Look whether a dashboard's app answers."""
    try:
        outside = _open_outside().in_term(term)
        probing.probe(
            outside.database,
            outside.remotes,
            dashboard_id,
            settings=outside.settings,
            secret_key=outside.secret_key,
            now=_now,
        )
    except (DeposedError, UnavailableError) as error:
        log.warning("Dashboard %s was not probed: %s", _label(dashboard_id, error), error.message)


def compact(dashboard_id: UUID, term: int) -> None:
    """Pack a dashboard's calls; what is left over comes up again."""
    try:
        outside = _open_outside().in_term(term)
        compaction.compact(outside.database, dashboard_id, settings=outside.settings, now=_now())
    except (DeposedError, UnavailableError) as error:
        label = _label(dashboard_id, error)
        log.warning("Dashboard %s was not compacted: %s", label, error.message)


def send_mail(mail_id: UUID, term: int) -> None:
    """Send a mail that waits; one that can't be sent is kept and comes up again later."""
    try:
        outside = _open_outside().in_term(term)
        sender = outside.settings.mail_from
        mail.send(outside.database, outside.mailer, mail_id, sender=sender, now=_now())
    except (DeposedError, UnavailableError) as error:
        log.warning("A mail was not sent: %s", error.message)


def watch_itself(term: int) -> None:
    """Give the first administrator a dashboard of PyDash itself; where that fails, later."""
    try:
        outside = _open_outside().in_term(term)
        self_monitoring.watch_itself(
            outside.database,
            outside.remotes,
            settings=outside.settings,
            secret_key=outside.secret_key,
            now=_now(),
        )
    except (DeposedError, RemoteError, UnavailableError) as error:
        log.warning("PyDash does not watch itself yet: %s", error.message)


def do_chore(chore: Chore, term: int) -> None:
    """Do a chore of the house; one that can't be done comes up again later."""
    try:
        outside = _open_outside().in_term(term)
        housekeeping.do(outside.database, chore, settings=outside.settings, now=_now())
    except (BackupError, DeposedError, UnavailableError) as error:
        log.warning("The database was not looked after (%s): %s", chore, error.message)


def look_at_database(term: int) -> None:
    """Find out whether this process reaches the database in which a term lasts.

    Raises:
        DeposedError: it is another one, or the term is over.
        UnavailableError: it can't be reached.
    """
    _open_outside().in_term(term).database.read(lambda _root: None)


def _label(dashboard_id: UUID, error: DeposedError | UnavailableError) -> str:
    """What the log calls a dashboard; its id alone where the database can't be asked for more."""
    if isinstance(error, UnavailableError):
        return str(dashboard_id)
    try:
        return find_label(_open_outside().database, str(dashboard_id))
    except UnavailableError:
        return str(dashboard_id)


@cache
def _open_outside() -> Outside:
    settings = read_settings()
    database = Database.open(settings)
    return Outside(
        settings=settings,
        database=database,
        remotes=RemoteGateway.of(settings, now=_now),
        mailer=mail.open_mailer(settings),
        secret_key=load_key_of(database, settings),
    )


@cache
def _open_outage_log() -> OutageLog:
    return OutageLog("A worker")


def _now() -> datetime:
    return datetime.now(UTC)
