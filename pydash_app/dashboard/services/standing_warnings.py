"""What the owner of a dashboard is warned of as it stands now."""

from pydash_app.dashboard.entity import Dashboard
from pydash_app.dashboard.flaw_warnings import describe_flaws
from pydash_app.dashboard.view import WarningView
from pydash_app.dashboard.warnings import FROZEN_VERSION, SENTENCES
from pydash_app.measurements.store import Measurements


def list_warnings(dashboard: Dashboard, stored: Measurements) -> list[WarningView]:
    """Of its app, its fetching, and what could not be kept as it came."""
    standing = [(code, SENTENCES[code]) for code in _warning_codes(dashboard)]
    return [WarningView(*said) for said in (*standing, *describe_flaws(stored.flaws.counts))]


def _warning_codes(dashboard: Dashboard) -> list[str]:
    fetching = dashboard.fetching
    found = dict.fromkeys((*dashboard.warning_codes, *fetching.observed_codes))
    has_frozen_times = fetching.has_frozen_times or dashboard.fmd_version == FROZEN_VERSION
    found |= {"frozen_times": None} if has_frozen_times else {}
    found |= {fetching.full_code: None} if fetching.is_full else {}
    return list(found)
