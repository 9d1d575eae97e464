"""Fixtures that every suite may use."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import ZODB
from hypothesis import HealthCheck, settings

from pydash_app.database import Database
from tests.stack.storages import Storage, chosen

pytest_plugins = [
    "tests.hashing_fixtures",
    "tests.remotes.fixtures",
    "tests.services.fixtures",
    "tests.stack.fixtures",
]

# Machines that are busy with other suites must not fail an example for its time.
settings.register_profile(
    "pydash", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("fast", settings.get_profile("pydash"), max_examples=15)
settings.load_profile("pydash")

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Give back what a command that ran within the test has set for the whole process."""
    found = os.umask(0o022)
    os.umask(found)
    yield
    os.umask(found)


@pytest.fixture
def now() -> datetime:
    """The instant at which tests take place, unless they say otherwise."""
    return NOW


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database behind the same class as the real one.

    It is in memory, or in the storage that `PYDASH_TEST_STORAGE` names.
    """
    if chosen() is Storage.OWN:
        database = Database(ZODB.DB(None))
    else:
        database = Database.open(request.getfixturevalue("empty_storage"))
    yield database
    database.close()
