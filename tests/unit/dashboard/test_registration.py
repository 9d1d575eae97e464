from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from pydash_app.dashboard import get, register
from pydash_app.dashboard import repository as dashboards
from pydash_app.dashboard.services.schedule import list_fetches
from pydash_app.dashboard.token_cipher import decrypt_token, encrypt_token
from pydash_app.dashboard.warnings import DEFAULT_TOKEN
from pydash_app.database import Database
from pydash_app.errors import InvalidInputError, RemoteError, UnreadableTokenError, WrongTokenError
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY
from tests.unit.dashboard.scripted_remote import ScriptedGateway, ScriptedRemote

ALICE = uuid4()
TOKEN = "x" * 32
URL = "https://shop.example.org/dashboard"


def add(
    database: Database,
    now: datetime,
    *,
    gateway: ScriptedGateway | None = None,
    name: str = "shop",
    url: str = URL,
    token: str = TOKEN,
) -> UUID:
    return register(
        database,
        gateway or ScriptedGateway(ScriptedRemote()),
        user_id=ALICE,
        name=name,
        url=url,
        token=token,
        secret_key=SECRET_KEY,
        now=now,
    )


def stored_count(database: Database) -> int:
    return database.read(
        lambda root: (
            len(root["dashboards"])
            + len(root["measurements"])
            + len(root["dashboard_ids_by_owner"])
        )
    )


def test_a_dashboard_is_due_as_soon_as_it_is_registered(database: Database, now: datetime) -> None:
    dashboard_id = add(database, now, name="  Sho\u0308p ", url=URL + "/")
    view = get(database, ALICE, dashboard_id, now=now)
    assert (view.name, view.url, view.state) == ("Shöp", URL, "backfilling")
    assert (view.fmd_version, view.warnings) == ("1.13.1", [])
    assert [(endpoint.name, endpoint.enabled) for endpoint in view.endpoints] == [("home", True)]
    [fetch] = list_fetches(database, settings=Settings())
    assert (fetch.dashboard_id, fetch.next_fetch_at) == (dashboard_id, now)
    assert fetch.host == "shop.example.org"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \u3000"}, "name"),
        ({"name": "a" * 101}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"token": ""}, "token"),
        ({"token": "\ud800" * 40}, "token"),
    ],
)
def test_what_can_not_be_used_is_refused_and_nothing_is_stored(
    database: Database, now: datetime, values: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        add(database, now, **values)  # type: ignore[arg-type]
    assert list(caught.value.fields) == [field]
    assert stored_count(database) == 0


def test_a_remote_that_refuses_leaves_nothing_behind(database: Database, now: datetime) -> None:
    gateway = ScriptedGateway(ScriptedRemote(), exam_failure=WrongTokenError("Wrong."))
    with pytest.raises(RemoteError) as caught:
        add(database, now, gateway=gateway)
    assert caught.value.code == "wrong_token"
    assert stored_count(database) == 0


@pytest.mark.parametrize(
    ("url", "token", "codes"),
    [
        (URL, TOKEN, []),
        (URL, DEFAULT_TOKEN, ["default_token"]),
        (URL, "short", ["short_token"]),
        (URL, "ü" * 16, []),  # 32 bytes
        ("http://shop.example.org", TOKEN, ["plain_http"]),
        ("HTTP://shop.example.org", "s", ["short_token", "plain_http"]),
    ],
)
def test_the_owner_is_warned(
    database: Database, now: datetime, url: str, token: str, codes: list[str]
) -> None:
    view = get(database, ALICE, add(database, now, url=url, token=token), now=now)
    assert [warning.code for warning in view.warnings] == codes


@pytest.mark.parametrize(("offset_s", "lag_s"), [(None, 0), (-90.0, 90), (3600.0, 0)])
def test_a_clock_that_is_behind_is_known_from_the_start(
    database: Database, now: datetime, offset_s: float | None, lag_s: float
) -> None:
    gateway = ScriptedGateway(ScriptedRemote(), clock_offset_s=offset_s)
    key = str(add(database, now, gateway=gateway))

    def read(root: dict[str, object]) -> float:
        dashboard = dashboards.find(root, key)
        assert dashboard is not None
        return dashboard.fetching.clock_lag_s

    assert database.read(read) == lag_s  # type: ignore[arg-type]


def test_a_busy_remote_is_first_asked_for_a_short_window(
    database: Database, now: datetime
) -> None:
    calls = [now - timedelta(seconds=number) for number in range(80_000)]
    key = str(add(database, now, gateway=ScriptedGateway(ScriptedRemote(calls))))

    def read(root: dict[str, object]) -> int:
        dashboard = dashboards.find(root, key)
        assert dashboard is not None
        return dashboard.fetching.window_s

    assert 3600 < database.read(read) < 86_400  # type: ignore[arg-type]


def test_a_token_needs_its_own_key() -> None:
    encrypted = encrypt_token("tökén", SECRET_KEY)
    assert decrypt_token(encrypted, SECRET_KEY) == "tökén"
    assert b"t\xc3\xb6k" not in encrypted
    with pytest.raises(UnreadableTokenError, match="PYDASH_SECRET_KEY"):
        decrypt_token(encrypted, b"another secret key of some length")
