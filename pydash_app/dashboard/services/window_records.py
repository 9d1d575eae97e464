"""What is written when windows are fetched once more: each function is one short transaction."""

from datetime import datetime
from typing import TYPE_CHECKING

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import FetchState
from pydash_app.dashboard.window_sight import WindowSight
from pydash_app.database import Root, transactional
from pydash_app.errors import StaleWindowError
from pydash_app.measurements.batch import MICROSECONDS, CallBatch
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window

if TYPE_CHECKING:
    from pydash_app.dashboard.services.fetch_records import FetchPlan


@transactional
def begin_recheck(
    root: Root, dashboard_id: str, plan: "FetchPlan", *, doubt: int, from_s: int, now: datetime
) -> None:
    """Fetch all windows once more, because another database has answered."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None or not plan.is_of(dashboard):
        return
    fetching = dashboard.fetching
    fetching.recheck_after_s = from_s
    fetching.window_sight = WindowSight(doubt=doubt)
    fetching.is_caught_up = False
    fetching.next_fetch_at = now


def merge_window(
    stored: Measurements, fetching: FetchState, window: Window, batch: CallBatch
) -> None:
    """Store the calls of a window that was fetched once more, as far as they are new.

    Raises:
        StaleWindowError: that was done before.
    """
    if fetching.recheck_after_s != window.after_s:
        raise StaleWindowError("This window was fetched once more before.")
    until_us = window.until_s * MICROSECONDS
    is_over = until_us >= max(
        (stored.coverage().complete_until_s or 0) * MICROSECONDS, stored.last_call_at_us or 0
    )
    stored.merge(batch, complete_until_s=window.until_s, compared_until_us=until_us)
    fetching.recheck_after_s = None if is_over else window.until_s
