"""Runs a real PostgreSQL server in a temporary folder, on a free port of the loopback."""

import signal
import subprocess
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar

from tests.services.database_server import USER, DatabaseServer, find_program, running
from tests.services.own_process import run_as

PASSWORD = "pass word/'7"
"""With characters that need quoting in an address, in a connection string and in SQL."""


class RunningPostgres(DatabaseServer):
    """Its user may create databases; its administrator, `postgres`, needs the socket alone."""

    scheme = "postgres"
    password = PASSWORD
    package_user = "postgres"
    stop_signal = signal.SIGINT  # the "fast" shutdown, of pg_ctl(1)

    options: ClassVar[Sequence[str]] = ("fsync=off", "full_page_writes=off", "max_connections=300")
    """A test's data must outlive the server, and need not outlive the machine."""

    def socket_url_of(self, database: str) -> str:
        """The address of a database through its Unix socket, which needs no network."""
        return (
            f"{self.scheme}://{self.credentials}@/{database}?host={self.folder}&port={self.port}"
        )

    def install(self) -> None:
        """Make a cluster that asks everybody for a password, save the administrator."""
        options = ["-U", "postgres", "-E", "UTF8", "--no-locale", "-N"]
        run_as(self._user, [_find("initdb"), "-D", self.folder / "data", *options])
        (self.folder / "data" / "pg_hba.conf").write_text(
            f"local all postgres trust\nlocal all {USER} scram-sha-256\n"
            "host all all 127.0.0.1/32 scram-sha-256\n"
        )

    def make_user(self) -> None:
        """Make the user, who may create databases."""
        quoted = self.password.replace("'", "''")
        self.run_sql(f"CREATE ROLE {USER} LOGIN CREATEDB PASSWORD '{quoted}'")

    def create_database(self, name: str) -> str:
        """Make one more database; its address."""
        self.run_sql(f'CREATE DATABASE "{name}" OWNER {USER}')
        return self.url_of(name)

    def drop_database(self, name: str) -> None:
        """Drop one, whoever still uses it."""
        self.run_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run_sql(self, statement: str) -> None:
        """Run a statement as the server's administrator."""
        client = [_find("psql"), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1"]
        place = ["-h", str(self.folder), "-p", str(self.port), "-U", "postgres"]
        run_as(None, [*client, *place, "-d", "postgres", "-c", statement])

    def is_ready(self) -> bool:
        """Whether it takes connections."""
        command = [_find("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0  # noqa: S603

    def command(self) -> Sequence[str | Path]:
        """What starts it."""
        place = ["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)]
        options = [word for option in self.options for word in ("-c", option)]
        return [_find("postgres"), "-D", self.folder / "data", *place, *options]


class DurablePostgres(RunningPostgres):
    """One that waits for its disk, as in production."""

    options = ("max_connections=300",)


def running_postgres() -> AbstractContextManager[RunningPostgres]:
    """Start a server with an empty database; see `running`."""
    return running(RunningPostgres)


def _find(name: str) -> str:
    """The newest of what Debian has, each version in a folder of its own."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda path: int(path.parent.name),
        reverse=True,
    )
    return find_program(name, [str(folder) for folder in folders], "PostgreSQL")
