"""PyDash's side: it registers a remote and fetches it, over a real database server."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network
from uuid import UUID, uuid4

import numpy as np

from pydash_app import dashboard as dashboards
from pydash_app.dashboard import DashboardDetails, repository
from pydash_app.dashboard.services import fetching
from pydash_app.database import Database, Root, reading
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import TEXT_COLUMNS
from pydash_app.remote import RemoteGateway, Wire
from pydash_app.settings import Settings
from tests.compatibility.remote_database import Call
from tests.compatibility.running_release import TOKEN

SECRET_KEY = b"of the compatibility matrix alone"
LOOPBACK = (ip_network("127.0.0.0/8"),)
MOST_FETCHES = 2000
_EVER_US = 2**62


class NotFetchedError(Exception):
    """PyDash could not fetch; the message is what its user reads."""


@dataclass(frozen=True)
class Watched:
    """A remote that PyDash watches.

    Attributes:
        settings: of the PyDash.
        now: tells the time.
    """

    database: Database
    settings: Settings
    user_id: UUID
    dashboard_id: UUID
    remotes: RemoteGateway
    now: Callable[[], datetime]

    def fetch(self) -> None:
        """Fetch until nothing is left for now.

        Raises:
            NotFetchedError: that failed.
        """
        for _ in range(MOST_FETCHES):
            due_in_s = fetching.fetch_next(
                self.database,
                self.remotes,
                self.dashboard_id,
                settings=self.settings,
                secret_key=SECRET_KEY,
                now=self.now,
            )
            if message := _read_error(self.database, str(self.dashboard_id)):
                raise NotFetchedError(message)
            if due_in_s >= self.settings.fetch_interval:
                return
        raise NotFetchedError(f"After {MOST_FETCHES} fetches there is still something left.")

    def fetch_until(self, count: int, *, timeout_s: float) -> None:
        """Fetch again and again until so many calls are there, or the time is over."""
        give_up_at = time.monotonic() + timeout_s
        while True:
            self.fetch()
            if len(self.read_calls()) >= count or time.monotonic() > give_up_at:
                return
            time.sleep(0.2)

    def read_calls(self) -> list[Call]:
        """All that is stored."""
        return _read_calls(self.database, str(self.dashboard_id))

    def show(self) -> DashboardDetails:
        """What its owner is shown."""
        return dashboards.get(self.database, self.user_id, self.dashboard_id, now=self.now())

    def read_wire(self) -> Wire:
        """The wire format that PyDash speaks with it."""
        return _read_wire(self.database, str(self.dashboard_id))


def watch(
    database: Database, settings: Settings, url: str, now: Callable[[], datetime]
) -> Watched:
    """Register a remote as a user does.

    Raises:
        RemoteError: it can't be registered; the message says why.
    """
    remotes, user_id = RemoteGateway(LOOPBACK, now=now), uuid4()
    dashboard_id = dashboards.register(
        database,
        remotes,
        user_id=user_id,
        name="app",
        url=url,
        token=TOKEN,
        secret_key=SECRET_KEY,
        now=now(),
    )
    return Watched(database, settings, user_id, dashboard_id, remotes, now)


@reading
def _read_error(root: Root, dashboard_id: str) -> str | None:
    found: str | None = repository.get(root, dashboard_id).fetching.error_message
    return found


@reading
def _read_wire(root: Root, dashboard_id: str) -> Wire:
    return Wire(repository.get(root, dashboard_id).fetching.wire)


@reading
def _read_calls(root: Root, dashboard_id: str) -> list[Call]:
    stored = measurements.get(root, dashboard_id)
    found: list[Call] = []
    for segment in (
        *stored.fresh_between(-_EVER_US, _EVER_US),
        *stored._packed.between(-_EVER_US, _EVER_US),
    ):
        columns = segment.read_all()
        texts = [
            [stored.vocabulary(name).get_text(int(code)) for code in columns[name]]
            for name in TEXT_COLUMNS
        ]
        status_code = columns.get("status_code", np.zeros(segment.call_count, np.uint16))
        values = (columns["called_at_us"].tolist(), columns["duration_ms"].tolist(), *texts)
        found += (Call(*row) for row in zip(*values, status_code.tolist(), strict=True))
    return found
