"""PostgreSQL as the database, through RelStorage: what is promised of ZEO holds there, too."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import psycopg2
import pytest
from BTrees.Length import Length
from BTrees.OOBTree import OOBTree

from pydash_app.database import Database, Root, transactional
from pydash_app.errors import SettingsError, UnavailableError
from pydash_app.settings import Settings
from tests.services.postgres import PASSWORD, RunningPostgres, running_postgres
from tests.stack.fixtures import StartPydash
from tests.stack.reading_process import reading_process
from tests.stack.running_pydash import Person, children_of
from tests.stack.waiting import wait_until

pytestmark = [pytest.mark.processes, pytest.mark.services]

OPENERS = 8
WRITERS = 4
COMMITS_EACH = 10
ANNOUNCEMENTS = 60


@pytest.fixture
def settings(postgres_url: str, tmp_path: Path) -> Settings:
    return Settings(database=postgres_url, data_dir=tmp_path)


@pytest.fixture
def own_server() -> Iterator[RunningPostgres]:
    """One that the test may kill."""
    with running_postgres() as server:
        yield server


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    database = Database.open(settings)
    try:
        yield database
    finally:
        database.close()


@transactional
def put(root: Root, key: str, value: int) -> None:
    root[key] = value


def test_all_who_open_a_new_database_at_once_succeed(settings: Settings) -> None:
    with ThreadPoolExecutor(OPENERS) as threads:
        databases = list(threads.map(lambda _: Database.open(settings), range(OPENERS)))
    for database in databases:
        database.write(lambda root: root.__setitem__("x", root.get("x", 0) + 1))
    assert {database.read(lambda root: root["x"]) for database in databases} == {OPENERS}
    for database in databases:
        database.close()


def test_writers_that_meet_lose_nothing(settings: Settings) -> None:
    def make(root: Root) -> None:
        root["shared"], root["count"], root["plain"] = OOBTree(), Length(), 0

    def write(number: int) -> None:
        with opened(settings) as database:
            for step in range(COMMITS_EACH):

                def work(root: Root, key: str = f"{number}-{step}") -> None:
                    root["shared"][key] = number
                    root["count"].change(1)
                    root["plain"] += 1

                insist(database, work)

    with opened(settings) as database:
        database.write(make)
        with ThreadPoolExecutor(WRITERS) as threads:
            list(threads.map(write, range(WRITERS)))
        expected = WRITERS * COMMITS_EACH
        found = database.read(lambda root: (len(root["shared"]), root["count"](), root["plain"]))
    assert found == (expected, expected, expected)


def insist(database: Database, work: Callable[[Root], None]) -> None:
    """Write, however busy the database is: so many meet on purpose."""
    with suppress(UnavailableError):
        return database.write(work)
    return insist(database, work)


def test_no_commit_that_was_announced_is_missed_by_another_process(settings: Settings) -> None:
    environment = os.environ | {"PYDASH_DATABASE": settings.database}
    with opened(settings) as database, reading_process(environment) as other:
        for number in range(ANNOUNCEMENTS):
            put(database, "x", number)
            assert other.read("x") == str(number)


def test_a_killed_server_is_told_at_once_and_used_again_when_it_is_back(
    own_server: RunningPostgres,
) -> None:
    with opened(Settings(database=own_server.url)) as database:
        put(database, "x", 1)
        own_server.kill()
        for call in (database.read, database.write):
            started_s = time.monotonic()
            with pytest.raises(UnavailableError):
                call(lambda root: root["x"])
            assert time.monotonic() - started_s < 12
        own_server.start()
        assert database.read(lambda root: root["x"]) == 1
        put(database, "x", 2)
        assert database.read(lambda root: root["x"]) == 2


def test_a_server_that_falls_silent_holds_nobody_up_for_long(own_server: RunningPostgres) -> None:
    with opened(Settings(database=own_server.url)) as database:
        put(database, "x", 1)
        with frozen(own_server):
            started_s = time.monotonic()
            with pytest.raises(UnavailableError):
                database.read(lambda root: root["x"])
            assert time.monotonic() - started_s < 20
        wait_until(lambda: can_read(database), timeout_s=20, what="the server is used again")


@contextmanager
def frozen(server: RunningPostgres) -> Iterator[None]:
    pids = [server.process.pid, *children_of(server.process.pid)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def can_read(database: Database) -> bool:
    try:
        return database.read(lambda root: bool(root["x"]))
    except UnavailableError:
        return False


def test_packing_gives_the_space_of_deleted_things_back(settings: Settings) -> None:
    def put(root: Root) -> None:
        root["large"] = OOBTree({str(key): os.urandom(2000) for key in range(500)})

    def drop(root: Root) -> None:
        del root["large"]

    def count_objects() -> int:
        with psycopg2.connect(settings.database) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM object_state")
            return int(cursor.fetchone()[0])

    with opened(settings) as database:
        before = count_objects()
        database.write(put)
        assert count_objects() > before + 15
        database.write(drop)
        database.pack(before=datetime.now(UTC) + timedelta(seconds=5))
        assert count_objects() <= before
        assert database.read(lambda root: "large" not in root)


def test_the_whole_of_pydash_runs_over_it_and_says_no_password(
    start_pydash: StartPydash, own_server: RunningPostgres
) -> None:
    pydash = start_pydash(DATABASE=own_server.url)
    assert pydash.leader_pid("serve") is None  # no database server of its own
    alice = Person(pydash)
    alice.join()
    own_server.kill()
    wait_until(lambda: not pydash.is_healthy(), timeout_s=10, what="the outage shows")
    started_s = time.monotonic()
    answer = alice.get("dashboards")
    assert time.monotonic() - started_s < 15
    assert (answer.status_code, answer.json()["code"]) == (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "unavailable",
    )
    own_server.start()
    wait_until(pydash.is_healthy, timeout_s=30, what="all is well again")
    assert alice.get("dashboards").status_code == HTTPStatus.OK
    titles = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children_of(pydash.process.pid)]
    said = pydash.log_path.read_text("utf-8") + repr(titles)
    for secret in (PASSWORD, own_server.url):
        assert secret not in said


def test_a_wrong_password_is_an_outage_and_the_log_says_why(postgres: RunningPostgres) -> None:
    url = postgres.url.replace("pydash:", "pydash:wrong")
    with pytest.raises(UnavailableError) as caught:
        Database.open(Settings(database=url))
    assert "password authentication failed" in str(caught.value.__cause__)
    assert PASSWORD not in str(caught.value.__cause__)


def test_a_user_who_may_make_no_tables_is_told_so(
    postgres: RunningPostgres, postgres_url: str
) -> None:
    name = postgres_url.rpartition("/")[2]
    postgres.run_sql(f'ALTER DATABASE "{name}" OWNER TO postgres')
    with pytest.raises(SettingsError, match="may not make tables"):
        Database.open(Settings(database=postgres_url))


def test_a_unix_socket_and_parameters_are_understood(
    postgres: RunningPostgres, postgres_url: str
) -> None:
    name = postgres_url.rpartition("/")[2]
    address = postgres_url.rpartition("@")[0]
    place = f"/{name}?host={postgres.folder}&port={postgres.port}&application_name=mine"
    with opened(Settings(database=f"{address}@{place}")) as database:
        names = database.read(lambda root: root._p_jar._storage).__name__  # type: ignore[attr-defined]
    assert PASSWORD not in names


def test_without_its_parts_the_start_ends_with_a_sentence(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['relstorage'] = None\n"
        "from pydash_cli.main import main; main(['web'])"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        env=os.environ
        | {"PYDASH_DATABASE": "postgres://u:hunter2@h/n", "PYDASH_DATA_DIR": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ".whl[postgres]'" in done.stderr
    assert "hunter2" not in done.stderr
