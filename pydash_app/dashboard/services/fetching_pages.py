"""Fetches pages of rows by their ids, as fmd_export hands them out.

A row has its id for good, so nothing is missed or doubled, whatever its time says. Which database
answers is never taken for granted: each page follows on rows that it still has, see
`pydash_app.dashboard.cursors`. Where ids may become visible out of order, only those are asked for
that were seen some time ago.
"""

import logging
import math
from dataclasses import replace
from datetime import datetime, timedelta

from pydash_app import metrics
from pydash_app.dashboard.cursor import Cursor
from pydash_app.dashboard.cursors import Cursors, next_line
from pydash_app.dashboard.services import page_records
from pydash_app.dashboard.services.errand import Errand
from pydash_app.dashboard.services.page_places import (
    choose_fallback,
    is_useful,
    without_unsettled,
)
from pydash_app.dashboard.services.page_records import PageStep
from pydash_app.errors import StaleWindowError
from pydash_app.measurements.batch import MICROSECONDS
from pydash_app.remote import PageAnswer, PagedRemote
from pydash_app.statistics.instants import EPOCH, from_us

FROZEN_AFTER = timedelta(hours=1)

log = logging.getLogger(__name__)


def fetch(errand: Errand) -> float:
    """Fetch the next page; where it is the last, once an hour what another database may have.

    Returns:
        seconds until the next one is due.

    Raises:
        RemoteError: the remote can't be asked, or does not answer as it should.
    """
    remote = errand.remotes.open_pages(errand.plan.url, errand.token)
    cursors, due_in_s = _fetch_one(errand, remote)
    if errand.plan.is_look_due(errand.clock()) and cursors.is_at_end:
        # Where requests go to several processes in turn, the next one goes to another of them.
        plan = replace(errand.plan, cursors=cursors, call_count=errand.plan.call_count or 1)
        _, due_in_s = _fetch_one(replace(errand, plan=plan), remote)
    return due_in_s


def _fetch_one(errand: Errand, remote: PagedRemote) -> tuple[Cursors, float]:
    """Fetch a page; where to go on, and in how many seconds."""
    cursors = errand.plan.cursors
    if cursors.known and cursors.known[0].unmarked_id:
        return _recognise(errand, remote, cursors.known[0])
    fallback = choose_fallback(cursors)
    page = remote.read_on(cursors.as_known_rows(), fallback)
    if not is_useful(cursors, page):
        return _note(errand, cursors.with_strange_answer(), errand.soon_s)
    if page.has_ids_in_order is None:
        if cursors.has_ids_in_order is None:
            cursors = replace(cursors, has_ids_in_order=remote.has_ids_in_order())
        page = without_unsettled(page, fallback, has_ids_in_order=bool(cursors.has_ids_in_order))
    return _keep(errand, cursors, page, is_from_start=not fallback.after_id)


def _recognise(errand: Errand, remote: PagedRemote, cursor: Cursor) -> tuple[Cursors, float]:
    """Find the last row that an earlier PyDash stored; begin anew where it is not there."""
    page = remote.get_page(cursor.unmarked_id - 1, cursor.unmarked_id)
    is_there = page.last_mark is not None and (
        not len(page.batch)
        or page_records.is_stored(errand.database, errand.dashboard_id, page.batch)
    )
    if not is_there:
        log.info("Dashboard %s: its rows begin anew.", errand.plan.label)
        return _note(errand, Cursors(), errand.soon_s)
    known = cursor.with_marks(page.last_mark, page.last_mark)
    return _note(errand, replace(errand.plan.cursors, known=(known,)), errand.soon_s)


def _keep(
    errand: Errand, cursors: Cursors, page: PageAnswer, *, is_from_start: bool
) -> tuple[Cursors, float]:
    number, before = _find(errand, cursors, page)
    has_order = bool(page.has_ids_in_order)
    has_settled = has_order or before.until is not None or not page.last_id
    is_last = has_settled and page.next_after_id >= (
        page.last_id if has_order else min(page.last_id, before.until_id)
    )
    after = _advance(errand, before, page, is_last=is_last)
    cursors = cursors.with_answer(
        after, number, is_idle=page.last_mark is None, is_from_start=is_from_start
    )
    due_in_s = errand.due_in_s(is_last=is_last)
    if is_last and cursors.has_some_left:
        due_in_s = errand.soon_s
    elif is_last:
        cursors = cursors.after_round()
    if not has_order and (is_last or not has_settled):
        due_in_s = max(due_in_s, errand.settings.settle_lag)
    step = PageStep(
        batch=page.batch,
        cursors=cursors,
        is_compared=before.after_id < before.compared_until_id or cursors.has_kin(after),
        has_frozen_times=_has_frozen_times(before, page),
    )
    return cursors, _store(errand, step, due_in_s)


def _find(errand: Errand, cursors: Cursors, page: PageAnswer) -> tuple[int | None, Cursor]:
    """Whose page it is: the number of its cursor, where there is one, and how far that was."""
    number = page.cursor
    if number is None and page.known is None:  # of an older fmd_export, from the beginning
        number = next((n for n, one in enumerate(cursors.known) if not one.marks), None)
    if number is not None and page.after == next(iter(cursors.known[number].marks), None):
        return number, cursors.known[number]
    if any(one.marks for one in cursors.known):
        log.info("Dashboard %s: another database answers.", errand.plan.label)
    if number is None:
        began = Cursor(line=next_line(cursors.known))
    else:
        began = cursors.known[number].at(page.after)
    is_first = not errand.plan.call_count
    return None, replace(began, compared_until_id=0 if is_first else page.last_id)


def _advance(errand: Errand, before: Cursor, page: PageAnswer, *, is_last: bool) -> Cursor:
    """The cursor after a page; ids that were seen settle only when those before are stored."""
    after = before.with_marks(page.first_mark, page.last_mark)
    if page.has_ids_in_order:
        after = replace(after, last_id=page.last_id, seen_at=_remote_now(errand, page))
    elif is_last or before.until is None:
        until = page.end_mark or (str(page.last_id) if page.last_id else None)
        now = _remote_now(errand, page)
        after = replace(after, last_id=page.last_id, seen_at=now, until=until)
    has_lost = bool(before.marks) and page.known is not None and before.marks[-1] not in page.known
    return replace(
        after,
        complete_until_s=_complete_until_s(errand, before, page, is_last=is_last),
        is_at_end=is_last,
        is_pruned=before.is_pruned or has_lost,
    )


def _has_frozen_times(before: Cursor, page: PageAnswer) -> bool | None:
    """Whether calls that were not there at the last answer bear times long before it."""
    times_us = page.batch.called_at_us
    if not before.is_at_end or before.seen_at is None or not len(times_us):
        return None
    return from_us(int(times_us[-1])) < before.seen_at - FROZEN_AFTER


def _complete_until_s(
    errand: Errand, before: Cursor, page: PageAnswer, *, is_last: bool
) -> int | None:
    """Up to which second every call is stored with this page.

    A call bears the time at which it was served, and gets its id a moment later. While pages
    follow, the middle of this one stands for what is complete: its latest time would not do, of
    which nobody can say that a row with a higher id is not earlier.
    """
    lag_s, now = errand.settings.settle_lag, _remote_now(errand, page)
    if is_last:
        at = now if page.has_ids_in_order else min(before.seen_at or now, now)
        return math.floor((at - EPOCH).total_seconds() - lag_s)
    times_us = page.batch.called_at_us
    if not len(times_us):
        return before.complete_until_s
    middle_s = min(int(times_us[len(times_us) // 2]) / MICROSECONDS, now.timestamp())
    return max(before.complete_until_s or 0, math.floor(middle_s - lag_s))


def _remote_now(errand: Errand, page: PageAnswer) -> datetime:
    return page.remote_now_at or errand.clock()


def _store(errand: Errand, step: PageStep, due_in_s: float) -> float:
    now = errand.clock()
    next_fetch_at = now + timedelta(seconds=due_in_s)
    try:
        stored_count = page_records.store_page(
            errand.database,
            errand.dashboard_id,
            errand.plan,
            step,
            now=now,
            next_fetch_at=next_fetch_at,
        )
    except StaleWindowError:
        log.info("Dashboard %s: another worker stored this page first.", errand.plan.label)
        return errand.soon_s
    metrics.current().calls_stored.inc(stored_count)
    return due_in_s


def _note(errand: Errand, cursors: Cursors, due_in_s: float) -> tuple[Cursors, float]:
    next_fetch_at = errand.clock() + timedelta(seconds=due_in_s)
    page_records.note_cursors(
        errand.database, errand.dashboard_id, errand.plan, cursors, next_fetch_at
    )
    return cursors, due_in_s
