"""fmd_export in apps whose FMD keeps its calls in PostgreSQL and MariaDB."""

import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests

from tests.integration.fmd_export.reading_pages import Call, Follower, as_call
from tests.remotes.fmd5_database import Fmd5Database, open_database
from tests.remotes.running_fmd5 import running, serving_by_gunicorn
from tests.stack.waiting import wait_until

pytestmark = [
    pytest.mark.fmd,
    pytest.mark.services,
    pytest.mark.timeout(400),
    pytest.mark.usefixtures("fmd5_environment"),
]

DRIVERS = {"postgres": "postgresql+psycopg2", "mysql": "mysql+pymysql"}
PREFIX = "fmd_"
LINK = "inner/dash"
SEEDED = 4000
STORM_S = 5.0
PATIENCE_S = 120.0


@dataclass(frozen=True)
class Served:
    """An app on a database server."""

    url: str
    database: Fmd5Database


@pytest.fixture(scope="module", params=["postgres", "mariadb"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Fmd5Database]:
    """Filled with calls of the past, on each kind of server."""
    server = request.getfixturevalue(request.param)
    scheme, _, rest = server.create_database(f"fmd_{uuid.uuid4().hex[:12]}").partition("://")
    with open_database(f"{DRIVERS[scheme]}://{rest}", prefix=PREFIX) as database:
        with running(tmp_path_factory.mktemp("app"), *options(database), f"--seed-rows={SEEDED}"):
            pass
        yield database


@pytest.fixture(scope="module")
def served(
    database: Fmd5Database,
    fmd5_environment: None,  # noqa: ARG001 - only has to be there
) -> Iterator[Served]:
    """By gunicorn with four workers, below a link of its own."""
    with serving_by_gunicorn(options(database), link=LINK) as url:
        yield Served(url, database)


@pytest.fixture
def follower(served: Served) -> Follower:
    """Who has read all that there is."""
    follower = Follower(served.url)
    wait_until(follower.step, timeout_s=PATIENCE_S, what="all is read")
    follower.calls.clear()
    return follower


def options(database: Fmd5Database) -> list[str]:
    """What the app is told."""
    return [f"--database={database.address}", f"--table-prefix={PREFIX}", f"--link={LINK}"]


def calls_in(database: Fmd5Database) -> "Counter[Call]":
    return Counter(map(as_call, database.read_calls()))


def test_every_call_is_read_once_and_nothing_else_measured(served: Served) -> None:
    database, follower = served.database, Follower(served.url)
    wait_until(follower.step, timeout_s=PATIENCE_S, what="all is read")
    assert Counter(follower.calls) == calls_in(database)
    before = len(follower.calls)
    assert before >= SEEDED
    visit(served.url.removesuffix(f"/{LINK}"), 40)
    wait_for_calls(database, before + 40)
    wait_until(follower.step, timeout_s=PATIENCE_S, what="all is read")
    assert Counter(follower.calls) == calls_in(database)
    assert len(follower.calls) == before + 40
    assert {call.endpoint for call in follower.calls} == {"home", "item", "bücher/neu"}
    assert not any("fmd_export" in name for name in database.read_endpoints())


def visit(app_url: str, count: int) -> None:
    for number in range(count):
        path = ("home", "item")[number % 2]
        assert requests.get(f"{app_url}/{path}", timeout=60).status_code == 200


def wait_for_calls(database: Fmd5Database, count: int) -> None:
    wait_until(
        lambda: database.query("SELECT count(*) FROM {table}") == [[count]],
        timeout_s=PATIENCE_S,
        what="the calls are in the database",
    )


def versions_of(follower: Follower) -> list[str]:
    return [call.version for call in follower.calls]


def test_a_call_that_appears_late_is_waited_for(served: Served, follower: Follower) -> None:
    served.database.insert("late", "slow")  # has the lower id
    served.database.insert("soon", "quick")
    served.database.query("COMMIT", "quick")
    assert not follower.step()
    assert follower.calls == []
    served.database.query("COMMIT", "slow")
    wait_until(follower.step, timeout_s=PATIENCE_S, what="all is read")
    assert versions_of(follower) == ["late", "soon"]


def test_an_id_that_was_given_back_is_not_waited_for(served: Served, follower: Follower) -> None:
    served.database.insert("never", "slow")
    served.database.insert("soon", "quick")
    served.database.query("COMMIT", "quick")
    assert not follower.step()
    served.database.query("ROLLBACK", "slow")
    wait_until(follower.step, timeout_s=PATIENCE_S, what="all is read")
    assert versions_of(follower) == ["soon"]


def test_whoever_writes_long_holds_up_nothing_before_it(
    served: Served, follower: Follower
) -> None:
    served.database.insert("before", "quick")
    served.database.query("COMMIT", "quick")
    served.database.insert("late", "slow")
    follower.step()
    assert versions_of(follower) == ["before"]
    served.database.query("COMMIT", "slow")
    wait_until(follower.step, timeout_s=PATIENCE_S, what="all is read")
    assert versions_of(follower) == ["before", "late"]


def test_no_call_of_many_writers_at_once_is_lost_or_doubled(
    served: Served, follower: Follower
) -> None:
    earlier = calls_in(served.database)
    served.database.begin(STORM_S, "*")
    is_over = threading.Event()
    reader = threading.Thread(target=follow, args=(follower, is_over))
    reader.start()
    ((written,),) = served.database.wait()
    is_over.set()
    reader.join(PATIENCE_S)
    assert written > 20
    wait_until(follower.step, timeout_s=PATIENCE_S, what="all is read")
    assert len(follower.calls) == written
    assert Counter(follower.calls) + earlier == calls_in(served.database)


def follow(follower: Follower, is_over: threading.Event) -> None:
    while not is_over.is_set():
        follower.step()
