"""Every reason why a fetch fails, and everything an owner is warned of, as the owner reads it.

Each row provokes it with a real HTTP server, and looks at the dashboard after the fetch. Warnings
about the security code and about plain http are in `test_warnings.py`.
"""

import contextlib
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_network
from typing import Any
from uuid import UUID, uuid4

import pytest

from pydash_app.dashboard import DashboardView, get, register
from pydash_app.dashboard.services import fetching
from pydash_app.dashboard.services.fetching import fetch_next
from pydash_app.database import Database
from pydash_app.measurements import repository as measurements
from pydash_app.remote import RemoteGateway
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY, make_dashboard
from tests.remotes.export_server import make_row, serve_export
from tests.remotes.fixtures import StartFmd1
from tests.remotes.lies import DETAILS, TOKEN, make_pages, sign
from tests.remotes.lying_server import Lies, answering, serve
from tests.remotes.running_fmd import StoredCall
from tests.stack.waiting import find_free_port

LOOPBACK = (ip_network("127.0.0.0/8"),)
SETTINGS = Settings(fetch_interval=1, min_fetch_interval=1, fetch_spacing=0, settle_lag=0)
MOST_BYTES = 16 * 1024 * 1024


class MovedClock:
    """The real time, or a later one."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Owner:
    """Who watches an app, and looks at it after a fetch."""

    database: Database
    gateway: RemoteGateway
    clock: MovedClock
    id: UUID

    def watch(self, url: str) -> UUID:
        """A dashboard that was registered when all was well."""
        return make_dashboard(
            self.database, owner_id=self.id, url=url, token=TOKEN, now=self.clock()
        )

    def register(self, url: str) -> UUID:
        return register(
            self.database,
            self.gateway,
            user_id=self.id,
            name="shop",
            url=url,
            token=TOKEN,
            secret_key=SECRET_KEY,
            now=self.clock(),
        )

    def count_calls(self, dashboard_id: UUID) -> int:
        key = str(dashboard_id)
        return self.database.read(lambda root: measurements.get(root, key).call_count)

    def fetch(self, dashboard_id: UUID) -> DashboardView:
        fetch_next(
            self.database,
            self.gateway,
            dashboard_id,
            settings=SETTINGS,
            secret_key=SECRET_KEY,
            now=self.clock,
        )
        return get(self.database, self.id, dashboard_id, now=self.clock())


@pytest.fixture
def owner(database: Database) -> Owner:
    gateway = RemoteGateway(LOOPBACK, total_timeout_s=2.0)
    return Owner(database, gateway, MovedClock(), uuid4())


def calls_of(body: bytes) -> Lies:
    return make_pages(get_json_data=answering(body))


LOGIN = answering(b"", status="302 Found", headers=("Location: /dashboard/login",))

ERRORS: Mapping[str, tuple[Lies, str]] = {
    "timed_out": (lambda _: time.sleep(4), "did not answer in full within"),
    "wrong_token": (calls_of(sign([], "another security code")), "Copy SECURITY_TOKEN"),
    "not_fmd": (answering(b"<!doctype html>"), "the dashboard itself"),
    "unsupported_version": (LOGIN, "Install fmd_export in the app"),
    "bad_remote_data": (calls_of(sign({"endpoint": 1})), "Check that it runs an unchanged"),
    "too_large": (calls_of(b"x" * (MOST_BYTES + 1)), "larger than PyDash reads at once"),
}


@pytest.mark.parametrize("code", ERRORS)
def test_each_error_is_told_with_its_cause_and_what_to_do(owner: Owner, code: str) -> None:
    lies, words = ERRORS[code]
    with serve(lies) as server:
        dashboard_id = owner.watch(server.url)
        began_at = owner.clock()
        first = owner.fetch(dashboard_id)
        again = owner.fetch(dashboard_id)
    for view in (first, again):
        assert view.error_code == code
        assert view.error is not None
        assert words in view.error
        assert TOKEN not in view.error
        assert view.error.endswith(".")
        assert view.state == "failing"
    assert first.error_since is not None
    assert first.error_since >= began_at
    assert again.error_since == first.error_since


def test_a_remote_that_is_away_is_unreachable(owner: Owner) -> None:
    view = owner.fetch(owner.watch(f"http://127.0.0.1:{find_free_port()}/dashboard"))
    assert view.error_code == "unreachable"
    assert view.error is not None
    assert "Check the address and port" in view.error


def test_an_address_that_is_closed_is_refused(owner: Owner) -> None:
    owner.gateway = RemoteGateway()
    with serve(make_pages()) as server:
        view = owner.fetch(owner.watch(server.url))
        assert server.requests == []
    assert view.error_code == "address_refused"
    assert view.error is not None
    assert "PYDASH_ALLOWED_NETWORKS" in view.error


def test_an_error_is_gone_after_a_success(owner: Owner) -> None:
    broken = True

    def sometimes(connection: Any) -> None:
        (answering(b"<html>") if broken else answering(sign([])))(connection)

    with serve(make_pages(get_json_data=sometimes)) as server:
        dashboard_id = owner.watch(server.url)
        assert owner.fetch(dashboard_id).error_code == "not_fmd"
        broken = False
        view = owner.fetch(dashboard_id)
    assert (view.error, view.error_code, view.error_since) == (None, None, None)


def warnings_of(view: DashboardView) -> dict[str, str]:
    return {warning.code: warning.message for warning in view.warnings}


def with_date(at: datetime) -> Lies:
    date = f"Date: {format_datetime(at, usegmt=True)}"
    return make_pages(get_json_details=answering(DETAILS, headers=(date,)))


@pytest.mark.parametrize(
    ("ahead_s", "is_told"), [(-300, True), (300, True), (-20, False), (20, False)]
)
def test_a_clock_that_is_off_is_told_at_once(owner: Owner, ahead_s: int, is_told: bool) -> None:
    with serve(with_date(datetime.now(UTC) + timedelta(seconds=ahead_s))) as server:
        dashboard_id = owner.register(server.url)
    told = warnings_of(get(owner.database, owner.id, dashboard_id, now=owner.clock()))
    assert ("clock_off" in told) is is_told
    if is_told:
        assert "Set the clock" in told["clock_off"]


def test_a_clock_that_goes_wrong_is_told_within_an_hour(owner: Owner) -> None:
    with serve(with_date(datetime.now(UTC))) as server:
        dashboard_id = owner.register(server.url)
        owner.clock.ahead = timedelta(hours=1, minutes=5)
        told = warnings_of(owner.fetch(dashboard_id))
    assert "Set the clock" in told["clock_off"]


@pytest.mark.fmd
def test_calls_of_the_future_are_told(owner: Owner, start_fmd1: StartFmd1) -> None:
    fmd = start_fmd1()
    fmd.add_rows([StoredCall("home", 1.0, "2100-01-01 00:00:00.000000", "1.0", "None", "::1")])
    dashboard_id = owner.register(fmd.url)
    owner.clock.ahead = timedelta(hours=1)
    view = owner.fetch(dashboard_id)
    assert "when their time has come" in warnings_of(view)["future_times"]
    assert view.error is None


@pytest.mark.fmd
@pytest.mark.parametrize(
    "bad",
    [
        "time = substr(time, 1, 11) || '25:00:00.000000'",  # which FMD answers with ValueError
        "group_by = x'ff00'",  # which it answers with 500
        "\"group_by\" = CAST(x'61ff62' AS TEXT)",
        "execution_time = 9e999",
        "execution_time = 'fast'",
        "ip = ''",
    ],
)
def test_a_row_that_fmd_1_can_not_hand_out_costs_no_other(
    owner: Owner, start_fmd1: StartFmd1, bad: str
) -> None:
    fmd = start_fmd1(rows=200, days=2)
    with contextlib.closing(sqlite3.connect(fmd.db_path, timeout=30)) as database, database:
        database.execute(f"UPDATE functionCalls SET {bad} WHERE id = 100")  # noqa: S608
    dashboard_id = owner.register(fmd.url)
    for _ in range(120):
        if (view := owner.fetch(dashboard_id)).state == "up_to_date":
            break
    assert view.error is None
    is_named = bad != "ip = ''"
    assert owner.count_calls(dashboard_id) == 200 - is_named
    assert ("rows_left_out" in warnings_of(view)) == is_named


@pytest.mark.fmd
def test_a_remote_that_deletes_old_calls_is_told_and_ours_stay(
    owner: Owner, start_fmd1: StartFmd1
) -> None:
    fmd = start_fmd1(rows=300, days=30)
    dashboard_id = owner.register(fmd.url)
    while (view := owner.fetch(dashboard_id)).state != "up_to_date":
        assert view.error is None
    assert "pruned_remote" not in warnings_of(view)
    with contextlib.closing(sqlite3.connect(fmd.db_path, timeout=30)) as database, database:
        database.execute("DELETE FROM functionCalls WHERE time < datetime('now', '-10 days')")
    assert len(fmd.read_rows()) < 200
    owner.clock.ahead = timedelta(hours=1)
    told = warnings_of(owner.fetch(dashboard_id))
    assert "Those that PyDash has fetched stay" in told["pruned_remote"]
    assert owner.count_calls(dashboard_id) == 300


def test_new_calls_with_old_times_are_told(owner: Owner) -> None:
    with serve_export(version="5.0.4", rows=[make_row(1)]) as server:
        dashboard_id = owner.register(server.url)
        for _ in range(3):
            view = owner.fetch(dashboard_id)
        assert (view.state, warnings_of(view)) == ("up_to_date", {})
        server.rows = [*server.rows, make_row(2), make_row(3)]
        told = warnings_of(owner.fetch(dashboard_id))
    assert "5.0.2 notes when the app was started" in told["frozen_times"]
    assert owner.count_calls(dashboard_id) == 3


def test_a_version_known_for_frozen_times_is_told(owner: Owner) -> None:
    with serve_export(version="5.0.2") as server:
        dashboard_id = owner.register(server.url)
        told = warnings_of(get(owner.database, owner.id, dashboard_id, now=owner.clock()))
        server.version = "5.0.4"
        owner.clock.ahead = timedelta(hours=1)
        assert "frozen_times" not in warnings_of(owner.fetch(dashboard_id))
    assert "Install 5.0.4 or later" in told["frozen_times"]


def test_pruned_pages_are_told(owner: Owner) -> None:
    rows = [make_row(1), make_row(9, time="2026-11-23 20:00:00")]
    with serve_export(rows=rows) as server:
        dashboard_id = owner.register(server.url)
        for _ in range(3):
            owner.fetch(dashboard_id)
        server.rows = rows[1:]
        owner.clock.ahead = timedelta(hours=1)
        told = warnings_of(owner.fetch(dashboard_id))
    assert "pruned_remote" in told
    assert owner.count_calls(dashboard_id) == 2


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (b'{"version": "1.11.5", "first_request": 1795462571}', "local_times", "Install 1.13.1"),
        (DETAILS.replace(b"1.13.1", b"2.0.7"), "numbered_endpoints", "add fmd_export"),
    ],
)
def test_what_a_version_can_not_give_is_told(
    owner: Owner, body: bytes, code: str, words: str
) -> None:
    rules = answering(sign([{"name": "items"}] if code == "numbered_endpoints" else []))
    lies = make_pages(get_json_details=answering(body), get_json_monitor_rules=rules)
    with serve(lies) as server:
        dashboard_id = owner.register(server.url)
    told = warnings_of(get(owner.database, owner.id, dashboard_id, now=owner.clock()))
    assert words in told[code]


def test_all_requests_of_a_fetch_together_end_in_time(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PATIENCE_S", 1.5)

    def dawdle(connection: Any) -> None:
        time.sleep(1.0)
        answering(DETAILS)(connection)

    pages = make_pages(get_json_details=dawdle, get_json_data=dawdle)
    with serve(pages) as server:
        dashboard_id = owner.watch(server.url)
        owner.clock.ahead = timedelta(hours=2)
        began_s = time.monotonic()
        view = owner.fetch(dashboard_id)
        assert time.monotonic() - began_s < 3
    assert view.error_code == "timed_out"
