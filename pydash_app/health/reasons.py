"""What is not well, in sentences for operators and words for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydash_app.health.survey import Survey
from pydash_app.own_clock import ClockDoubt

LATE_AFTER_S = 600.0
UNSENT_AFTER_S = 600.0
LEAST_FREE_RATIO = 0.05
ENOUGH_FREE_BYTES = 5 * 1024**3
"""A twentieth of a huge disk is no shortage."""

SURVEY_COUNTS_FOR = timedelta(minutes=2)
"""What a scheduler saw that has fallen silent says nothing of the present."""

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that is not well.

    Attributes:
        code: a stable word.
        message: what is wrong, and what to do.
        is_failure: whether PyDash does not work because of it; else it soon may not.
    """

    code: str
    message: str
    is_failure: bool = False


DATABASE_UNREACHABLE = Reason(
    "database_unreachable",
    "The database can't be reached. Is `pydash db serve` running, or PYDASH_DATABASE wrong?",
    is_failure=True,
)


def judge_scheduler(*, is_ok: bool, heartbeat_age_s: float | None) -> Iterator[Reason]:
    """What is wrong with the scheduler, if anything is."""
    if is_ok:
        return
    if heartbeat_age_s is None:
        message = "No scheduler has ever worked on this database. Start `pydash scheduler`."
    else:
        message = (
            f"The scheduler has given no sign of life for {heartbeat_age_s:.0f} s. "
            "Start `pydash scheduler`, or look into its log."
        )
    yield Reason("scheduler_silent", message, is_failure=True)


def judge_survey(survey: Survey | None, *, now: datetime) -> Iterator[Reason]:
    """What the scheduler saw that is not well."""
    if survey is None or abs(now - survey.taken_at) > SURVEY_COUNTS_FOR:
        return
    if survey.longest_delay_s > LATE_AFTER_S:
        yield Reason(
            "fetches_late",
            f"{survey.overdue_count} fetches wait for their turn, the first for "
            f"{survey.longest_delay_s / 60:.0f} minutes. More PYDASH_SCHEDULER_WORKERS help.",
        )
    if survey.failing_mail_count and survey.oldest_mail_age_s > UNSENT_AFTER_S:
        yield Reason(
            "mails_unsent",
            f"{survey.failing_mail_count} mails can't be sent, the oldest for "
            f"{survey.oldest_mail_age_s / 60:.0f} minutes. "
            "Look at PYDASH_MAIL_URL and into the log.",
        )


def judge_clock(doubt: ClockDoubt | None) -> Iterator[Reason]:
    """What speaks against this machine's own clock."""
    if doubt is not None:
        apart = timedelta(seconds=round(abs(doubt.offset_s)))
        side = "behind" if doubt.offset_s > 0 else "ahead of"
        yield Reason(
            "clock_doubtful",
            f"The clock of the machine that PyDash runs on is probably wrong: it is {apart} "
            f"(hours:minutes:seconds) {side} those of the apps, all of them at once or against "
            "what it showed before. Let the machine set it by NTP. No app is blamed meanwhile.",
        )


def judge_disk(*, free_bytes: int, total_bytes: int) -> Iterator[Reason]:
    """Whether the disk of the data folder is nearly full."""
    if free_bytes < min(ENOUGH_FREE_BYTES, total_bytes * LEAST_FREE_RATIO):
        yield Reason(
            "disk_nearly_full",
            f"{free_bytes // _MEBIBYTE} MiB are left on the disk of PYDASH_DATA_DIR. "
            "Free some space, or nothing new can be stored.",
        )
