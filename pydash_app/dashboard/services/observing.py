"""Looks, once in a while, for what the owner of an app should know though the fetching works."""

from contextlib import suppress
from datetime import datetime, timedelta

from pydash_app.dashboard.services.errand import Errand
from pydash_app.dashboard.services.window_planning import HINT_ERROR
from pydash_app.errors import AnswerTooLargeError, RemoteError
from pydash_app.remote import RemoteDetails, Wire
from pydash_app.remote.bookmarks import id_of
from pydash_app.statistics.instants import EPOCH, from_us

FUTURE_IS_AFTER = timedelta(hours=1)
LATEST_ZONE = timedelta(hours=14)


def observe(errand: Errand, details: RemoteDetails) -> frozenset[str]:
    """The codes of the warnings that a look at the remote gives reason for, but for its clock.

    What it does not answer now is no failure: it will be asked again. What is future, its own
    clock says where it tells the time: ours may be wrong.
    """
    now = details.answered_at or errand.clock()
    found = {}
    with suppress(RemoteError):
        found["pruned_remote"] = _has_pruned(errand, details)
    with suppress(RemoteError):
        found["future_times"] = _has_future_calls(errand, now)
    return frozenset(code for code, holds in found.items() if holds)


def _has_pruned(errand: Errand, details: RemoteDetails) -> bool:
    """Whether rows that were stored are gone from the remote.

    By pages, the first row that was read tells, whatever time it bears: the lowest id is not that
    of the oldest call. By windows, the remote's first call does.
    """
    if details.wire is Wire.EXPORT_1:
        return _has_lost_first_row(errand)
    if errand.plan.window_sight.doubt:
        return False  # the first call of which database?
    first_us, _ = errand.plan.span_us
    at = details.first_request_at
    return first_us is not None and at is not None and at - HINT_ERROR > from_us(first_us)


def _has_lost_first_row(errand: Errand) -> bool:
    """Whether the first row that was read is gone; an older fmd_export must be asked for it."""
    cursors = errand.plan.cursors
    if cursors.has_ids_in_order is None or len(cursors.known) != 1 or not cursors.known[0].marks:
        return cursors.is_pruned
    first_mark = cursors.known[0].marks[-1]
    remote = errand.remotes.open_pages(errand.plan.url, errand.token)
    found = remote.get_page(0, None, most_rows=1).first_mark
    return found is not None and id_of(found) > id_of(first_mark)


def _has_future_calls(errand: Errand, now: datetime) -> bool:
    plan = errand.plan
    after = now + FUTURE_IS_AFTER + (LATEST_ZONE if plan.wire.is_local_time else timedelta())
    if plan.wire is Wire.EXPORT_1:
        _, last_us = plan.span_us
        return last_us is not None and from_us(last_us) > after
    remote = errand.remotes.open_windows(plan.url, errand.token, plan.wire)
    try:
        return len(remote.get_calls_after(int((after - EPOCH).total_seconds())).batch) > 0
    except AnswerTooLargeError:
        return True
