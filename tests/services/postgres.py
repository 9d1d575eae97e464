"""Runs a real PostgreSQL server in a temporary folder, on a free port of the loopback."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.services.own_process import give_up, private_folder, run_as, start_as, user_for
from tests.stack.waiting import find_free_port, wait_until

READY_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0

USER = "pydash"
PASSWORD = "pass word/'7"
"""With characters that need quoting in an address, in a connection string and in SQL."""

OPTIONS = ("fsync=off", "full_page_writes=off", "max_connections=300")
"""A test's data must outlive the server, and need not outlive the machine."""


@dataclass
class RunningPostgres:
    """A server with one user, who may create databases, and one empty database.

    Attributes:
        port: on 127.0.0.1.
        folder: its data; its Unix socket lies there, too.
        process: the server; `kill` and `start` it at will.
    """

    port: int
    folder: Path
    log_path: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        """The address of its database, with user and password."""
        return self.url_of("pydash")

    def url_of(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgres://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{database}"

    def socket_url_of(self, database: str) -> str:
        """The same through its Unix socket, which needs no network."""
        credentials = f"{USER}:{quote(PASSWORD, safe='')}"
        return f"postgres://{credentials}@/{database}?host={self.folder}&port={self.port}"

    def create_database(self, name: str) -> str:
        """Make one more database; its address."""
        self.run_sql(f'CREATE DATABASE "{name}" OWNER {USER}')
        return self.url_of(name)

    def drop_database(self, name: str) -> None:
        """Drop one, whoever still uses it."""
        self.run_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run_sql(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the server's administrator."""
        _psql(self.port, self.folder, statement, database)

    def kill(self) -> None:
        """End it at once, as a power cut does; its database stays."""
        # The children end by themselves as soon as they notice; `start` waits for that.
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def start(self) -> None:
        """Start it again."""
        wait_until(self._try_to_start, timeout_s=READY_TIMEOUT_S, what="PostgreSQL answers")

    def stop(self) -> None:
        """End it, and every connection to it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # the "fast" shutdown, of pg_ctl(1)
            self.process.wait(STOP_TIMEOUT_S)

    def is_ready(self) -> bool:
        """Whether it takes connections."""
        command = [str(find_program("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0  # noqa: S603

    def _try_to_start(self) -> bool:
        if self.process.poll() is not None:
            self.process = _start(self.port, self.folder, self.log_path)
        return self.is_ready()


@contextmanager
def running_postgres() -> Iterator[RunningPostgres]:
    """Start a server with an empty database, and stop it at the end.

    Skips the test where there is none to start; under `CI=true` the test fails.
    """
    initdb = find_program("initdb")
    user = user_for("postgres")
    with private_folder(user) as folder:
        run_as(
            user,
            [initdb, "-D", folder / "data", "-U", "postgres", "-E", "UTF8", "--no-locale", "-N"],
        )
        _let_passwords_count(folder)
        port, log_path = find_free_port(), folder / "postgres.log"
        server = RunningPostgres(port, folder, log_path, _start(port, folder, log_path))
        try:
            server.start()
            quoted = PASSWORD.replace("'", "''")
            server.run_sql(f"CREATE ROLE {USER} LOGIN CREATEDB PASSWORD '{quoted}'")
            server.create_database("pydash")
            yield server
        finally:
            server.stop()


def find_program(name: str) -> Path:
    """One of PostgreSQL's programs, which Debian keeps out of the path."""
    found = shutil.which(name)
    if found is not None and name not in ("initdb", "postgres"):
        return Path(found)
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    for folder in reversed(folders):
        if (folder / name).exists():
            return folder / name
    if found is None:
        give_up("PostgreSQL is not installed; `make services` does that where it may.")
    return Path(found)


def _let_passwords_count(folder: Path) -> None:
    """Ask everybody for a password, save the administrator on the socket."""
    (folder / "data" / "pg_hba.conf").write_text(
        f"local all postgres trust\nlocal all {USER} scram-sha-256\n"
        "host all all 127.0.0.1/32 scram-sha-256\n"
    )


def _start(port: int, folder: Path, log_path: Path) -> "subprocess.Popen[bytes]":
    options = [word for option in OPTIONS for word in ("-c", option)]
    return start_as(
        user_for("postgres"),
        [
            *(str(find_program("postgres")), "-D", str(folder / "data"), "-p", str(port)),
            *("-h", "127.0.0.1", "-k", str(folder), *options),
        ],
        log_path,
    )


def _psql(port: int, folder: Path, statement: str, database: str) -> None:
    run_as(
        None,
        [
            *(str(find_program("psql")), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1"),
            *(
                "-h",
                str(folder),
                "-p",
                str(port),
                "-U",
                "postgres",
                "-d",
                database,
                "-c",
                statement,
            ),
        ],
    )
