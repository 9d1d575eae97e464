"""A database server that was killed and is back, as its clients see it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pydash_app.database.address import get_socket_path
from pydash_app.database.storage import open_zodb
from pydash_app.settings import Settings
from tests.stack.waiting import wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="it kills a ZEO server of its own."),
]


class RestartedServer:
    """A database server that can be killed."""

    def __init__(self, data_dir: Path) -> None:
        self.settings = Settings(data_dir=data_dir)
        self.start()

    def start(self) -> None:
        environment = os.environ | {"PYDASH_DATA_DIR": str(self.settings.data_dir)}
        get_socket_path(self.settings).unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pydash_cli", "db", "serve"], env=environment
        )
        wait_until(get_socket_path(self.settings).exists, timeout_s=20, what="a server")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RestartedServer]:
    server = RestartedServer(tmp_path)
    yield server
    server.kill()


def test_no_two_clients_get_the_same_ids_for_new_objects(server: RestartedServer) -> None:
    with ExitStack() as opened:
        first, second = (open_zodb(server.settings) for _ in range(2))
        for zodb in (first, second):
            opened.callback(zodb.close)
        assert len({zodb.storage.new_oid() for zodb in (first, second)}) == 2
        server.kill()
        server.start()
        for zodb in (first, second):
            wait_until(zodb.storage.is_connected, timeout_s=20, what="the server is back")
        ids = [zodb.storage.new_oid() for _ in range(150) for zodb in (first, second)]
    assert len(set(ids)) == len(ids)
