"""A database moves from PyDash's own file into PostgreSQL and back; nothing is lost on the way.

By ZODB's own `zodbconvert`, with the configurations that are shipped.
"""

import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import ZODB

from pydash_app.database import Database
from pydash_app.database.address import DATABASE_NAME
from pydash_app.database.file_storage import open_file_storage
from pydash_app.measurements.window import Window
from pydash_app.secret_key import FILE_NAME
from pydash_app.settings import Settings
from pydash_app.statistics.registry import load_statistics
from pydash_app.user import repository as users
from tests.factories import make_batch, make_dashboard, store_batch
from tests.services.postgres import PASSWORD as DATABASE_PASSWORD
from tests.services.postgres import RunningPostgres
from tests.stack.commands import ask_pydash
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person, RunningPydash
from tests.stack.stored_objects import read_objects

pytestmark = [
    pytest.mark.processes,
    pytest.mark.services,
    pytest.mark.own_storage(reason="it moves PyDash's own file."),
]

SHIPPED = Path(__file__).resolve().parent.parent.parent / "deploy" / "zodbconvert"
CALLS = 500
DAYS = 9


def test_a_database_moves_into_postgresql_and_back_with_everything_in_it(
    tmp_path: Path, start_pydash: StartPydash, postgres: RunningPostgres, postgres_url: str
) -> None:
    there, back = tmp_path / "there" / "data", tmp_path / "back" / "data"
    first = start_pydash("there")
    Person(first).join()
    now = datetime.now(UTC).replace(microsecond=0)
    dashboard_id = fill(first, now)
    told = tell(first, dashboard_id, now)
    first.stop()
    in_file = read_file(there / DATABASE_NAME)

    convert("to-postgres.conf", postgres, postgres_url, there / DATABASE_NAME, "--clear")

    assert read_postgres(postgres_url) == in_file
    second = start_pydash("there", DATABASE=postgres_url)  # with the key that lies there
    assert tell(second, dashboard_id, now) == told
    second.stop()
    in_postgres = read_postgres(postgres_url)
    assert in_postgres != in_file  # or PyDash did not run over it

    back.mkdir(parents=True, mode=0o700)
    convert("to-file.conf", postgres, postgres_url, back / DATABASE_NAME)
    shutil.copy(there / FILE_NAME, back)

    assert read_file(back / DATABASE_NAME) == in_postgres
    assert tell(start_pydash("back"), dashboard_id, now) == told


def fill(pydash: RunningPydash, now: datetime) -> str:
    """Give alice a dashboard with calls of some days."""
    with closing(Database.open(pydash.settings)) as database:
        owner_id = database.read(find_alice)
        dashboard_id = make_dashboard(database, owner_id=owner_id, now=now)
        for day in range(DAYS, 0, -1):
            begin = now - timedelta(days=day)
            begin_s = int(begin.timestamp())
            batch = make_batch(
                [begin + timedelta(seconds=1 + 60 * number) for number in range(CALLS)],
                durations_ms=[1.0 + (number * 37) % 101 for number in range(CALLS)],
                endpoints=[f"page {number % 5}" for number in range(CALLS)],
                ips=[f"10.0.0.{number % 9}" for number in range(CALLS)],
            )
            store_batch(database, dashboard_id, Window(begin_s, begin_s + 86_400), batch)
    return str(dashboard_id)


def find_alice(root: Any) -> UUID:
    user = users.find_by_name(root, "alice")
    assert user is not None
    return UUID(user.id)


def tell(pydash: RunningPydash, dashboard_id: str, until: datetime) -> dict[str, Any]:
    """All statistics, as alice sees them, after every object was read."""
    names = ("PYDASH_DATA_DIR", "PYDASH_DATABASE")
    variables = {name: pydash.environment[name] for name in names if name in pydash.environment}
    assert ask_pydash("db", "verify", settings=variables)["object_count"] > DAYS
    alice = Person(pydash)
    assert alice.post("login", name="alice", password=PASSWORD).status_code == 200
    by_day = {"timeslice": "day", "timeslice_is_static": "true", "end_date": until.isoformat()}
    path = f"dashboards/{dashboard_id}/statistic"
    found = {name: alice.get(path, statistic=name, **by_day).json() for name in load_statistics()}
    assert sum(found["total_visits"].values()) == CALLS * DAYS
    return found


def read_file(path: Path) -> dict[bytes, bytes]:
    database = Database(ZODB.DB(open_file_storage(path)), is_prepared=False)
    with closing(database):
        return read_objects(database)


def read_postgres(url: str) -> dict[bytes, bytes]:
    with closing(Database.open(Settings(database=url), is_prepared=False)) as database:
        return read_objects(database)


def convert(
    shipped: str, server: RunningPostgres, url: str, file_path: Path, *options: str
) -> None:
    """Fill a shipped configuration in, and let `zodbconvert` go by it."""
    text = (SHIPPED / shipped).read_text("utf-8")
    quoted = DATABASE_PASSWORD.replace("\\", r"\\").replace("'", r"\'").replace("$", "$$")
    for before, after in {
        "/var/lib/pydash/pydash.fs": str(file_path),
        "host='localhost' port='5432'": f"host='127.0.0.1' port='{server.port}'",
        "dbname='pydash'": f"dbname='{url.rpartition('/')[2]}'",
        "password='…'": f"password='{quoted}'",
    }.items():
        assert before in text
        text = text.replace(before, after)
    path = file_path.parent.parent / shipped
    path.write_text(text, "utf-8")
    command = [str(Path(sys.executable).with_name("zodbconvert")), *options, str(path)]
    done = subprocess.run(  # noqa: S603
        command, check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
