"""Chooses the storage that whole PyDashes and database servers of tests keep their data in.

The variable `PYDASH_TEST_STORAGE` says which: unset, PyDash's own ZEO server; `zeo-tls`, a ZEO
server that listens for clients with a certificate; `postgres`, a real PostgreSQL.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

import psycopg2

from pydash_app.settings import Settings
from tests.stack.certificates import Authority
from tests.stack.waiting import find_free_port, wait_until

HOST = "127.0.0.1"
CHOICE = "PYDASH_TEST_STORAGE"
POSTGRES = "PYDASH_TEST_POSTGRES"
"""The address of the server that all tests of a process share, with `{}` for the database."""

LISTENING = "The database server listens on"


class Storage(StrEnum):
    """What tests may run over."""

    OWN = ""
    ZEO_TLS = "zeo-tls"
    POSTGRES = "postgres"


def chosen() -> Storage:
    """What `PYDASH_TEST_STORAGE` names.

    Raises:
        ValueError: there is no such storage.
    """
    return Storage(os.environ.get(CHOICE, ""))


@contextmanager
def away_from_pydash(folder: Path, storage: Storage) -> Iterator[Mapping[str, str]]:
    """A new, empty database, which PyDash does not run by itself.

    Args:
        folder: for its data and its log, if it has some.
        storage: of which kind.

    Returns:
        The variables that lead to it; none for PyDash's own server.
    """
    with _MAKERS[storage](folder) as variables:
        yield variables


def read_variables(variables: Mapping[str, str], data_dir: Path) -> Settings:
    """The settings that lead a test's own process to the same database."""
    return Settings(
        data_dir=data_dir,
        database=variables.get("PYDASH_DATABASE", ""),
        **{
            f"zeo_{name}": Path(variables[f"PYDASH_ZEO_{name.upper()}"])  # type: ignore[arg-type]
            for name in ("certificate", "key", "authority")
            if f"PYDASH_ZEO_{name.upper()}" in variables
        },
    )


@contextmanager
def _nothing(_folder: Path) -> Iterator[Mapping[str, str]]:
    yield {}


@contextmanager
def _zeo_tls(folder: Path) -> Iterator[Mapping[str, str]]:
    authority = Authority(folder / "certificates")
    server, client = authority.certify("server", HOST), authority.certify("client")
    port, log_path = find_free_port(), folder / "database.log"
    own = {"PYDASH_DATA_DIR": str(folder / "database")} | server.as_settings()
    others = {name: value for name, value in os.environ.items() if "PYDASH_" not in name}
    with (
        log_path.open("wb") as log,
        subprocess.Popen(  # noqa: S603 - PyDash itself
            [sys.executable, "-m", "pydash_cli", "db", "serve", "--listen", f"{HOST}:{port}"],
            env=others | own,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            wait_until(
                lambda: process.poll() is not None or LISTENING in log_path.read_text(),
                timeout_s=60,
                what="the database server listens",
            )
            assert process.poll() is None, log_path.read_text()
            yield {"PYDASH_DATABASE": f"zeo://{HOST}:{port}"} | client.as_settings()
        finally:
            process.terminate()


@contextmanager
def _postgres(_folder: Path) -> Iterator[Mapping[str, str]]:
    name = f"test_{uuid4().hex[:12]}"
    _run_sql(f'CREATE DATABASE "{name}"')
    try:
        yield {"PYDASH_DATABASE": os.environ[POSTGRES].format(name)}
    finally:
        _run_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def _run_sql(statement: str) -> None:
    with closing(psycopg2.connect(os.environ[POSTGRES].format("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


_MAKERS: Mapping[Storage, Callable[[Path], AbstractContextManager[Mapping[str, str]]]] = {
    Storage.OWN: _nothing,
    Storage.ZEO_TLS: _zeo_tls,
    Storage.POSTGRES: _postgres,
}
