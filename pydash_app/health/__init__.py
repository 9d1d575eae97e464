"""Tells whether PyDash itself works.

The scheduler leaves a heartbeat and what it saw in the database, the web reads both. `survey`
looks around. May import `pydash_app.{database,errors,mail,own_clock}` and the schedule of the
dashboards.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from pydash_app.database import Root, reading, transactional
from pydash_app.health.survey import Survey
from pydash_app.own_clock import ClockDoubt, find_doubt

BEAT_INTERVAL_S = 5.0
OLDEST_BEAT_S = 12.0
"""Two beats and a bit: one late beat is no failure."""


@dataclass(frozen=True, slots=True)
class HealthView:
    """How the scheduler does.

    Attributes:
        heartbeat_age_s: `None` when it never ran on this database.
        leader: the name of the one that works; `None` where none leads.
        survey: what it saw when it last looked around; `None` when it never did.
        clock_doubt: why this machine's clock may be wrong; `None` where nothing speaks against it.
    """

    is_scheduler_ok: bool
    heartbeat_age_s: float | None
    leader: str | None = None
    survey: Survey | None = None
    clock_doubt: ClockDoubt | None = None


def note_beat(root: Root, *, now: datetime) -> None:
    """Leave the scheduler's heartbeat, together with what else is committed."""
    root["heartbeats"]["scheduler"] = now


@transactional
def report(root: Root, survey: Survey) -> None:
    """Leave what the scheduler saw."""
    root["reports"]["scheduler"] = asdict(survey)


@transactional
def note_packed(root: Root, *, now: datetime) -> None:
    """Remember when the own database was packed."""
    root["reports"]["pack"] = {"packed_at": now}


@reading
def is_beating(root: Root, *, now: datetime) -> bool:
    """Whether a scheduler works on this database, whichever PyDash has written it.

    Raises:
        UnavailableError: the database can't be reached.
    """
    beaten_at = root.get("heartbeats", {}).get("scheduler")
    return beaten_at is not None and abs((now - beaten_at).total_seconds()) <= OLDEST_BEAT_S


@reading
def read(root: Root, *, now: datetime) -> HealthView:
    """Read the scheduler's heartbeat, who leaves it, and what it saw.

    Raises:
        UnavailableError: the database can't be reached.
    """
    found = root["reports"].get("scheduler")
    survey = None if found is None else Survey(**found)
    doubt = find_doubt(root, now=now)
    beaten_at = root["heartbeats"].get("scheduler")
    if beaten_at is None:
        return HealthView(
            is_scheduler_ok=False, heartbeat_age_s=None, survey=survey, clock_doubt=doubt
        )
    lease = root["leases"].get("scheduler")
    age_s = (now - beaten_at).total_seconds()
    # One from the future says as little as an old one: some clock is wrong.
    return HealthView(
        is_scheduler_ok=abs(age_s) <= OLDEST_BEAT_S,
        heartbeat_age_s=max(0.0, age_s),
        leader=None if lease is None else lease.holder_name,
        survey=survey,
        clock_doubt=doubt,
    )
