"""Runs a real MariaDB server in a temporary folder, on a free port of the loopback."""

import signal
import subprocess
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from tests.services.database_server import USER, DatabaseServer, find_program, running
from tests.services.own_process import run_as

FOLDERS = ("/usr/sbin", "/usr/local/sbin")


class RunningMariadb(DatabaseServer):
    """Its administrator, `root`, needs no password on the socket."""

    scheme = "mysql"
    password = "password7"
    package_user = "mysql"
    stop_signal = signal.SIGTERM

    def install(self) -> None:
        """Make the system's tables."""
        command = [_find("mariadb-install-db"), "--no-defaults", f"--datadir={self._data}"]
        options = ["--auth-root-authentication-method=normal", "--skip-test-db"]
        run_as(self._user, [*command, *options])

    def make_user(self) -> None:
        """Make the user, who may do nothing yet."""
        self.run_sql(f"CREATE USER '{USER}'@'127.0.0.1' IDENTIFIED BY '{self.password}'")

    def create_database(self, name: str) -> str:
        """Make one more database; its address."""
        self.run_sql(
            f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4;"
            f" GRANT ALL ON `{name}`.* TO '{USER}'@'127.0.0.1'"
        )
        return self.url_of(name)

    def run_sql(self, statement: str) -> None:
        """Run statements as the server's administrator."""
        run_as(None, self._client(statement))

    def is_ready(self) -> bool:
        """Whether it takes connections."""
        done = subprocess.run(self._client("SELECT 1"), check=False, capture_output=True)  # noqa: S603
        return done.returncode == 0

    def command(self) -> Sequence[str | Path]:
        """What starts it."""
        return [
            *(_find("mariadbd"), "--no-defaults", f"--datadir={self._data}"),
            *(f"--port={self.port}", "--bind-address=127.0.0.1", f"--socket={self._socket}"),
            *("--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve"),
        ]

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _socket(self) -> Path:
        return self.folder / "mariadb.sock"

    def _client(self, statement: str) -> list[str]:
        client = [_find("mariadb"), "--no-defaults", "-u", "root", "-S", str(self._socket)]
        return [*client, "-e", statement]


def running_mariadb() -> AbstractContextManager[RunningMariadb]:
    """Start a server with an empty database; see `running`."""
    return running(RunningMariadb)


def _find(name: str) -> str:
    return find_program(name, FOLDERS, "MariaDB")
