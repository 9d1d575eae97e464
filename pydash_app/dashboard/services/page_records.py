"""What is written when a page was fetched: each function is one short transaction."""

from dataclasses import dataclass
from datetime import datetime

from pydash_app.dashboard import repository
from pydash_app.dashboard.cursors import Cursors
from pydash_app.dashboard.services.fetch_records import FetchPlan
from pydash_app.database import Root, reading, transactional
from pydash_app.errors import StaleWindowError
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.recognising import holds_one_of

EVER_US = 2**62
"""After all instants."""


@dataclass(frozen=True, slots=True)
class PageStep:
    """What a page adds.

    Attributes:
        batch: its calls.
        cursors: where the next one begins.
        is_compared: whether calls of it may be stored already.
        has_frozen_times: whether its calls bear times that they can't have; `None` where it has
            none to tell by.
    """

    batch: CallBatch
    cursors: Cursors
    is_compared: bool
    has_frozen_times: bool | None


@transactional
def store_page(
    root: Root,
    dashboard_id: str,
    plan: FetchPlan,
    step: PageStep,
    *,
    now: datetime,
    next_fetch_at: datetime,
) -> int:
    """Store the calls of a page together with the place where the next one begins.

    Returns:
        how many of them were new.

    Raises:
        StaleWindowError: it was fetched before; nothing was changed.
    """
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None or not plan.is_of(dashboard):
        return 0
    fetching = dashboard.fetching
    if fetching.cursors != plan.cursors:
        raise StaleWindowError("This page was fetched before.")
    count = measurements.get(root, dashboard_id).merge(
        step.batch,
        complete_until_s=step.cursors.complete_until_s,
        compared_until_us=EVER_US if step.is_compared else fetching.imported_until_us,
    )
    fetching.cursors = step.cursors
    if step.has_frozen_times is not None:
        fetching.has_frozen_times = step.has_frozen_times
    fetching.note_stored(count, now=now)
    is_caught_up = step.cursors.is_at_end
    fetching.succeed(now=now, next_fetch_at=next_fetch_at, is_caught_up=is_caught_up)
    return count


@transactional
def note_cursors(
    root: Root, dashboard_id: str, plan: FetchPlan, cursors: Cursors, next_fetch_at: datetime
) -> None:
    """Store nothing, and remember what was learnt about where the next page begins."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None or not plan.is_of(dashboard):
        return
    if dashboard.fetching.cursors == plan.cursors:
        dashboard.fetching.cursors = cursors
        dashboard.fetching.next_fetch_at = next_fetch_at


@reading
def is_stored(root: Root, dashboard_id: str, batch: CallBatch) -> bool:
    """Whether one of a few calls is stored, or was before it was dropped."""
    return holds_one_of(measurements.get(root, dashboard_id), batch)
