"""What is written when a page was fetched: each function is one short transaction."""

from dataclasses import dataclass
from datetime import datetime

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Pages
from pydash_app.dashboard.services.fetch_records import FetchPlan
from pydash_app.database import Root, transactional
from pydash_app.errors import StaleWindowError
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import CallBatch


@dataclass(frozen=True, slots=True)
class PageStep:
    """What a page adds.

    Attributes:
        batch: its calls.
        pages: where the next one begins.
        complete_until_s: up to there every call is stored with this page; `None` where that
            can't be told.
        is_last: whether nothing is left for now.
        has_frozen_times: whether its calls bear times that they can't have; `None` where it has
            none to tell by.
    """

    batch: CallBatch
    pages: Pages
    complete_until_s: int | None
    is_last: bool
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
    if fetching.pages.after_id != plan.pages.after_id:
        raise StaleWindowError("This page was fetched before.")
    count = measurements.get(root, dashboard_id).merge(
        step.batch,
        complete_until_s=step.complete_until_s,
        compared_until_us=max(plan.pages.compared_until_us, fetching.imported_until_us),
    )
    fetching.pages = step.pages
    if step.has_frozen_times is not None:
        fetching.has_frozen_times = step.has_frozen_times
    fetching.note_stored(count, now=now)
    fetching.succeed(now=now, next_fetch_at=next_fetch_at, is_caught_up=step.is_last)
    return count


@transactional
def note_pages(
    root: Root, dashboard_id: str, plan: FetchPlan, pages: Pages, next_fetch_at: datetime
) -> None:
    """Store nothing, and remember what was learnt about where the next page begins."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is not None and plan.is_of(dashboard) and dashboard.fetching.pages == plan.pages:
        dashboard.fetching.pages = pages
        dashboard.fetching.is_caught_up = False
        dashboard.fetching.next_fetch_at = next_fetch_at
