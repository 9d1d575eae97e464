"""What the database tells: its layout, whether the key fits, the scheduler, the dashboards."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from pydash_app import health
from pydash_app.dashboard.services.rekeying import count_unreadable
from pydash_app.database import Database, Root
from pydash_app.database.extent import measure
from pydash_app.database.migrating import VERSION_KEY
from pydash_app.database.schema import SCHEMA_VERSION
from pydash_app.doctor.finding import Finding, from_reason
from pydash_app.health.reasons import judge_clock, judge_scheduler, judge_survey

NOTHING_YET = Finding(
    "database",
    "warning",
    "Nothing is in it yet: PyDash was never started with it. Start it; if there was something, "
    "PYDASH_DATA_DIR or PYDASH_DATABASE names another one now.",
)

CLOCK_TOLERANCE = timedelta(seconds=10)
FEWEST_CLOCKS = 3
WRONG_CLOCK_S = 60.0


def look_into_database(
    database: Database, *, secret_key: bytes | None, now: datetime
) -> Iterator[Finding]:
    """Everything that only the database knows.

    Raises:
        UnavailableError: it can't be reached.
    """
    layout = database.read(lambda root: root.get(VERSION_KEY))
    if layout is None:
        yield NOTHING_YET
        return
    if layout != SCHEMA_VERSION:
        yield _of_layout(layout)
        if layout > SCHEMA_VERSION:
            return
    else:
        yield Finding("database", "fine", f"It answers, and has layout {layout}.")
    yield from database.read(lambda root: list(_look(root, secret_key)))
    yield from _look_at_scheduler(database, now)
    yield _look_at_clock(database, now)


def _of_layout(layout: int) -> Finding:
    if layout > SCHEMA_VERSION:
        return Finding(
            "database",
            "problem",
            f"It has layout {layout}, and this PyDash knows layouts up to {SCHEMA_VERSION}. Start "
            "the newer PyDash that wrote it, or restore a backup.",
        )
    return Finding(
        "database",
        "warning",
        f"It has layout {layout} of an older PyDash. Start PyDash, or run: pydash db migrate",
    )


def _look(root: Root, secret_key: bytes | None) -> Iterator[Finding]:
    unreadable_count = 0 if secret_key is None else count_unreadable(root, secret_key)
    if unreadable_count:
        yield Finding(
            "secret key",
            "problem",
            f"It does not fit the database: the security codes of {unreadable_count} apps were "
            "encrypted with another one. Put that back, or enter these codes anew.",
        )
    failing = [one for one in root["dashboards"] if one.fetching.error_code is not None]
    if failing:
        codes = ", ".join(sorted({str(one.fetching.error_code) for one in failing}))
        yield Finding(
            "dashboards",
            "warning",
            f"{len(failing)} of {len(root['dashboards'])} can't be fetched now ({codes}). Their "
            "owners see why, and what to do.",
        )
    else:
        yield Finding("dashboards", "fine", f"None of {len(root['dashboards'])} fails.")


def _look_at_scheduler(database: Database, now: datetime) -> Iterator[Finding]:
    if not database.read(lambda root: "reports" in root and "leases" in root):
        return  # of an older PyDash, and never opened by this one
    view = health.read(database, now=now)
    reasons = [
        *judge_scheduler(is_ok=view.is_scheduler_ok, heartbeat_age_s=view.heartbeat_age_s),
        *judge_survey(view.survey, now=now),
        *judge_clock(view.clock_doubt),
    ]
    yield from (from_reason("scheduler", reason) for reason in reasons)
    if not reasons:
        yield Finding("scheduler", "fine", "It works.")


def _look_at_clock(database: Database, now: datetime) -> Finding:
    ahead = measure(database).last_written_at - now
    if ahead > CLOCK_TOLERANCE:
        return Finding(
            "clock",
            "problem",
            f"The database was last written {ahead.total_seconds():.0f} s in the future, so this "
            "clock is behind, or was ahead. Let the machine set it by NTP.",
        )
    lags = database.read(lambda root: [one.fetching.clock_lag_s for one in root["dashboards"]])
    wrong_count = sum(lag_s > WRONG_CLOCK_S for lag_s in lags)
    if wrong_count >= FEWEST_CLOCKS and wrong_count > len(lags) / 2:
        return Finding(
            "clock",
            "warning",
            f"The clocks of {wrong_count} of {len(lags)} apps are behind this one by more than a "
            "minute, so it is probably this one that is ahead. Let the machine set it by NTP.",
        )
    return Finding("clock", "fine", "Nothing speaks against it.")
