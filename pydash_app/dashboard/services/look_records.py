"""What is written when a remote was looked at: each function is one short transaction."""

from datetime import datetime

from pydash_app.dashboard import repository
from pydash_app.dashboard.services.fetch_records import FetchPlan
from pydash_app.dashboard.warnings import find_warnings
from pydash_app.database import Root, transactional
from pydash_app.measurements import repository as measurements
from pydash_app.remote import RemoteDetails


@transactional
def note_look(
    root: Root,
    dashboard_id: str,
    plan: FetchPlan,
    details: RemoteDetails,
    observed: frozenset[str],
    *,
    now: datetime,
) -> None:
    """Remember which version a remote is, and what its owner should know."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None or not plan.is_of(dashboard):
        return
    dashboard.fetching.looked_at = now
    dashboard.fetching.observed_codes = tuple(sorted(observed))
    if dashboard.fmd_version != details.version:
        dashboard.fmd_version = details.version


@transactional
def change_wire(
    root: Root,
    dashboard_id: str,
    plan: FetchPlan,
    details: RemoteDetails,
    token: str,
    *,
    now: datetime,
) -> None:
    """Go on as a remote wants to be asked by now."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None or not plan.is_of(dashboard):
        return
    dashboard.fmd_version = details.version
    dashboard.warning_codes = tuple(find_warnings(dashboard.url, token, details.wire))
    coverage = measurements.get(root, dashboard_id).coverage()
    dashboard.fetching.begin_again(details.wire, coverage, now=now)
