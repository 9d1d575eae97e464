"""Which chore is due, and the doing of it; the database remembers, whoever dies meanwhile."""

import logging
from datetime import datetime, timedelta
from enum import StrEnum

from pydash_app import backup
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.database_url import is_postgres
from pydash_app.housekeeping.packing import pack
from pydash_app.housekeeping.pruning import prune
from pydash_app.settings import Settings

PRUNE_INTERVAL = timedelta(days=1)

RETRY_AFTER = timedelta(hours=1)
"""A chore that fails, or kills its process, does not run again and again."""

log = logging.getLogger(__name__)


class Chore(StrEnum):
    """Something to be done now and then."""

    PRUNE = "prune"
    PACK = "pack"
    BACKUP = "backup"


@reading
def list_due(root: Root, *, settings: Settings, now: datetime) -> list[Chore]:
    """The chores that are to be done now."""
    return [chore for chore in Chore if _is_due(root, chore, _interval_of(chore, settings), now)]


def _is_due(root: Root, chore: Chore, interval: timedelta | None, now: datetime) -> bool:
    """One that waits longer than it ever would was put off under a setting that has changed."""
    if interval is None:
        return False
    waits = root["chores"].get(chore, now) - now
    return bool(waits <= timedelta() or waits > max(interval, RETRY_AFTER))


def do(database: Database, chore: Chore, *, settings: Settings, now: datetime) -> None:
    """Do a chore, and note when it is to be done again.

    Raises:
        BackupError: the backup can't be made; the chore comes up again later.
        DiskFullError: there is no space left to do it with.
        UnavailableError: the database can't be reached; the chore comes up again later.
    """
    _put_off(database, chore, now + RETRY_AFTER)
    if chore is Chore.PRUNE:
        log.info("Pruned: %s.", prune(database, audit_days=settings.audit_days, now=now))
    elif chore is Chore.PACK:
        pack(database, now=now)
        log.info("The database is packed.")
    elif settings.backup_dir is not None:
        made = backup.make(
            settings, settings.backup_dir, most_chains=settings.backup_keep, now=now
        )
        log.info("The newest backup is %s (%s).", made.backup.name, made.backup.kind)
    _put_off(database, chore, now + (_interval_of(chore, settings) or RETRY_AFTER))


@transactional
def _put_off(root: Root, chore: Chore, until: datetime) -> None:
    root["chores"][chore.value] = until


def _interval_of(chore: Chore, settings: Settings) -> timedelta | None:
    """How often it is to be done; `None` is never."""
    if chore is Chore.PRUNE:
        return PRUNE_INTERVAL
    if chore is Chore.BACKUP:
        is_wanted = settings.backup_dir is not None and not settings.database
        return timedelta(hours=settings.backup_interval_hours) if is_wanted else None
    # A database server of the operator's own packs when and how the operator wishes; PostgreSQL
    # has no notion of it.
    is_ours = not settings.database or is_postgres(settings.database)
    if not is_ours or not settings.pack_interval_days:
        return None
    return timedelta(days=settings.pack_interval_days)
