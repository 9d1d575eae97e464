"""Looks whether the parts of PyDash work, as far as the web process can tell."""

import shutil
from concurrent.futures import Future

from pydash_app import health
from pydash_app.errors import UnavailableError
from pydash_app.health import HealthView
from pydash_app.health.reasons import (
    DATABASE_UNREACHABLE,
    Reason,
    judge_clock,
    judge_disk,
    judge_scheduler,
    judge_survey,
)
from pydash_web.auth import is_administrator
from pydash_web.measuring import may_look_inside
from pydash_web.schemas.health import (
    HealthAnswer,
    PartAnswer,
    ReadinessAnswer,
    ReasonAnswer,
    SchedulerAnswer,
)
from pydash_web.services import Services

PATIENCE_S = 1.5
"""Less than the two seconds after which `pydash run` and load balancers give up. A call to a
database that is away waits for its restart, which is right for users and too long here."""


def check_health(services: Services) -> HealthAnswer:
    """Find out which parts work; of a scheduler that can't be seen, nothing good is assumed.

    Strangers are told what a load balancer needs; administrators, and whoever may read the
    metrics, also what is about to go wrong.
    """
    reading = _start_reading(services)
    reasons = _judge_disk(services)
    try:
        found = reading.result(PATIENCE_S)
    except (UnavailableError, TimeoutError):
        scheduler = SchedulerAnswer(ok=False, heartbeat_age_s=None, leader=None)
        is_told = may_look_inside(services.settings)
        return _describe(scheduler, [DATABASE_UNREACHABLE, *reasons], is_told=is_told)
    is_told = may_look_inside(services.settings) or is_administrator(services)
    is_ok, age_s = found.is_scheduler_ok, found.heartbeat_age_s
    scheduler = SchedulerAnswer(
        ok=is_ok, heartbeat_age_s=age_s, leader=found.leader if is_told else None
    )
    reasons += judge_scheduler(is_ok=is_ok, heartbeat_age_s=age_s)
    reasons += judge_survey(found.survey, now=services.now())
    reasons += judge_clock(found.clock_doubt)
    return _describe(scheduler, reasons, is_told=is_told)


def check_readiness(services: Services) -> ReadinessAnswer:
    """Find out whether this process can serve requests: whether it reaches the database.

    The scheduler is not asked for: pages and the API work without it.
    """
    try:
        _start_reading(services).result(PATIENCE_S)
    except (UnavailableError, TimeoutError):
        return ReadinessAnswer(status="not_ready", reasons=_answers([DATABASE_UNREACHABLE]))
    return ReadinessAnswer(status="ready", reasons=[])


def _start_reading(services: Services) -> "Future[HealthView]":
    return services.health_reading.start_or_join(
        lambda: health.read(services.database, now=services.now())
    )


def _judge_disk(services: Services) -> list[Reason]:
    try:
        disk = shutil.disk_usage(services.settings.data_dir)
    except OSError:  # no folder there: this web has none of its own
        return []
    return list(judge_disk(free_bytes=disk.free, total_bytes=disk.total))


def _describe(scheduler: SchedulerAnswer, reasons: list[Reason], *, is_told: bool) -> HealthAnswer:
    is_failing = any(reason.is_failure for reason in reasons)
    has_warnings = is_told and bool(reasons)
    return HealthAnswer(
        status="failing" if is_failing else "warning" if has_warnings else "ok",
        web=PartAnswer(ok=True),
        database=PartAnswer(ok=DATABASE_UNREACHABLE not in reasons),
        scheduler=scheduler,
        reasons=_answers(reasons) if is_told else None,
    )


def _answers(reasons: list[Reason]) -> list[ReasonAnswer]:
    return [ReasonAnswer(code=one.code, message=one.message) for one in reasons]
