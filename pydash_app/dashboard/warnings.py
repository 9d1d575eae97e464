"""What the owner of a dashboard should know though it works."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydash_app.dashboard.cursors import MOST_CURSORS
from pydash_app.remote import Wire

DEFAULT_TOKEN = "cc83733cb0af8b884ff6577086b87909"  # noqa: S105
"""Every Flask-MonitoringDashboard has it that was given no other (its `core/config`)."""

SHORTEST_TOKEN_BYTES = 32
"""HMAC with SHA-256 wants a key as long as its digest (RFC 7518, 3.2)."""

FROZEN_VERSION = "5.0.2"
"""Of Flask-MonitoringDashboard: it notes the start of the app as the time of every call."""

SENTENCES: Mapping[str, str] = {
    "default_token": (
        "The app still has the security code that is the same in every installation. "
        "Choose your own in the app, then enter it here."
    ),
    "short_token": (
        f"The security code is shorter than {SHORTEST_TOKEN_BYTES} characters and could be "
        "guessed. Choose a longer one."
    ),
    "plain_http": (
        "The app is asked over http, so that others on the way can read the measurements. "
        "Use https where you can."
    ),
    "clock_off": (
        "The app's clock is more than a minute off, and so are the times of its calls. "
        "Set the clock of its machine."
    ),
    "future_times": (
        "The app holds calls with times in the future, so something was wrong with its clock. "
        "They count when their time has come."
    ),
    "frozen_times": (
        "New calls of the app bear old times, all the same one: Flask-MonitoringDashboard 5.0.2 "
        "notes when the app was started. Install 5.0.4 or later."
    ),
    "pruned_remote": (
        "The app has deleted old calls. Those that PyDash has fetched stay; nothing is to be done."
    ),
    "several_databases": (
        "Several databases answer at the app's address in turn, as when each of its processes or "
        "machines has an SQLite file of its own. PyDash keeps the calls of all of them, up to "
        f"{MOST_CURSORS}. Better: give Flask-MonitoringDashboard one database that all of them "
        "share, such as PostgreSQL (DATABASE in its configuration)."
    ),
    "mixed_answers": (
        "Several databases answer at the app's address in turn, as when each of its processes or "
        "machines has an SQLite file of its own. This Flask-MonitoringDashboard does not say "
        "which one answers, so PyDash asks for everything several times, and calls may still be "
        "missing. Give it one database that all of them share, such as PostgreSQL (DATABASE in "
        "its configuration)."
    ),
    "crowd_of_databases": (
        f"More than {MOST_CURSORS} databases answered at the app's address lately, more than "
        "PyDash can tell apart, so calls may be missing. Give Flask-MonitoringDashboard one "
        "database that all processes of the app share and that outlives their restarts, such as "
        "PostgreSQL (DATABASE in its configuration)."
    ),
    "local_times": (
        "Flask-MonitoringDashboard 1.10 and 1.11 note times by their host's clock and don't say "
        "in which zone, so they are shown as they are, and up to an hour late or more. "
        "Install 1.13.1 in the app for exact times."
    ),
    "numbered_endpoints": (
        "Flask-MonitoringDashboard 2.0 hands out its endpoints by number, without their names. "
        "Upgrade it and add fmd_export to the app to see names."
    ),
    "call_quota": (
        "This dashboard holds as many calls as it may, so nothing more is fetched. "
        "Ask whoever runs this PyDash for more room."
    ),
    "byte_quota": (
        "The calls of this dashboard take as much of the database as they may, so nothing more "
        "is fetched. Ask whoever runs this PyDash for more room; or register the app anew, "
        "with fewer or shorter names."
    ),
}


def find_warnings(url: str, token: str, wire: Wire) -> list[str]:
    """The codes of what is to be said about an address, its security code and what is there."""
    found = {
        "local_times": wire.is_local_time,
        "numbered_endpoints": wire is Wire.FMD_2_0,
        "default_token": token == DEFAULT_TOKEN,
        "short_token": len(token.encode()) < SHORTEST_TOKEN_BYTES,
        "plain_http": url.startswith("http://") and not _is_loopback(url),
    }
    return [code for code, holds in found.items() if holds]


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
