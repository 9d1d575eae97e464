"""Of an app's rows, each hundredth is bad in one of many ways; all others are stored exactly.

The app is a real one on Flask-MonitoringDashboard 5.1.0 with fmd_export. `make bad-rows` does the
same with 100,000 rows.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from pydash_app.dashboard import get, list_flaws, register
from pydash_app.dashboard.services.fetching import fetch_next
from pydash_app.dashboard.services.importing import Import
from pydash_app.database import Database
from pydash_app.fmd_database import open_fmd_database
from pydash_app.remote import RemoteGateway
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY, make_dashboard
from tests.remotes.running_fmd5 import TOKEN, Monitored, running
from tests.stack.stored_calls import StoredRow, as_kept, read_rows

pytestmark = [pytest.mark.fmd, pytest.mark.usefixtures("fmd5_environment")]

ROWS = int(os.environ.get("BAD_ROWS_AMONG", "5800"))
EACH = 100
SETTINGS = Settings(fetch_interval=1, min_fetch_interval=1, fetch_spacing=0, settle_lag=0)
EVER_US = 2**60

LOST, KEPT = False, True
NO_UTF_8 = "CAST(x'61ff62' AS TEXT)"

WAYS: Sequence[tuple[str, str, str, str, bool]] = (
    ("duration", "'fast'", "duration", "unreadable", LOST),
    ("duration", "x'ff'", "duration", "unreadable", LOST),
    ("duration", "9e999", "duration", "out_of_range", LOST),
    ("duration", "-9e999", "duration", "out_of_range", LOST),
    ("duration", "1e300", "duration", "out_of_range", LOST),
    ("time_requested", "NULL", "time", "missing", LOST),
    ("time_requested", "''", "time", "missing", LOST),
    ("time_requested", "'soon'", "time", "unreadable", LOST),
    ("time_requested", "1795462576", "time", "unreadable", LOST),
    ("time_requested", "'0001-01-01 00:00:00'", "time", "out_of_range", LOST),
    ("time_requested", "'9999-12-31 23:59:59'", "time", "out_of_range", LOST),
    ("time_requested", "'2026-02-30 12:00:00'", "time", "unreadable", LOST),
    ("time_requested", "x'00ff'", "time", "unreadable", LOST),
    ("time_requested", "'2026-11-23\"],[1,\\' || char(10, 0)", "time", "unreadable", LOST),
    ("time_requested", NO_UTF_8, "time", "unreadable", LOST),
    ("version_requested", NO_UTF_8, "version", "replaced", KEPT),
    ("version_requested", "x'312e30'", "version", "converted", KEPT),
    ("version_requested", "hex(zeroblob(5000))", "version", "cut", KEPT),
    ("group_by", NO_UTF_8, "group_by", "replaced", KEPT),
    ("group_by", "x'00ff'", "group_by", "replaced", KEPT),
    ("group_by", "hex(zeroblob(5001))", "group_by", "cut", KEPT),
    ("ip", NO_UTF_8, "ip", "replaced", KEPT),
    ("ip", "x'3a3a31'", "ip", "converted", KEPT),
    ("endpoint_id", "NULL", "endpoint", "missing", KEPT),
    ("endpoint_id", "999999", "endpoint", "missing", KEPT),
    ("status_code", "'OK'", "status_code", "unreadable", KEPT),
    ("status_code", "99999", "status_code", "out_of_range", KEPT),
    ("status_code", "-1", "status_code", "out_of_range", KEPT),
    ("status_code", "x'ff'", "status_code", "unreadable", KEPT),
)
"""FMD's column, what is put into it, and the flaw that its owner reads."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Monitored]:
    """With bad rows."""
    with running(tmp_path_factory.mktemp("fmd") / "fmd.db", f"--seed-rows={ROWS}") as app:
        for number, (column, value, *_) in enumerate(WAYS):
            app.query(
                f"UPDATE Request SET {column} = {value} WHERE id % {EACH} = 0"  # noqa: S608
                f" AND id / {EACH} % {len(WAYS)} = {number}"
            )
        yield app


def expected_flaws() -> dict[str, tuple[str, str, bool]]:
    """By the row."""
    return {
        f"row {row_id}": WAYS[row_id // EACH % len(WAYS)][2:]
        for row_id in range(EACH, ROWS + 1, EACH)
    }


def good_rows(app: Monitored) -> Counter[StoredRow]:
    """What PyDash must hold of the sound rows."""
    rows = app.query(
        "SELECT r.time_requested, r.duration, e.name, r.version_requested, r.ip, r.group_by"  # noqa: S608
        f" FROM Request r JOIN Endpoint e ON e.id = r.endpoint_id WHERE r.id % {EACH} != 0"
    )
    return Counter(
        StoredRow(_to_us(at), as_kept(duration), endpoint, version, ip, group or "None")
        for at, duration, endpoint, version, ip, group in rows
    )


def _to_us(text: str) -> int:
    since = datetime.fromisoformat(text).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return since // timedelta(microseconds=1)


def check(database: Database, owner_id: UUID, dashboard_id: UUID, app: Monitored) -> None:
    """Compare every call and every flaw."""
    key = str(dashboard_id)
    stored = Counter(database.read(lambda root: read_rows(root, key, 0, EVER_US)))
    good = good_rows(app)
    assert good.total() == ROWS - ROWS // EACH
    assert good - stored == Counter()
    named = expected_flaws()
    assert (stored - good).total() == sum(is_kept for *_, is_kept in named.values())
    page = list_flaws(database, owner_id, dashboard_id, cursor=None, limit=ROWS)
    found = {flaw.place: (flaw.column, flaw.reason, flaw.is_call_kept) for flaw in page.flaws}
    assert found == named
    assert len(page.flaws) == len(named)
    counts = {(one.column, one.reason): one.count for one in page.counts}
    assert counts == Counter((column, reason) for column, reason, _ in named.values())


def fetch_all(database: Database, dashboard_id: UUID) -> None:
    gateway = RemoteGateway([ip_network("127.0.0.0/8")])
    for _ in range(ROWS // 1000 + 20):
        fetch_next(
            database,
            gateway,
            dashboard_id,
            settings=SETTINGS,
            secret_key=SECRET_KEY,
            now=lambda: datetime.now(UTC),
        )


def test_sound_rows_are_fetched_exactly_and_bad_ones_are_named(
    app: Monitored, database: Database
) -> None:
    owner_id, now = uuid4(), datetime.now(UTC)
    dashboard_id = register(
        database,
        RemoteGateway([ip_network("127.0.0.0/8")]),
        user_id=owner_id,
        name="shop",
        url=app.url,
        token=TOKEN,
        secret_key=SECRET_KEY,
        now=now,
    )
    fetch_all(database, dashboard_id)
    view = get(database, owner_id, dashboard_id, now=datetime.now(UTC))
    assert (view.error, view.state) == (None, "up_to_date")
    check(database, owner_id, dashboard_id, app)
    codes = {warning.code for warning in view.warnings}
    assert codes >= {"rows_left_out", "values_left_out", "changed_values", "cut_texts"}


@pytest.mark.parametrize("turns", [1, 2])
def test_an_import_of_the_same_database_stores_and_names_the_same_however_often_it_is_run(
    app: Monitored, database: Database, turns: int
) -> None:
    owner_id, now = uuid4(), datetime.now(UTC)
    dashboard_id = make_dashboard(database, owner_id=owner_id, now=now)
    for _ in range(turns):
        (source,) = open_fmd_database(str(app.db_path), zone=ZoneInfo("UTC"))
        Import(database, dashboard_id, SETTINGS, lambda: now).run(source)
    check(database, owner_id, dashboard_id, app)
