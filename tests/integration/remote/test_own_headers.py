"""An owner's headers on the wire: with every request to their app, and to nobody else."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from pydash_app.dashboard import GivenHeader, register
from pydash_app.dashboard.services.fetching import fetch_next
from pydash_app.dashboard.services.probing import probe
from pydash_app.dashboard.services.settings_change import SettingsChange, change_settings
from pydash_app.database import Database
from pydash_app.errors import NotFmdError
from pydash_app.remote import OwnHeaders, RemoteGateway
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY
from tests.remotes.export_server import TOKEN, serve_export
from tests.remotes.lies import make_pages
from tests.remotes.lying_server import LyingServer, answering, serve

SETTINGS = Settings(fetch_interval=1, min_fetch_interval=1, fetch_spacing=0, settle_lag=0)
OWNER_ID = uuid4()
BASIC = GivenHeader("Authorization", "Basic YWRhOmxvdmVsYWNl")


def now() -> datetime:
    return datetime.now(UTC)


def watch(
    database: Database, gateway: RemoteGateway, url: str, *headers: GivenHeader, token: str = TOKEN
) -> UUID:
    return register(
        database,
        gateway,
        user_id=OWNER_ID,
        name="shop",
        url=url,
        token=token,
        headers=headers,
        secret_key=SECRET_KEY,
        now=now(),
    )


def carried(server: LyingServer) -> list[bool]:
    """Of each request, whether it bore the secret."""
    return ["X-Key: secret\r\n" in request for request in server.requests]


def test_registering_fetching_and_probing_send_them(
    database: Database, gateway: RemoteGateway
) -> None:
    with serve(make_pages()) as server:
        dashboard_id = watch(database, gateway, server.url, GivenHeader("X-Key", "secret"))
        change = SettingsChange(monitor_downtime=True)
        change_settings(
            database,
            gateway,
            change,
            user_id=OWNER_ID,
            dashboard_id=dashboard_id,
            settings=SETTINGS,
            secret_key=SECRET_KEY,
            now=now(),
        )
        asked = {"settings": SETTINGS, "secret_key": SECRET_KEY, "now": now}
        fetch_next(database, gateway, dashboard_id, **asked)  # type: ignore[arg-type]
        probe(database, gateway, dashboard_id, **asked)  # type: ignore[arg-type]
    assert len(server.requests) >= 4
    assert all(carried(server))
    assert all(request.count("Host: ") == 1 for request in server.requests)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect"])
def test_a_redirect_leads_them_nowhere(
    database: Database, gateway: RemoteGateway, status: str
) -> None:
    with serve(make_pages()) as other:
        away = answering(b"", status=status, headers=(f"Location: {other.url}/get_json_details",))
        with serve(away) as server, pytest.raises(NotFmdError):
            watch(database, gateway, server.url, GivenHeader("X-Key", "secret"))
        assert other.requests == []
    assert carried(server)
    assert all(carried(server))


def test_another_port_of_the_same_host_does_not_see_them(gateway: RemoteGateway) -> None:
    with serve(make_pages()) as own, serve(make_pages()) as other:
        headers = OwnHeaders.bound_to(own.url, [("X-Key", "secret")])
        carrying = gateway.carrying(headers).limited_to(10)
        carrying.get_details(own.url)
        carrying.get_details(other.url)
    assert carried(own) == [True]
    assert carried(other) == [False]


def test_basic_auth_and_the_proof_of_fmd_export_stand_side_by_side(
    database: Database, gateway: RemoteGateway
) -> None:
    with serve_export(gate=BASIC.value) as server:
        with pytest.raises(NotFmdError):
            watch(database, gateway, server.url)
        dashboard_id = watch(database, gateway, server.url, BASIC)
        asked = {"settings": SETTINGS, "secret_key": SECRET_KEY, "now": now}
        for _ in range(3):
            fetch_next(database, gateway, dashboard_id, **asked)  # type: ignore[arg-type]
    assert len(server.proofs) >= 3
    assert all(proof.count(".") == 2 for proof in server.proofs)
