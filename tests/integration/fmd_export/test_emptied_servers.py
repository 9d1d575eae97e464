"""PyDash goes on when an app's PostgreSQL or MariaDB is emptied, and its ids begin again."""

import uuid
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import ZODB

from pydash_app.database import Database
from pydash_app.settings import Settings
from tests.compatibility.watching import watch
from tests.integration.fmd_export.reading_pages import as_call
from tests.remotes.fmd5_database import Fmd5Database, open_database
from tests.remotes.running_fmd5 import running
from tests.stack.waiting import find_free_port

pytestmark = [
    pytest.mark.fmd,
    pytest.mark.services,
    pytest.mark.timeout(300),
    pytest.mark.usefixtures("fmd5_environment"),
]

SETTINGS = Settings(fetch_interval=2, min_fetch_interval=1, fetch_spacing=0, settle_lag=1)
DRIVERS = {"postgres": "postgresql+psycopg2", "mysql": "mysql+pymysql"}
RESTART_IDS = {
    "postgres": 'ALTER SEQUENCE "Request_id_seq" RESTART',
    "mysql": "ALTER TABLE {table} AUTO_INCREMENT = 1",
}
PATIENCE_S = 60.0


def calls_in(database: Fmd5Database) -> "Counter[tuple[object, ...]]":
    return Counter(tuple(as_call(row)) for row in database.read_calls())


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_calls_of_before_and_after_are_all_kept(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    server = request.getfixturevalue(kind)
    scheme, _, rest = server.create_database(f"fmd_{uuid.uuid4().hex[:12]}").partition("://")
    address, port = f"{DRIVERS[scheme]}://{rest}", find_free_port()
    options = (f"--database={address}", f"--port={port}")
    with (
        open_database(address) as fmd,
        running(tmp_path, *options, "--seed-rows=300") as app,
    ):
        database = Database(ZODB.DB(None))
        watched = watch(database, SETTINGS, app.url, lambda: datetime.now(UTC))
        watched.fetch_until(300, timeout_s=PATIENCE_S)
        before = calls_in(fmd)
        fmd.query("DELETE FROM {table}")
        fmd.query(RESTART_IDS[scheme])
        fmd.query("COMMIT")
        with running(tmp_path, f"--database={address}", "--seed-rows=400", "--chance=2"):
            pass  # fills it again, with more than there was
        after = calls_in(fmd)
        watched.fetch_until(700, timeout_s=PATIENCE_S)
        watched.fetch()
        assert (before.total(), after.total()) == (300, 400)
        assert Counter(tuple(call) for call in watched.read_calls()) == before + after
        database.close()
