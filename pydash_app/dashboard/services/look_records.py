"""What is written when a remote was looked at: each function is one short transaction."""

from dataclasses import dataclass
from datetime import datetime

from pydash_app.dashboard import repository
from pydash_app.dashboard.services.clock_judging import CLOCK_OFF, judge_clock
from pydash_app.dashboard.services.fetch_records import FetchPlan
from pydash_app.dashboard.warnings import find_warnings
from pydash_app.database import Root, transactional
from pydash_app.measurements import repository as measurements
from pydash_app.remote import RemoteDetails


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a remote brought.

    Attributes:
        observed: codes of warnings, see `observing`.
        clock_offset_s: how far its clock is ahead of ours; `None` where it does not tell its time.
    """

    details: RemoteDetails
    observed: frozenset[str]
    clock_offset_s: float | None


@transactional
def note_look(
    root: Root,
    dashboard_id: str,
    plan: FetchPlan,
    look: Look,
    *,
    now: datetime,
) -> None:
    """Remember which version a remote is, and what its owner should know."""
    dashboard = repository.find(root, dashboard_id)
    if dashboard is None or not plan.is_of(dashboard):
        return
    is_off = judge_clock(root, dashboard, look.clock_offset_s, now=now)
    codes = look.observed | ({CLOCK_OFF} if is_off else set())
    dashboard.fetching.looked_at = now
    dashboard.fetching.observed_codes = tuple(sorted(codes))
    if dashboard.fmd_version != look.details.version:
        dashboard.fmd_version = look.details.version


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
