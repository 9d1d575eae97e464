"""Tries to have a real FMD asked that listens everywhere; runs in a network of the test's own.

The FMD has the right security code and answers on every address that this network has, so that
PyDash's guard alone stands between. Prints, for each spelling of an address, what came of each
way there is to have it asked, and how many connections were opened meanwhile.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import ZODB

from pydash_app import dashboard as dashboards
from pydash_app.dashboard.services.fetching import fetch_next
from pydash_app.dashboard.services.settings_change import SettingsChange, change_settings
from pydash_app.database import Database
from pydash_app.errors import PydashError
from pydash_app.remote import RemoteGateway
from pydash_app.remote.address_guard import AddressGuard
from pydash_app.remote.http_session import GuardedSession
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY, make_dashboard
from tests.remotes.name_server import NameServer
from tests.remotes.netns import PUBLIC_ADDRESSES
from tests.remotes.running_fmd import TOKEN, RunningFmd, start_fmd1

OWNER_ID = uuid4()
SETTINGS = Settings(fetch_interval=1, min_fetch_interval=1, fetch_spacing=0, settle_lag=0)
REBOUND_NAME = "rebound.example.org"

Found = dict[str, object]


def main() -> None:
    """Try every spelling that the command line names, and a name that changes its address."""
    with tempfile.TemporaryDirectory() as folder:
        fmd = start_fmd1(Path(folder) / "fmd.db", host="::", rows=10, days=1)
        try:
            found = {host: try_host(host, fmd) for host in sys.argv[1:]}
            found |= {"public": try_public(fmd), REBOUND_NAME: try_rebound(fmd)}
        finally:
            fmd.stop()
    json.dump(found, sys.stdout)


def try_host(host: str, fmd: RunningFmd) -> Found:
    """Each way to have it asked, and the code of the refusal."""
    url = url_of(host, fmd)
    return {
        "register": counted(lambda gateway, database: register(gateway, database, url)),
        "change of url": counted(lambda gateway, database: change_url(gateway, database, url)),
        "fetch": counted(lambda gateway, database: fetch(gateway, database, url)),
        "probe": counted(lambda gateway, _: probe(gateway, url)),
    }


def try_public(fmd: RunningFmd) -> Found:
    """That each of these ways really asks."""
    return try_host(PUBLIC_ADDRESSES[0], fmd)


def try_rebound(fmd: RunningFmd) -> Found:
    """A name that is public while it is registered, and loopback when it is fetched."""
    gateway, database = RemoteGateway(), Database(ZODB.DB(None))
    url = url_of(REBOUND_NAME, fmd)
    gateway._session = GuardedSession(AddressGuard(look_up=NameServer(PUBLIC_ADDRESSES[0])))
    dashboard_id = register_known(gateway, database, url)
    before = count_connections()
    gateway._session = GuardedSession(AddressGuard(look_up=NameServer("127.0.0.1")))
    code = fetch_known(gateway, database, dashboard_id)
    return {"fetch": [code, count_connections() - before]}


def counted(ask: Callable[[RemoteGateway, Database], str]) -> list[object]:
    """What came of it, and how many connections were opened."""
    before = count_connections()
    code = ask(RemoteGateway(), Database(ZODB.DB(None)))
    return [code, count_connections() - before]


def register(gateway: RemoteGateway, database: Database, url: str) -> str:
    """The code of the refusal, or `ok`."""
    return code_of(lambda: register_known(gateway, database, url))


def register_known(gateway: RemoteGateway, database: Database, url: str) -> UUID:
    """A dashboard of that address.

    Raises:
        RemoteError: it is refused.
    """
    return dashboards.register(
        database,
        gateway,
        user_id=OWNER_ID,
        name="shop",
        url=url,
        token=TOKEN,
        secret_key=SECRET_KEY,
        now=now(),
    )


def change_url(gateway: RemoteGateway, database: Database, url: str) -> str:
    """The code of the refusal, or `ok`."""
    dashboard_id = make_dashboard(database, owner_id=OWNER_ID, token=TOKEN, now=now())
    return code_of(
        lambda: change_settings(
            database,
            gateway,
            SettingsChange(url=url),
            user_id=OWNER_ID,
            dashboard_id=dashboard_id,
            settings=SETTINGS,
            secret_key=SECRET_KEY,
            now=now(),
        )
    )


def fetch(gateway: RemoteGateway, database: Database, url: str) -> str:
    """The code that the dashboard shows afterwards, or `ok`."""
    dashboard_id = make_dashboard(database, owner_id=OWNER_ID, url=url, token=TOKEN, now=now())
    return fetch_known(gateway, database, dashboard_id)


def fetch_known(gateway: RemoteGateway, database: Database, dashboard_id: UUID) -> str:
    """The same of a dashboard that is there."""
    fetch_next(database, gateway, dashboard_id, settings=SETTINGS, secret_key=SECRET_KEY, now=now)
    return dashboards.get(database, OWNER_ID, dashboard_id, now=now()).error_code or "ok"


def probe(gateway: RemoteGateway, url: str) -> str:
    """The code of the refusal, why it is down, or `ok`."""
    try:
        return gateway.probe(url) or "ok"
    except PydashError as error:
        return error.code


def code_of(ask: Callable[[], object]) -> str:
    """The code of the error that it ends with, or `ok`."""
    try:
        ask()
    except PydashError as error:
        return error.code
    return "ok"


def url_of(host: str, fmd: RunningFmd) -> str:
    """Of the FMD under another name."""
    port = fmd.url.rsplit(":", 1)[1]
    return f"http://{host}:{port}"


def count_connections() -> int:
    """How many connections were opened in this network so far, whoever opened them.

    Source:
        RFC 4022, tcpActiveOpens.
    """
    lines = [line.split() for line in Path("/proc/net/snmp").read_text("ascii").splitlines()]
    names, values = [line for line in lines if line[0] == "Tcp:"]
    return int(values[names.index("ActiveOpens")])


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
