"""Fixtures around real database servers; `tests/conftest.py` names this module."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.services.mariadb import RunningMariadb, running_mariadb
from tests.services.postgres import RunningPostgres, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[RunningPostgres]:
    """A PostgreSQL server for all tests of a process; who stops it starts one of their own."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: RunningPostgres) -> Iterator[str]:
    """The address of an empty database in PostgreSQL, for one test."""
    name = f"test_{uuid4().hex[:12]}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def mariadb() -> Iterator[RunningMariadb]:
    """A MariaDB server for all tests of a process."""
    with running_mariadb() as server:
        yield server
