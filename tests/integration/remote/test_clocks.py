"""Our own clock jumps three hours ahead and back: no app is blamed, and nothing is held up."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import UUID, uuid4

import pytest

from pydash_app import health
from pydash_app.dashboard import DashboardView, get, refresh, register
from pydash_app.dashboard.services.fetching import fetch_next
from pydash_app.dashboard.services.schedule import list_fetches
from pydash_app.database import Database
from pydash_app.health.reasons import judge_clock
from pydash_app.remote import RemoteGateway
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY
from tests.integration.remote.conftest import LOOPBACK
from tests.remotes.export_server import make_row, serve_export
from tests.remotes.lies import DETAILS, TOKEN, make_pages
from tests.remotes.lying_server import answering, serve

SETTINGS = Settings(fetch_interval=3600, min_fetch_interval=1, fetch_spacing=0, settle_lag=0)
T = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
JUMP = timedelta(hours=3)


@dataclass
class Installation:
    """Apps, each with a clock of its own, and a PyDash that watches them."""

    database: Database
    now: datetime = T
    owner_id: UUID = field(default_factory=uuid4)
    ids: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gateway = RemoteGateway(LOOPBACK, now=self.clock)

    def clock(self) -> datetime:
        return self.now

    def watch(self, url: str) -> None:
        self.ids.append(
            register(
                self.database,
                self.gateway,
                user_id=self.owner_id,
                name="shop",
                url=url,
                token=TOKEN,
                secret_key=SECRET_KEY,
                now=self.now,
            )
        )

    def fetch_all(self) -> list[float]:
        """Fetch each app once; the seconds until the next fetches."""
        return [
            fetch_next(
                self.database,
                self.gateway,
                one,
                settings=SETTINGS,
                secret_key=SECRET_KEY,
                now=self.clock,
            )
            for one in self.ids
        ]

    def views(self) -> list[DashboardView]:
        return [get(self.database, self.owner_id, one, now=self.now) for one in self.ids]

    def blamed(self) -> list[set[str]]:
        """What each app's owner is warned of, besides what its address gives reason for."""
        usual = {"plain_http", "short_token"}
        return [{one.code for one in view.warnings} - usual for view in self.views()]

    def doubts(self) -> list[str]:
        found = health.read(self.database, now=self.now).clock_doubt
        return [reason.code for reason in judge_clock(found)]


@contextlib.contextmanager
def watching(database: Database, *offsets: timedelta) -> Iterator[Installation]:
    """An installation with an app for each of these differences from the true time."""
    installation = Installation(database)
    with contextlib.ExitStack() as running:
        for offset in offsets:
            date = f"Date: {format_datetime(T + offset, usegmt=True)}"
            pages = make_pages(get_json_details=answering(DETAILS, headers=(date,)))
            installation.watch(running.enter_context(serve(pages)).url)
        yield installation


NONE = timedelta()


@pytest.mark.parametrize("jump", [JUMP, -JUMP, timedelta(minutes=5), timedelta(days=30)])
def test_while_our_clock_is_wrong_no_app_is_blamed_and_our_health_says_so(
    database: Database, jump: timedelta
) -> None:
    with watching(database, NONE, NONE, NONE) as installation:
        installation.fetch_all()
        assert (installation.blamed(), installation.doubts()) == ([set()] * 3, [])
        installation.now = T + jump
        make_looks_due(installation)
        installation.fetch_all()
        assert installation.blamed() == [set()] * 3
        assert installation.doubts() == ["clock_doubtful"]
        installation.now = T + timedelta(seconds=30)
        make_looks_due(installation)
        installation.fetch_all()
        assert (installation.blamed(), installation.doubts()) == ([set()] * 3, [])


def make_looks_due(installation: Installation) -> None:
    """What an hour does, where the jump itself does not."""

    def forget(root: object) -> None:
        for one in installation.ids:
            root["dashboards"].find("id", str(one)).fetching.looked_at = None  # type: ignore[index]

    if abs(installation.now - T) < timedelta(hours=1):
        installation.database.write(forget)


def test_after_a_jump_ahead_and_back_looks_go_on_at_once(
    database: Database,
) -> None:
    with watching(database, NONE) as installation:
        installation.fetch_all()
        installation.now = T + JUMP
        installation.fetch_all()
        installation.now = T + timedelta(minutes=1)
        assert installation.blamed() == [set()]  # before anything is asked, too
        schedules = list_fetches(database, settings=SETTINGS)
        assert all(0 <= one.due_in_s(installation.now) <= 3600 for one in schedules)
        assert all(due_in_s <= 3600 for due_in_s in installation.fetch_all())
        assert installation.blamed() == [set()]
        looked_at = database.read(
            lambda root: [one.fetching.looked_at for one in root["dashboards"]]
        )
        assert looked_at == [installation.now]


def test_an_owner_may_refresh_after_the_clock_was_set_back(
    database: Database,
) -> None:
    with watching(database, NONE) as installation:
        installation.now = T + JUMP
        installation.fetch_all()
        refresh(database, installation.owner_id, installation.ids[0], least_interval_s=180, now=T)


def test_an_app_that_is_off_alone_is_blamed_and_our_clock_is_not(
    database: Database,
) -> None:
    with watching(database, NONE, JUMP, NONE) as installation:
        installation.fetch_all()
        assert installation.blamed() == [set(), {"clock_off"}, set()]
        assert installation.doubts() == []


def test_apps_that_are_off_by_different_times_are_each_to_blame(
    database: Database,
) -> None:
    with watching(database, NONE, JUMP, -JUMP) as installation:
        installation.fetch_all()
        assert installation.blamed() == [set(), {"clock_off"}, {"clock_off"}]
        assert installation.doubts() == []


def test_a_doubt_that_nobody_renews_is_over(database: Database) -> None:
    with watching(database, NONE, NONE) as installation:
        installation.now = T - JUMP
        installation.fetch_all()
        assert installation.doubts() == ["clock_doubtful"]
        installation.now += timedelta(hours=4)
        assert installation.doubts() == []


def test_calls_are_not_taken_for_frozen_because_our_clock_was_ahead(
    database: Database,
) -> None:
    at = datetime.now(UTC)
    installation = Installation(database, now=at + JUMP)
    with serve_export(version="5.1.0", rows=[make_row(1)]) as server:
        installation.watch(server.url)
        for _ in range(3):
            installation.fetch_all()
        assert installation.views()[0].state == "up_to_date"
        installation.now = at
        server.rows = [*server.rows, make_row(2, time=f"{at:%Y-%m-%d %H:%M:%S}")]
        installation.fetch_all()
        assert all("frozen_times" not in codes for codes in installation.blamed())
        assert database.read(
            lambda root: [one.fetching.has_frozen_times for one in root["dashboards"]]
        ) == [False]
