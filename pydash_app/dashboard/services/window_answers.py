"""Asks for windows, and notices when another database answers than before.

A window reaches back to the last call that is stored. Where that call is missing, the window is
asked for several times: where the answers differ, several databases answer in turn, and what each
has counts. Either way all that the app has is fetched once more and compared.
"""

import logging
from collections import Counter
from contextlib import suppress
from dataclasses import replace

from pydash_app.dashboard.services import window_records
from pydash_app.dashboard.services.errand import Errand
from pydash_app.dashboard.services.fetch_records import FetchPlan
from pydash_app.dashboard.services.window_planning import history_from_s
from pydash_app.dashboard.window_sight import MIXED_FOR_WINDOWS, missing_rows, rows_of
from pydash_app.errors import AnswerTooLargeError, RemoteError
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.joining import join
from pydash_app.measurements.window import Window
from pydash_app.remote import CallsAnswer, WindowRemote

TIMES_ASKED = 6
"""Of two databases that are asked by chance, one stays out once in 32 windows."""

log = logging.getLogger(__name__)


def ask(
    errand: Errand, remote: WindowRemote, window: Window
) -> tuple[FetchPlan, CallsAnswer] | None:
    """The calls of a window, and the plan with what is known of the database after it.

    Returns:
        `None` where another database answered: it is to be fetched from its beginning.

    Raises:
        RemoteError: the remote can't be asked, or does not answer as it should.
    """
    plan = errand.plan
    if plan.wire.is_local_time:
        return plan, remote.get_calls(window)
    sight = plan.window_sight
    wide = window if plan.is_recheck else sight.widened(window)
    first = _ask_wide(remote, wide, window)
    is_known = plan.is_recheck or first is None or sight.is_in(first.batch, wide)
    if first is None or (is_known and not sight.doubt):
        return _seen(plan, first or remote.get_calls(window), window)
    answers = [first, *(remote.get_calls(wide) for _ in range(TIMES_ASKED - 1))]
    is_mixed = any(_rows(one) != _rows(first) for one in answers)
    if not is_known and not sight.doubt:
        log.info("Dashboard %s: another database answers.", plan.label)
        doubt = MIXED_FOR_WINDOWS if is_mixed else 0
        window_records.begin_recheck(
            errand.database,
            errand.dashboard_id,
            plan,
            doubt=doubt,
            from_s=_find_beginning_s(errand),
            now=errand.clock(),
        )
        return None
    doubt = MIXED_FOR_WINDOWS if is_mixed else sight.doubt - (not plan.is_recheck)
    batch = _united([one.batch.within(window) for one in answers])
    seen = replace(sight, doubt=doubt).after(batch)
    times = [one.remote_now_at for one in answers if one.remote_now_at is not None]
    united = replace(first, batch=batch, remote_now_at=min(times, default=None))
    return replace(plan, window_sight=seen), united


def _seen(plan: FetchPlan, answer: CallsAnswer, window: Window) -> tuple[FetchPlan, CallsAnswer]:
    batch = answer.batch.within(window)
    return replace(plan, window_sight=plan.window_sight.after(batch)), replace(answer, batch=batch)


def _ask_wide(remote: WindowRemote, wide: Window, window: Window) -> CallsAnswer | None:
    """The calls of a window that reaches back; `None` where only the window itself may be had."""
    try:
        return remote.get_calls(wide)
    except AnswerTooLargeError:
        if wide == window:
            raise
        return None


def _rows(answer: CallsAnswer) -> "Counter[tuple[object, ...]]":
    return Counter(rows_of(answer.batch))


def _united(batches: list[CallBatch]) -> CallBatch:
    """Each call as often as the batch has it that has it most often."""
    united = batches[0]
    for batch in batches[1:]:
        missing = missing_rows(batch, [united])
        united = join(united, missing) if len(missing) else united
    return united


def _find_beginning_s(errand: Errand) -> int:
    """Where the calls of all databases begin, as far as they say; 0 where they don't."""
    begins = [errand.plan.history_from_s]
    for _ in range(2):
        with suppress(RemoteError):
            details = errand.remotes.get_details(errand.plan.url)
            at = details.first_request_at
            begins.append(0 if at is None else history_from_s(at, errand.clock()))
    return min(begins)
