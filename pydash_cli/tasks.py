"""The tasks that run in the scheduler's pool: module-level functions of an id.

Each worker process opens what it needs once, on its first task, from its environment's settings.
"""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from periodic_tasks import RunAgain
from pydash_app import housekeeping, mail
from pydash_app.dashboard.services import compaction, probing
from pydash_app.dashboard.services.fetching import fetch_next
from pydash_app.database import Database
from pydash_app.errors import DiskFullError, UnavailableError
from pydash_app.housekeeping import Chore
from pydash_app.ports import Mailer
from pydash_app.remote.gateway import RemoteGateway
from pydash_app.secret_key import load_secret_key
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


def fetch(dashboard_id: UUID) -> RunAgain:
    """Fetch the next window of a dashboard's calls, and say when the one after is due."""
    try:
        outside = _open_outside()
        due_in_s = fetch_next(
            outside.database,
            outside.remotes,
            dashboard_id,
            settings=outside.settings,
            secret_key=outside.secret_key,
            now=_now,
        )
    except UnavailableError as error:
        _open_outage_log().note(error)
        is_full = isinstance(error, DiskFullError)
        return RunAgain(RETRY_WITH_FULL_DISK_S if is_full else RETRY_WITHOUT_DATABASE_S)
    _open_outage_log().note_end()
    return RunAgain(due_in_s)


def probe(dashboard_id: UUID) -> None:
    """Look whether a dashboard's app answers."""
    try:
        outside = _open_outside()
        probing.probe(
            outside.database, outside.remotes, dashboard_id, settings=outside.settings, now=_now
        )
    except UnavailableError as error:
        log.warning("Dashboard %s was not probed: %s", dashboard_id, error.message)


def compact(dashboard_id: UUID) -> None:
    """Pack a dashboard's calls; what is left over comes up again."""
    try:
        outside = _open_outside()
        compaction.compact(outside.database, dashboard_id, settings=outside.settings, now=_now())
    except UnavailableError as error:
        log.warning("Dashboard %s was not compacted: %s", dashboard_id, error.message)


def send_mail(mail_id: UUID) -> None:
    """Send a mail that waits; one that can't be sent is kept and comes up again later."""
    try:
        outside = _open_outside()
        sender = outside.settings.mail_from
        mail.send(outside.database, outside.mailer, mail_id, sender=sender, now=_now())
    except UnavailableError as error:
        log.warning("A mail was not sent: %s", error.message)


def do_chore(chore: Chore) -> None:
    """Do a chore of the house; one that can't be done comes up again later."""
    try:
        outside = _open_outside()
        housekeeping.do(outside.database, chore, settings=outside.settings, now=_now())
    except UnavailableError as error:
        log.warning("The database was not looked after (%s): %s", chore, error.message)


@cache
def _open_outside() -> Outside:
    settings = read_settings()
    return Outside(
        settings=settings,
        database=Database.open(settings),
        remotes=RemoteGateway(settings.allowed_networks, now=_now),
        mailer=mail.open_mailer(settings),
        secret_key=load_secret_key(settings),
    )


@cache
def _open_outage_log() -> OutageLog:
    return OutageLog("A worker")


def _now() -> datetime:
    return datetime.now(UTC)
