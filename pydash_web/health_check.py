"""Looks whether the parts of PyDash work, as far as the web process can tell."""

from pydash_app import health
from pydash_app.errors import UnavailableError
from pydash_web.schemas.health import HealthAnswer, PartAnswer, SchedulerAnswer
from pydash_web.services import Services

PATIENCE_S = 1.5
"""Less than the two seconds after which `pydash run` and load balancers give up. A call to a
database that is away waits for its restart, which is right for users and too long here."""


def check_health(services: Services) -> HealthAnswer:
    """Find out which parts work; of a scheduler that can't be seen, nothing good is assumed."""
    reading = services.health_reading.start_or_join(
        lambda: health.read(services.database, now=services.now())
    )
    try:
        found = reading.result(PATIENCE_S)
    except (UnavailableError, TimeoutError):
        return _describe(
            is_database_ok=False,
            scheduler=SchedulerAnswer(ok=False, heartbeat_age_s=None, leader=None),
        )
    return _describe(
        is_database_ok=True,
        scheduler=SchedulerAnswer(
            ok=found.is_scheduler_ok,
            heartbeat_age_s=found.heartbeat_age_s,
            leader=found.leader,
        ),
    )


def _describe(*, is_database_ok: bool, scheduler: SchedulerAnswer) -> HealthAnswer:
    return HealthAnswer(
        status="ok" if is_database_ok and scheduler.ok else "failing",
        web=PartAnswer(ok=True),
        database=PartAnswer(ok=is_database_ok),
        scheduler=scheduler,
    )
