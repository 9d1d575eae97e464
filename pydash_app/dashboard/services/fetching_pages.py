"""Fetches pages of rows by their ids, as fmd_export hands them out.

A row has its id for good, so nothing is missed or doubled, whatever its time says. Where ids may
become visible out of order, only those are asked for that were seen some time ago.
"""

import logging
import math
from dataclasses import replace
from datetime import datetime, timedelta

from pydash_app import metrics
from pydash_app.dashboard.entity import Pages
from pydash_app.dashboard.services import page_records
from pydash_app.dashboard.services.errand import Errand
from pydash_app.dashboard.services.page_records import PageStep
from pydash_app.errors import StaleWindowError
from pydash_app.measurements.batch import MICROSECONDS
from pydash_app.remote import PageAnswer, PagedRemote
from pydash_app.statistics.instants import EPOCH, from_us

FROZEN_AFTER = timedelta(hours=1)

log = logging.getLogger(__name__)


def fetch(errand: Errand) -> float:
    """Fetch the next page.

    Returns:
        seconds until the next one is due.

    Raises:
        RemoteError: the remote can't be asked, or does not answer as it should.
    """
    pages = errand.plan.pages
    remote = errand.remotes.open_pages(errand.plan.url, errand.token)
    if pages.has_ids_in_order is None:
        return _learn(errand, remote)
    until_id = None if pages.has_ids_in_order else pages.last_id
    answer = remote.get_page(pages.after_id, until_id)
    if answer.last_id < pages.after_id:
        return _begin_anew(errand, answer)
    return _keep(errand, answer, until_id)


def _learn(errand: Errand, remote: PagedRemote) -> float:
    """Find out in which order ids appear, and up to which one they have now."""
    answer = remote.get_page(errand.plan.pages.after_id, 0)
    learnt = replace(
        errand.plan.pages,
        has_ids_in_order=remote.has_ids_in_order(),
        last_id=answer.last_id,
        seen_at=_remote_now(errand, answer),
    )
    pause_s = errand.soon_s if learnt.has_ids_in_order else errand.settings.settle_lag
    return _note(errand, learnt, max(pause_s, errand.soon_s))


def _begin_anew(errand: Errand, answer: PageAnswer) -> float:
    """Go through all rows once more: the remote's database was emptied, or is another one."""
    log.info("Dashboard %s: its rows begin anew.", errand.plan.label)
    now = _remote_now(errand, answer)
    compared_until_us = int((now - EPOCH) / timedelta(microseconds=1))
    return _note(errand, Pages(compared_until_us=compared_until_us), errand.soon_s)


def _keep(errand: Errand, answer: PageAnswer, until_id: int | None) -> float:
    plan, now = errand.plan, errand.clock()
    is_last = answer.next_after_id >= (answer.last_id if until_id is None else until_id)
    due_in_s = errand.due_in_s(is_last=is_last)
    if is_last and not plan.pages.has_ids_in_order:
        due_in_s = max(due_in_s, errand.settings.settle_lag)
    step = PageStep(
        batch=answer.batch,
        pages=_pages_after(errand, answer, is_last=is_last),
        complete_until_s=_complete_until_s(errand, answer, is_last=is_last),
        is_last=is_last,
        has_frozen_times=_has_frozen_times(errand, answer),
    )
    next_fetch_at = now + timedelta(seconds=due_in_s)
    try:
        stored_count = page_records.store_page(
            errand.database, errand.dashboard_id, plan, step, now=now, next_fetch_at=next_fetch_at
        )
    except StaleWindowError:
        log.info("Dashboard %s: another worker stored this page first.", errand.plan.label)
        return errand.soon_s
    metrics.current().calls_stored.inc(stored_count)
    return due_in_s


def _has_frozen_times(errand: Errand, answer: PageAnswer) -> bool | None:
    """Whether calls that were not there at the last fetch bear times long before it."""
    # By the remote's own clock, which wrote these times: ours may have been wrong then.
    since, times_us = errand.plan.pages.seen_at, answer.batch.called_at_us
    if errand.plan.caught_up_at is None or since is None or not len(times_us):
        return None
    return from_us(int(times_us[-1])) < since - FROZEN_AFTER


def _pages_after(errand: Errand, answer: PageAnswer, *, is_last: bool) -> Pages:
    """Where to go on; ids that were seen count as settled only when those before are stored."""
    before = errand.plan.pages
    if is_last or before.has_ids_in_order:
        now = _remote_now(errand, answer)
        before = replace(before, last_id=answer.last_id, seen_at=now)
    return replace(before, after_id=answer.next_after_id)


def _complete_until_s(errand: Errand, answer: PageAnswer, *, is_last: bool) -> int | None:
    """Up to which second every call is stored with this page.

    A call bears the time at which it was served, and gets its id a moment later.
    """
    lag_s = errand.settings.settle_lag
    if is_last:
        pages, now = errand.plan.pages, _remote_now(errand, answer)
        at = now if pages.has_ids_in_order else min(pages.seen_at or now, now)
        return math.floor((at - EPOCH).total_seconds() - lag_s)
    times_us = answer.batch.called_at_us
    return math.floor(int(times_us[-1]) / MICROSECONDS - lag_s) if len(times_us) else None


def _remote_now(errand: Errand, answer: PageAnswer) -> datetime:
    return answer.remote_now_at or errand.clock()


def _note(errand: Errand, pages: Pages, due_in_s: float) -> float:
    next_fetch_at = errand.clock() + timedelta(seconds=due_in_s)
    page_records.note_pages(
        errand.database, errand.dashboard_id, errand.plan, pages, next_fetch_at
    )
    return due_in_s
