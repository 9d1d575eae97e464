"""Looks, once in a while, for what the owner of an app should know though the fetching works."""

from contextlib import suppress
from datetime import datetime, timedelta

from pydash_app.dashboard.services.errand import Errand
from pydash_app.dashboard.services.window_planning import HINT_ERROR
from pydash_app.errors import AnswerTooLargeError, RemoteError
from pydash_app.remote import RemoteDetails, Wire
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
    """Whether the remote's first call is later than the first one that it once handed out."""
    first_us, _ = errand.plan.span_us
    if first_us is None:
        return False
    if details.wire is Wire.EXPORT_1:
        remote = errand.remotes.open_pages(errand.plan.url, errand.token)
        first = remote.get_page(0, None, most_rows=1).batch.called_at_us
        return bool(len(first)) and int(first[0]) > first_us
    at = details.first_request_at
    return at is not None and at - HINT_ERROR > from_us(first_us)


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
