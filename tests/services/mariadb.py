"""Runs a real MariaDB server in a temporary folder, on a free port of the loopback."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services.own_process import give_up, private_folder, run_as, start_as, user_for
from tests.stack.waiting import find_free_port, wait_until

READY_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0

USER = "pydash"
PASSWORD = "password7"


@dataclass
class RunningMariadb:
    """A server with one user and one empty database, which is theirs.

    Attributes:
        port: on 127.0.0.1.
        socket_path: where the administrator, `root`, needs no password.
    """

    port: int
    socket_path: Path
    log_path: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        """The address of its database, with user and password, without a driver's name."""
        return self.url_of("pydash")

    def url_of(self, database: str) -> str:
        """The address of one of its databases."""
        return f"mysql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        """Make one more database; its address."""
        self.run_sql(
            f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4;"
            f" GRANT ALL ON `{name}`.* TO '{USER}'@'127.0.0.1'"
        )
        return self.url_of(name)

    def run_sql(self, statement: str) -> None:
        """Run statements as the server's administrator."""
        run_as(None, [*self._client("mariadb"), "-e", statement])

    def is_ready(self) -> bool:
        """Whether it takes connections."""
        done = subprocess.run(  # noqa: S603
            [*self._client("mariadb"), "-e", "SELECT 1"], check=False, capture_output=True
        )
        return done.returncode == 0

    def stop(self) -> None:
        """End it, and every connection to it."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(STOP_TIMEOUT_S)

    def _client(self, program: str) -> list[str]:
        return [find_program(program), "--no-defaults", "-u", "root", "-S", str(self.socket_path)]


@contextmanager
def running_mariadb() -> Iterator[RunningMariadb]:
    """Start a server with an empty database, and stop it at the end.

    Skips the test where there is none to start; under `CI=true` the test fails.
    """
    install, server = find_program("mariadb-install-db"), find_program("mariadbd")
    user = user_for("mysql")
    with private_folder(user) as folder:
        run_as(
            user,
            [
                *(install, "--no-defaults", f"--datadir={folder / 'data'}"),
                *("--auth-root-authentication-method=normal", "--skip-test-db"),
            ],
        )
        port, log_path = find_free_port(), folder / "mariadb.log"
        socket_path = folder / "mariadb.sock"
        process = start_as(
            user,
            [
                *(server, "--no-defaults", f"--datadir={folder / 'data'}", f"--port={port}"),
                *("--bind-address=127.0.0.1", f"--socket={socket_path}"),
                *("--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve"),
            ],
            log_path,
        )
        running = RunningMariadb(port, socket_path, log_path, process)
        try:
            wait_until(running.is_ready, timeout_s=READY_TIMEOUT_S, what="MariaDB answers")
            running.run_sql(f"CREATE USER '{USER}'@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")
            running.create_database("pydash")
            yield running
        finally:
            running.stop()


def find_program(name: str) -> str:
    """One of MariaDB's programs."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        give_up("MariaDB is not installed; `make services` does that where it may.")
    return found
