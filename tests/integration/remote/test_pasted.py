"""Registering by what people really paste, and behind what really stands before apps."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import uuid4

import pytest

from pydash_app.dashboard import DashboardView, GivenHeader, get, register
from pydash_app.dashboard.services.fetching import fetch_next
from pydash_app.database import Database
from pydash_app.errors import (
    AppBusyError,
    NotFmdError,
    RemoteError,
    UnreachableError,
    WrongTokenError,
)
from pydash_app.remote import RemoteGateway
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY, make_dashboard
from tests.remotes.export_server import serve_export
from tests.remotes.lies import TOKEN, make_pages, sign
from tests.remotes.lying_server import answering, serve

OWNER_ID = uuid4()
SETTINGS = Settings(fetch_interval=1, min_fetch_interval=1, fetch_spacing=0, settle_lag=0)
BASIC = GivenHeader("Authorization", "Basic YWRhOmxvdmVsYWNl")


def now() -> datetime:
    return datetime.now(UTC)


def watch(
    database: Database, gateway: RemoteGateway, url: str, *headers: GivenHeader, token: str = TOKEN
) -> str:
    """Where the dashboard is that was found."""
    dashboard_id = register(
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
    return get(database, OWNER_ID, dashboard_id, now=now()).url


TO_LOGIN = answering(b"", status="302 Found", headers=("Location: /dashboard/login",))
"""As FMD 2.1 and later answer what they don't know."""


@pytest.mark.parametrize(
    "page", ["overview", "login", "login?next=x#y", "endpoint/12/hourly_load/"]
)
def test_the_address_of_a_page_is_registered_as_that_of_its_dashboard(
    database: Database, gateway: RemoteGateway, page: str
) -> None:
    pages = make_pages(overview=TO_LOGIN, login=TO_LOGIN, endpoint=TO_LOGIN)
    with serve(pages) as server:
        assert watch(database, gateway, f" {server.url}/{page}\u200b") == server.url


@pytest.mark.parametrize("path", ["", "/"])
def test_the_address_of_the_app_leads_to_its_dashboard(
    database: Database, gateway: RemoteGateway, path: str
) -> None:
    with serve(make_pages()) as server:
        app = server.url.removesuffix("/dashboard")
        assert watch(database, gateway, f"<{app}{path}>") == server.url


def test_an_address_without_a_scheme_leads_to_its_dashboard(
    database: Database, gateway: RemoteGateway
) -> None:
    with serve(make_pages()) as server:
        assert watch(database, gateway, server.url.removeprefix("http://")) == server.url


def test_headers_are_not_sent_in_the_clear_where_nobody_said_http(
    database: Database, gateway: RemoteGateway
) -> None:
    with serve(make_pages()) as server:
        with pytest.raises(RemoteError, match=r"does not answer in https|broke"):
            watch(database, gateway, server.url.removeprefix("http://"), BASIC)
        assert not any("Basic" in request for request in server.requests)


@pytest.mark.parametrize("token", [f"'{TOKEN}'", f"\ufeff{TOKEN}\n", f"SECURITY_TOKEN={TOKEN}"])
def test_a_token_is_taken_as_it_is_meant(
    database: Database, gateway: RemoteGateway, token: str
) -> None:
    with serve(make_pages()) as server:
        watch(database, gateway, server.url, token=token)


def test_a_token_with_marks_of_its_own_is_taken_with_them(
    database: Database, gateway: RemoteGateway
) -> None:
    pages = make_pages(get_json_monitor_rules=answering(sign([], f"'{TOKEN}'")))
    with serve(pages) as server:
        watch(database, gateway, server.url, token=f"'{TOKEN}'")


def test_a_wrong_token_is_told_at_once(database: Database, gateway: RemoteGateway) -> None:
    with serve(make_pages()) as server:
        with pytest.raises(WrongTokenError):
            watch(database, gateway, server.url, token="another code of thirty-two bytes!")
        assert len(server.requests) == 2


def test_an_app_that_sends_everybody_to_a_login_is_asked_no_longer_than_needed(
    database: Database, gateway: RemoteGateway
) -> None:
    wall = answering(b"", status="302 Found", headers=("Location: /login?next=%2F",))
    with serve(wall) as server:
        with pytest.raises(NotFmdError, match="asks for a login before it answers") as refusal:
            watch(database, gateway, server.url)
        assert "/dashboard/get_json_details" in refusal.value.message
        assert len(server.requests) <= 8


def test_an_answer_that_only_says_to_be_packed_is_told(
    database: Database, gateway: RemoteGateway
) -> None:
    garbage = answering(b"this is no gzip" * 10, headers=("Content-Encoding: gzip",))
    with (
        serve(garbage) as server,
        pytest.raises(UnreachableError, match="packed with gzip") as refusal,
    ):
        watch(database, gateway, server.url)
    assert refusal.value.reason == "garbled"


def test_a_server_that_drops_authorization_is_named_with_its_setting(
    database: Database, gateway: RemoteGateway
) -> None:
    with (
        serve_export(drops_authorization=True) as server,
        pytest.raises(NotFmdError, match="WSGIPassAuthorization On") as refusal,
    ):
        watch(database, gateway, server.url)
    assert refusal.value.reason == "authorization_lost"
    assert "does not fit" not in refusal.value.message


def test_an_old_export_behind_basic_auth_is_told_to_be_renewed(
    database: Database, gateway: RemoteGateway
) -> None:
    with (
        serve_export(gate=BASIC.value, is_old=True) as server,
        pytest.raises(NotFmdError, match="Install the newer fmd_export") as refusal,
    ):
        watch(database, gateway, server.url, BASIC)
    assert refusal.value.reason == "proof_unread"


def fetched(database: Database, gateway: RemoteGateway, url: str) -> tuple[float, DashboardView]:
    """In how many seconds the app is asked again, and what its owner sees."""
    dashboard_id = make_dashboard(database, owner_id=OWNER_ID, url=url, token=TOKEN, now=now())
    asked = {"settings": SETTINGS, "secret_key": SECRET_KEY, "now": now}
    due_in_s = fetch_next(database, gateway, dashboard_id, **asked)  # type: ignore[arg-type]
    return due_in_s, get(database, OWNER_ID, dashboard_id, now=now())


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize(
    ("header", "least_s", "most_s"),
    [
        ("600", 600, 600),
        ("86400", 3600, 3600),
        (timedelta(minutes=30), 1500, 1800),
        ("-5", 0, 60),
        ("soon", 0, 60),
        ("", 0, 60),
        (timedelta(minutes=-30), 0, 60),
    ],
)
def test_an_app_is_left_alone_for_as_long_as_it_asks_and_an_hour_at_most(
    database: Database,
    gateway: RemoteGateway,
    status: str,
    header: str | timedelta,
    least_s: int,
    most_s: int,
) -> None:
    if isinstance(header, timedelta):
        header = format_datetime(now() + header, usegmt=True)
    busy = answering(b"", status=status, headers=(f"Retry-After: {header}",))
    with serve(busy) as server:
        due_in_s, view = fetched(database, gateway, server.url)
    assert least_s <= due_in_s <= most_s
    assert view.error_code == ("asked_to_wait" if least_s else "unreachable")


def test_registering_says_when_the_app_wants_to_be_asked(
    database: Database, gateway: RemoteGateway
) -> None:
    busy = answering(b"", status="429 Too Many Requests", headers=("Retry-After: 600",))
    with serve(busy) as server:
        with pytest.raises(AppBusyError, match="in 10 minutes"):
            watch(database, gateway, server.url)
        assert len(server.requests) == 1
