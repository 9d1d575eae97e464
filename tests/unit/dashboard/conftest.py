"""A dashboard whose remote is scripted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from pydash_app.dashboard import DashboardView, get
from pydash_app.dashboard.services.fetching import fetch_next
from pydash_app.database import Database
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.ledger import Coverage
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY, make_dashboard
from tests.unit.dashboard.scripted_remote import ScriptedGateway, ScriptedRemote, SteppingClock

SETTINGS = Settings(fetch_interval=3600, min_fetch_interval=180, fetch_spacing=1, settle_lag=15)


@dataclass
class Watch:
    """A dashboard, its remote and the time."""

    database: Database
    owner_id: UUID
    dashboard_id: UUID
    remote: ScriptedRemote
    clock: SteppingClock
    settings: Settings = SETTINGS
    secret_key: bytes = SECRET_KEY

    def fetch(self) -> float:
        """Fetch the next window; the seconds until the one after."""
        return fetch_next(
            self.database,
            ScriptedGateway(self.remote),
            self.dashboard_id,
            settings=self.settings,
            secret_key=self.secret_key,
            now=self.clock,
        )

    def fetch_all(self, *, most: int = 500) -> int:
        """Fetch, each time when it is due, until all is there; how many requests it took."""
        for count in range(1, most + 1):
            due_in_s = self.fetch()
            if self.view().state == "up_to_date":
                return count
            self.clock.move(due_in_s)
        raise AssertionError(f"not up to date after {most} requests")

    def view(self) -> DashboardView:
        return get(self.database, self.owner_id, self.dashboard_id, now=self.clock())

    def coverage(self) -> Coverage:
        key = str(self.dashboard_id)
        return self.database.read(lambda root: measurements.get(root, key).coverage())

    def stored_us(self) -> list[int]:
        """The instants of all calls that are stored."""
        key = str(self.dashboard_id)

        return self.database.read(
            lambda root: [
                int(at)
                for at in measurements.get(root, key).read(-(2**62), 2**62, ()).called_at_us
            ]
        )


MakeWatch = Callable[..., Watch]


@pytest.fixture
def make_watch(database: Database, now: datetime) -> MakeWatch:
    """Make a dashboard; `history_from_s` and `window_s` as the factory takes them."""

    def make(remote: ScriptedRemote, *, history_from_s: int = 1, window_s: int = 3600) -> Watch:
        clock, owner_id = SteppingClock(now), uuid4()
        dashboard_id = make_dashboard(
            database,
            owner_id=owner_id,
            history_from_s=history_from_s,
            window_s=window_s,
            now=now,
        )
        return Watch(database, owner_id, dashboard_id, remote, clock)

    return make
