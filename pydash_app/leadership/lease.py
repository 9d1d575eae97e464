"""The lease in the database: each function is one short transaction."""

from dataclasses import dataclass
from datetime import datetime

from pydash_app.database import Root, reading, transactional
from pydash_app.errors import DeposedError
from pydash_app.health import note_beat
from pydash_app.leadership.entity import Lease

LEASE = "scheduler"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who would lead.

    Attributes:
        id: of this process alone.
        name: for people.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class LeaseView:
    """The lease as it was when it was looked at; an equal one later means: no sign of life."""

    term: int = 0
    holder_id: str | None = None
    holder_name: str | None = None
    holder_place: str | None = None
    beat_count: int = 0


@reading
def look(root: Root) -> LeaseView:
    """Who leads now.

    Raises:
        UnavailableError: the database can't be reached.
    """
    return _view(root["leases"].get(LEASE))


@transactional
def take(
    root: Root, candidate: Candidate, *, place: str | None, seen: LeaseView, now: datetime
) -> int | None:
    """Lead from now on, unless there was a sign of life.

    Args:
        root: where.
        candidate: who.
        place: where the candidate keeps others from running.
        seen: what the candidate goes by.
        now: the time of its first heartbeat.

    Returns:
        the new term; `None` where the lease is not as it was seen.

    Raises:
        UnavailableError: the database can't be reached; whether this counted must be looked up.
    """
    lease = root["leases"].get(LEASE)
    if _view(lease) != seen:
        return None
    if lease is None:
        lease = root["leases"][LEASE] = Lease()
    lease.term += 1
    lease.holder_id, lease.holder_name, lease.holder_place = candidate.id, candidate.name, place
    # Also what makes this commit fail where the leader gives a sign of life at the same time.
    lease.pulse.count += 1
    note_beat(root, now=now)
    return int(lease.term)


@transactional
def renew(root: Root, term: int, *, now: datetime) -> None:
    """Give a sign of life.

    Raises:
        DeposedError: another one leads by now.
        UnavailableError: the database can't be reached.
    """
    refuse_deposed(root, term)
    root["leases"][LEASE].pulse.count += 1
    note_beat(root, now=now)


@transactional
def release(root: Root, term: int) -> None:
    """Lead no more, so that another one may at once; nothing happens where one does already.

    Raises:
        UnavailableError: the database can't be reached.
    """
    lease = root["leases"].get(LEASE)
    if lease is not None and lease.term == term:
        lease.holder_id = lease.holder_name = lease.holder_place = None


def refuse_deposed(root: Root, term: int) -> None:
    """Let nothing be done, or committed, in a term that is over.

    Raises:
        DeposedError: another one leads by now.
    """
    lease = root["leases"].get(LEASE)
    if lease is None or lease.term != term:
        raise DeposedError("Another scheduler leads by now; this one's work no longer counts.")
    # The commit fails, and is begun again, if the lease changes before it.
    lease._p_jar.readCurrent(lease)


def _view(lease: Lease | None) -> LeaseView:
    if lease is None:
        return LeaseView()
    return LeaseView(
        term=lease.term,
        holder_id=lease.holder_id,
        holder_name=lease.holder_name,
        holder_place=lease.holder_place,
        beat_count=lease.pulse.count,
    )
