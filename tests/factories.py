"""Makes the things that tests are about; each argument that matters can be given."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import numpy as np

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard, FetchState
from pydash_app.dashboard.token_cipher import encrypt_token
from pydash_app.database import Database, Root
from pydash_app.limits import RateLimits, UseStore
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import CallBatch, TextColumn
from pydash_app.measurements.window import Window
from pydash_app.settings import Settings
from pydash_app.statistics.instants import to_us
from pydash_app.user import LoginGuard, log_in, register
from pydash_app.user import repository as users

SECRET_KEY = b"a secret key that is long enough for tests"
TOKEN = "a token of more than thirty-two bytes"
PASSWORD = "correct horse battery"


def make_user(
    database: Database, *, name: str = "alice", is_verified: bool, now: datetime
) -> None:
    """Register a user, and verify the address where asked to."""
    register(
        database,
        name=name,
        email=f"{name}@example.org",
        password=PASSWORD,
        public_url="http://127.0.0.1:5000",
        now=now,
    )

    def mark_verified(root: Root) -> None:
        user = users.find_by_name(root, name)
        assert user is not None
        user.mark_verified()
        users.update(root, user)

    if is_verified:
        database.write(mark_verified)


def make_session(database: Database, *, name: str = "alice", now: datetime) -> str:
    """Make a verified user who has logged in; the session's token."""
    make_user(database, name=name, is_verified=True, now=now)
    return log_in(database, name, PASSWORD, guard=make_guard(), now=now).session_token


def make_limits(**settings: int) -> RateLimits:
    """Limits that count in memory; `limit_*` as the settings take them."""
    return RateLimits(UseStore.open(None, b"key"), Settings(**settings))  # type: ignore[arg-type]


def make_guard(network: str = "192.0.2.1", *, limits: RateLimits | None = None) -> LoginGuard:
    """The guard against a client at this address."""
    return LoginGuard.of(limits or make_limits(), network, secret_key=SECRET_KEY)


def make_dashboard(
    database: Database,
    *,
    owner_id: UUID,
    name: str = "shop-api",
    url: str = "http://127.0.0.1:5101/dashboard",
    history_from_s: int = 1,
    window_s: int = 3600,
    token: str = TOKEN,
    now: datetime,
) -> UUID:
    """Store a dashboard without asking anybody."""
    fetching = FetchState(history_from_s=history_from_s, window_s=window_s, now=now)
    fetching.looked_at = now
    dashboard = Dashboard(
        owner_id=str(owner_id),
        name=name,
        url=url,
        encrypted_token=encrypt_token(token, SECRET_KEY),
        fmd_version="1.13.1",
        endpoint_names=["home"],
        warning_codes=[],
        fetching=fetching,
        now=now,
    )
    dashboard_id = UUID(dashboard.id)
    database.write(lambda root: repository.add(root, dashboard))
    return dashboard_id


def make_batch(
    times: Sequence[datetime],
    *,
    durations_ms: Sequence[float] | None = None,
    endpoints: Sequence[str] | None = None,
    versions: Sequence[str] | None = None,
    ips: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
    status_codes: Sequence[int] | None = None,
) -> CallBatch:
    """Calls at these instants; what is not given is the same for all of them."""
    count = len(times)
    return CallBatch(
        called_at_us=np.array([to_us(time) for time in times], np.int64),
        duration_ms=np.array(durations_ms or [1.0] * count, np.float32),
        endpoint=TextColumn.encode(endpoints or ["home"] * count),
        version=TextColumn.encode(versions or ["1.0"] * count),
        ip=TextColumn.encode(ips or ["10.0.0.1"] * count),
        group_by=TextColumn.encode(groups or ["None"] * count),
        status_code=None if status_codes is None else np.array(status_codes, np.uint16),
    ).sorted_by_time()


def store_batch(database: Database, dashboard_id: UUID, window: Window, batch: CallBatch) -> None:
    """Store calls as if they had been fetched."""
    database.write(lambda root: measurements.get(root, str(dashboard_id)).append(window, batch))
