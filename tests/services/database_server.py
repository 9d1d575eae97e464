"""What real database servers have in common: a temporary folder, a port, a user, their life."""

import shutil
import signal
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, TypeVar
from urllib.parse import quote

from tests.services.own_process import give_up, private_folder, start_as, user_for
from tests.stack.waiting import find_free_port, wait_until

READY_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0

USER = "pydash"


class DatabaseServer(ABC):
    """A server with one user, who may use every database that is made here.

    Args:
        folder: its data; its Unix socket lies there, too.
        user: of the system, who runs it; `None` for the tests' own.

    Attributes:
        port: on 127.0.0.1.
        process: the server; `kill` and `start` it at will.
    """

    scheme: ClassVar[str]
    password: ClassVar[str]
    package_user: ClassVar[str]
    stop_signal: ClassVar[signal.Signals]

    process: "subprocess.Popen[bytes]"

    def __init__(self, folder: Path, user: str | None) -> None:
        self.folder = folder
        self.port = find_free_port()
        self._user = user

    @property
    def url(self) -> str:
        """The address of its database, with user and password, without a driver's name."""
        return self.url_of("pydash")

    def url_of(self, database: str) -> str:
        """The address of one of its databases."""
        return f"{self.scheme}://{self.credentials}@127.0.0.1:{self.port}/{database}"

    @property
    def credentials(self) -> str:
        """User and password as they stand in an address."""
        return f"{USER}:{quote(self.password, safe='')}"

    @abstractmethod
    def install(self) -> None:
        """Fill the folder."""

    @abstractmethod
    def make_user(self) -> None:
        """Make the user."""

    @abstractmethod
    def create_database(self, name: str) -> str:
        """Make one more database; its address."""

    @abstractmethod
    def run_sql(self, statement: str) -> None:
        """Run a statement as the server's administrator."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether it takes connections."""

    @abstractmethod
    def command(self) -> Sequence[str | Path]:
        """What starts it."""

    def start(self) -> None:
        """Start it, or start it again."""
        self.process = self._start()
        wait_until(self._is_up, timeout_s=READY_TIMEOUT_S, what=f"{self.scheme} answers")

    def kill(self) -> None:
        """End it at once, as a power cut does; its database stays."""
        # The children end by themselves as soon as they notice; `start` waits for that.
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it, and every connection to it."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            self.process.wait(STOP_TIMEOUT_S)

    def _is_up(self) -> bool:
        if self.process.poll() is not None:
            self.process = self._start()
        return self.is_ready()

    def _start(self) -> "subprocess.Popen[bytes]":
        return start_as(self._user, self.command(), self.folder / "server.log")


ServerT = TypeVar("ServerT", bound=DatabaseServer)


@contextmanager
def running(kind: type[ServerT]) -> Iterator[ServerT]:
    """Start a server with an empty database, and stop it at the end.

    Skips the test where there is none to start; under `CI=true` the test fails.
    """
    user = user_for(kind.package_user)
    with private_folder(user) as folder:
        server = kind(folder, user)
        server.install()
        try:
            server.start()
            server.make_user()
            server.create_database("pydash")
            yield server
        finally:
            server.stop()


def find_program(name: str, folders: Sequence[str], package: str) -> str:
    """A program of a database's, some of which Debian keeps out of the path."""
    found = shutil.which(name)
    for folder in folders:
        found = found or shutil.which(name, path=folder)
    if found is None:
        give_up(f"{package} is not installed; `make services` does that where it may.")
    return found
