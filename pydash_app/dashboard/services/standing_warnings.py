"""What the owner of a dashboard is warned of as it stands now."""

from collections.abc import Iterator
from datetime import datetime

from pydash_app.dashboard.entity import Dashboard, FetchState
from pydash_app.dashboard.flaw_warnings import describe_flaws
from pydash_app.dashboard.view import WarningView
from pydash_app.dashboard.warnings import FROZEN_VERSION, SENTENCES
from pydash_app.measurements.store import Measurements
from pydash_app.own_clock import TOLERANCE
from pydash_app.remote import Wire

_BY_OUR_CLOCK = ("clock_off", "future_times")


def list_warnings(
    dashboard: Dashboard, stored: Measurements, *, now: datetime
) -> list[WarningView]:
    """Of its app, its fetching, and what could not be kept as it came."""
    standing = [(code, SENTENCES[code]) for code in _warning_codes(dashboard, now)]
    return [WarningView(*said) for said in (*standing, *describe_flaws(stored.flaws.counts))]


def _warning_codes(dashboard: Dashboard, now: datetime) -> list[str]:
    fetching = dashboard.fetching
    # A look in the future was noted by a clock of ours that was wrong, and blames nobody.
    is_doubtful = fetching.looked_at is not None and fetching.looked_at > now + TOLERANCE
    observed = [
        one for one in fetching.observed_codes if not is_doubtful or one not in _BY_OUR_CLOCK
    ]
    found = dict.fromkeys((*dashboard.warning_codes, *observed))
    has_frozen_times = fetching.has_frozen_times or dashboard.fmd_version == FROZEN_VERSION
    found |= {"frozen_times": None} if has_frozen_times else {}
    found |= dict.fromkeys(_codes_of_databases(fetching))
    found |= {fetching.full_code: None} if fetching.is_full else {}
    return list(found)


def _codes_of_databases(fetching: FetchState) -> Iterator[str]:
    """What is to be said of the app's databases, as their answers show."""
    if fetching.wire != Wire.EXPORT_1:
        if fetching.window_sight.doubt:
            yield "mixed_answers"
        return
    cursors = fetching.cursors
    if cursors.is_crowded:
        yield "crowd_of_databases"
    elif len(cursors.in_turn) > 1:
        yield "several_databases"
    elif cursors.is_pruned:
        yield "pruned_remote"
