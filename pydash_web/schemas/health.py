"""Answer of the health route."""

from typing import Literal

from pydash_web.schemas.base import Answer


class PartAnswer(Answer):
    """Whether one part works."""

    ok: bool


class SchedulerAnswer(PartAnswer):
    """Whether the scheduler works; its heartbeat's age is `null` where it never beat."""

    heartbeat_age_s: float | None


class HealthAnswer(Answer):
    """`ok` when every part works."""

    status: Literal["ok", "failing"]
    web: PartAnswer
    database: PartAnswer
    scheduler: SchedulerAnswer
