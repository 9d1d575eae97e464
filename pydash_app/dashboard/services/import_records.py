"""What is read and written around an import: each function is one short transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard
from pydash_app.dashboard.quotas import refuse_full
from pydash_app.database import Root, reading, transactional
from pydash_app.errors import InvalidInputError, NotFoundError
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import MICROSECONDS, CallBatch
from pydash_app.measurements.flaws import Flaw
from pydash_app.measurements.window import Window
from pydash_app.remote import Wire
from pydash_app.settings import Settings


@dataclass(frozen=True, slots=True)
class StoredPart:
    """What became of a part of the calls.

    Attributes:
        stored_count: those that were not there.
        dropped_count: those older than single calls are kept, of which nobody can say whether they
            were there.
    """

    stored_count: int
    dropped_count: int


@reading
def check(root: Root, dashboard_id: str, *, is_zone_given: bool, settings: Settings) -> str:
    """The name of a dashboard that calls can be imported into.

    Raises:
        NotFoundError: there is none.
        InvalidInputError: there is no room, or the times would not fit those that are stored.
    """
    dashboard = _get(root, dashboard_id)
    refuse_full(settings, measurements.get(root, dashboard_id))
    if is_zone_given and Wire(dashboard.fetching.wire).is_local_time:
        raise InvalidInputError(
            "This app's Flask-MonitoringDashboard tells times of its host's clock, and PyDash "
            "keeps them as they are. Leave --timezone out, so that both fit; or install 1.13.1 "
            "in the app first, add it to PyDash anew, and import into the new dashboard."
        )
    return str(dashboard.name)


@transactional
def store_part(
    root: Root, dashboard_id: str, batch: CallBatch, *, settings: Settings, now: datetime
) -> StoredPart:
    """Store calls that are not stored yet. Doing it again changes nothing.

    Raises:
        NotFoundError: the dashboard was deleted.
        InvalidInputError: there is no room left; nothing was changed.
    """
    dashboard = _get(root, dashboard_id)
    stored = measurements.get(root, dashboard_id)
    refuse_full(settings, stored)
    until_us = int(batch.called_at_us[-1])
    kept_from_us = stored.calls_from_us or 0
    dropped_count = int(np.searchsorted(batch.called_at_us, kept_from_us, "left"))
    count = stored.merge(batch, complete_until_s=None, compared_until_us=until_us)
    dashboard.fetching.note_imported(until_us, now=now)
    return StoredPart(count, dropped_count)


@transactional
def note_lost(root: Root, dashboard_id: str, lost: Sequence[Flaw]) -> None:
    """Take note of rows that became no calls. Doing it again changes nothing."""
    _get(root, dashboard_id)
    measurements.get(root, dashboard_id).flaws_to_note().note(lost, {}, is_compared=True)


@transactional
def pack(root: Root, dashboard_id: str) -> bool:
    """Pack fresh calls, a bounded part of them; whether some are left. None is dropped."""
    _get(root, dashboard_id)
    stored = measurements.get(root, dashboard_id)
    stored.compact((stored.coverage().complete_until_s or 0) * MICROSECONDS)
    return stored.has_fresh_calls


@transactional
def finish(root: Root, dashboard_id: str, span_us: tuple[int, int]) -> None:
    """Note that all calls between the first and the last that were imported are there."""
    _get(root, dashboard_id)
    first_us, last_us = span_us
    window = Window(first_us // MICROSECONDS - 1, last_us // MICROSECONDS + 1)
    measurements.get(root, dashboard_id).note_imported(window)


def _get(root: Root, dashboard_id: str) -> Dashboard:
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None:
        raise NotFoundError("There is no such dashboard.")
    return dashboard
