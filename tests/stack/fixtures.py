"""Fixtures around a whole running PyDash; `tests/conftest.py` names this module."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import ZODB

from pydash_app.database.storage import open_zodb
from pydash_app.settings import Settings
from tests.services.postgres import RunningPostgres
from tests.stack.running_database import running_database
from tests.stack.running_pydash import RunningPydash, running_pydash
from tests.stack.storages import POSTGRES, Storage, chosen

StartPydash = Callable[..., RunningPydash]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is about PyDash's own database server where the tests run over another storage."""
    if chosen() is Storage.OWN:
        return
    for item in items:
        mark = item.get_closest_marker("own_storage")
        if mark is not None:
            reason = f"Not over {chosen()}: {mark.kwargs['reason']}"
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session", autouse=True)
def chosen_storage(request: pytest.FixtureRequest) -> Iterator[None]:
    """Starts what all databases of the chosen storage share; only PostgreSQL needs that."""
    with pytest.MonkeyPatch.context() as environment:
        if chosen() is Storage.POSTGRES:
            server: RunningPostgres = request.getfixturevalue("postgres")
            environment.setenv(POSTGRES, server.socket_url_of("{}"))
        yield


@pytest.fixture
def start_pydash(tmp_path: Path) -> Iterator[StartPydash]:
    """Starts PyDashes that end with the test; takes settings without their `PYDASH_`."""
    with contextlib.ExitStack() as running:

        def start(folder: str = "pydash", **settings: str) -> RunningPydash:
            path = tmp_path / folder
            path.mkdir(exist_ok=True)
            pydash: AbstractContextManager[RunningPydash] = running_pydash(path, None, **settings)
            return running.enter_context(pydash)

        yield start


@pytest.fixture(scope="session")
def shared_storage(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Settings, ZODB.DB]]:
    """A database in the chosen storage for all tests of a process that need no PyDash."""
    with (
        running_database(tmp_path_factory.mktemp("storage") / "data") as settings,
        contextlib.closing(open_zodb(settings)) as zodb,
    ):
        yield settings, zodb


@pytest.fixture
def empty_storage(shared_storage: tuple[Settings, ZODB.DB]) -> Settings:
    """What leads to the same, after everything in it was dropped, for one test."""
    settings, zodb = shared_storage
    with zodb.transaction() as connection:
        connection.root().clear()
    return settings
