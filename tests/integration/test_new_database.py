"""A new database that many processes open at once, as they do when PyDash starts first."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pydash_app.database import Database
from pydash_app.database.address import get_socket_path
from pydash_app.settings import Settings
from tests.stack.waiting import wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="it starts ZEO servers of its own."),
]

OPENERS = 8


@pytest.mark.parametrize("attempt", range(3))
def test_all_who_open_a_new_database_at_once_succeed(tmp_path: Path, attempt: int) -> None:
    settings = Settings(data_dir=tmp_path / f"data-{attempt}")
    server = subprocess.Popen(
        [sys.executable, "-m", "pydash_cli", "db", "serve"],
        env=os.environ | {"PYDASH_DATA_DIR": str(settings.data_dir), "PYDASH_DATABASE": ""},
    )
    try:
        wait_until(get_socket_path(settings).exists, timeout_s=20, what="the server listens")
        with ThreadPoolExecutor(OPENERS) as threads:
            databases = list(threads.map(lambda _: Database.open(settings), range(OPENERS)))
        for database in databases:
            database.close()
    finally:
        server.terminate()
        assert server.wait(20) == 0
