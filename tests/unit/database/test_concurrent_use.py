"""Several threads over one FileStorage: what conflicts is repeated, and nothing is lost."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Barrier, Thread
from uuid import uuid4

import pytest
import ZODB

from pydash_app.dashboard import list_of_user, register
from pydash_app.database import Database
from pydash_app.errors import AlreadyExistsError
from pydash_app.user import log_in
from tests.factories import PASSWORD, SECRET_KEY, make_guard, make_user
from tests.unit.dashboard.scripted_remote import ScriptedGateway, ScriptedRemote

OWNER = uuid4()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(ZODB.DB(str(tmp_path / "data.fs")))
    yield database
    database.close()


def at_once(*jobs: Callable[[], None]) -> list[Exception]:
    """Run jobs in threads that start together; what they raised."""
    start, raised = Barrier(len(jobs)), list[Exception]()

    def run(job: Callable[[], None]) -> None:
        start.wait()
        try:
            job()
        except AlreadyExistsError as error:
            raised.append(error)

    threads = [Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_dashboards_that_are_made_at_once_are_all_kept(database: Database, now: datetime) -> None:
    def add(number: int) -> None:
        register(
            database,
            ScriptedGateway(ScriptedRemote()),
            user_id=OWNER,
            name=f"shop {number}",
            url="https://shop.example.org",
            token="x" * 32,
            secret_key=SECRET_KEY,
            now=now,
        )

    at_once(*[lambda number=number: add(number) for number in range(12)])
    names = {view.name for view in list_of_user(database, OWNER, now=now)}
    assert names == {f"shop {number}" for number in range(12)}


def test_of_those_who_want_a_name_at_once_one_gets_it(database: Database, now: datetime) -> None:
    raised = at_once(*[lambda: make_user(database, is_verified=False, now=now)] * 4)
    assert [error.code for error in raised if isinstance(error, AlreadyExistsError)] == [
        "name_taken"
    ] * 3
    assert database.read(lambda root: (len(root["users"]), len(root["mails"]))) == (1, 1)


def test_sessions_that_open_at_once_all_work(database: Database, now: datetime) -> None:
    make_user(database, is_verified=True, now=now)
    tokens: list[str] = []

    def enter() -> None:
        tokens.append(
            log_in(database, "alice", PASSWORD, guard=make_guard(), now=now).session_token
        )

    at_once(*[enter] * 4)
    assert len(set(tokens)) == 4
    assert database.read(lambda root: len(root["sessions"])) == 4
