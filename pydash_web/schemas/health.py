"""Answer of the health route."""

from typing import Literal

from pydash_web.schemas.base import Answer


class PartAnswer(Answer):
    """Whether one part works."""

    ok: bool


class SchedulerAnswer(PartAnswer):
    """Whether the scheduler works; its heartbeat's age is `null` where it never beat.

    Of several schedulers one leads (`leader`: its host and process), and the others stand by.
    """

    heartbeat_age_s: float | None
    leader: str | None


class HealthAnswer(Answer):
    """`ok` when every part works."""

    status: Literal["ok", "failing"]
    web: PartAnswer
    database: PartAnswer
    scheduler: SchedulerAnswer
