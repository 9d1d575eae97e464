"""Fetches the calls of a dashboard, piece by piece.

Reading what is wanted, asking the remote and storing what it said are three steps, and only the
first and the last are transactions. A crash anywhere leaves whole pieces stored and none twice.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from pydash_app import metrics
from pydash_app.dashboard.quotas import find_full
from pydash_app.dashboard.services import (
    fetch_records,
    fetching_local_times,
    fetching_pages,
    fetching_windows,
    look_records,
)
from pydash_app.dashboard.services.clock_judging import clock_offset_s
from pydash_app.dashboard.services.errand import (
    SHORTEST_INTERVAL_S,
    Errand,
    interval_s,
    note_failure,
)
from pydash_app.dashboard.services.fetch_records import FetchPlan
from pydash_app.dashboard.services.observing import observe
from pydash_app.dashboard.token_cipher import decrypt_headers, decrypt_token
from pydash_app.database import Database
from pydash_app.errors import RemoteError
from pydash_app.remote import RemoteGateway, Wire
from pydash_app.settings import Settings

_WAYS: Mapping[Wire, Callable[[Errand], float]] = {
    Wire.FMD_1_10: fetching_local_times.fetch_from_end,
    Wire.FMD_1_11: fetching_local_times.fetch,
    Wire.EXPORT_1: fetching_pages.fetch,
}

PATIENCE_S = 58.0
"""How long a remote may occupy a worker, however many requests a fetch takes."""

log = logging.getLogger(__name__)


def fetch_next(
    database: Database,
    remotes: RemoteGateway,
    dashboard_id: UUID,
    *,
    settings: Settings,
    secret_key: bytes,
    now: Callable[[], datetime],
) -> float:
    """Fetch and store the next calls of a dashboard, or note why that failed.

    Returns:
        seconds until the next are due.

    Raises:
        UnavailableError: the database can't be reached; the next call goes on where this began.
    """
    key = str(dashboard_id)
    plan = fetch_records.read_plan(database, key, settle_lag_s=settings.settle_lag, now=now())
    if plan is None:
        return interval_s(settings)  # the scheduler is about to forget it
    full_code = find_full(settings, call_count=plan.call_count, stored_bytes=plan.stored_bytes)
    if full_code is not None:
        due_in_s = interval_s(settings, plan.fetch_interval_s)
        fetch_records.note_full(database, key, full_code, now() + timedelta(seconds=due_in_s))
        metrics.current().fetches.labels("quota_exceeded").inc()
        return due_in_s
    try:
        token = decrypt_token(plan.encrypted_token, secret_key)
        headers = decrypt_headers(plan.encrypted_headers, secret_key)
        patient = remotes.carrying(headers).limited_to(PATIENCE_S)
        due_in_s = _ask(Errand(database, patient, key, plan, token, settings, now))
    except RemoteError as error:
        log.info("Dashboard %s: %s: %s", plan.label, error.code, error.message)
        metrics.current().fetches.labels(error.code).inc()
        return note_failure(database, key, plan, error, now())
    _count(plan, now())
    return due_in_s


def _ask(errand: Errand) -> float:
    plan = errand.plan
    if _is_doubtful(plan, errand.clock()) and _has_changed(errand):
        return SHORTEST_INTERVAL_S
    return _WAYS.get(plan.wire, fetching_windows.fetch)(errand)


def _count(plan: FetchPlan, now: datetime) -> None:
    metrics.current().fetches.labels("succeeded").inc()
    if plan.caught_up_at is not None:
        lag_s = (now - plan.caught_up_at).total_seconds()
        metrics.current().fetch_lag.observe(max(0.0, lag_s))


def _is_doubtful(plan: FetchPlan, now: datetime) -> bool:
    """Whether to ask which version it is.

    Always where an upgrade would show in nothing but in other times, and where something failed.
    """
    is_silent = plan.wire in (Wire.FMD_1_10, Wire.FMD_1_11, Wire.FMD_1_12)
    return is_silent or plan.failure_count > 0 or plan.is_look_due(now)


def _has_changed(errand: Errand) -> bool:
    """Look at the remote; whether it hands out its calls in another way than it did."""
    plan, database, key = errand.plan, errand.database, errand.dashboard_id
    details = errand.remotes.get_details(plan.url)
    if details.wire is not plan.wire:
        look_records.change_wire(database, key, plan, details, errand.token, now=errand.clock())
        return True
    if plan.is_look_due(errand.clock()):
        offset_s = clock_offset_s(details.answered_at, errand.clock())
        look = look_records.Look(details, observe(errand, details), offset_s)
        look_records.note_look(database, key, plan, look, now=errand.clock())
    return False
