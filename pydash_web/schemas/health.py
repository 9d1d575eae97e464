"""Answers of the health routes."""

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


class ReasonAnswer(Answer):
    """Something that is not well: a stable word, and a sentence that says what to do."""

    code: str
    message: str


class HealthAnswer(Answer):
    """`ok` when all is well, `warning` when something soon may not be, `failing` with status 503.

    Strangers never see `warning`, nor `reasons`, which are `null` for them.
    """

    status: Literal["ok", "warning", "failing"]
    web: PartAnswer
    database: PartAnswer
    scheduler: SchedulerAnswer
    reasons: list[ReasonAnswer] | None


class LivenessAnswer(Answer):
    """This process takes requests and answers them, whatever else fails."""

    status: Literal["live"]


class ReadinessAnswer(Answer):
    """`ready`, or `not_ready` with status 503 and what is missing."""

    status: Literal["ready", "not_ready"]
    reasons: list[ReasonAnswer]
