"""Runs a real database server by itself."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydash_app.database.address import get_socket_path
from pydash_app.settings import Settings
from tests.stack.waiting import wait_until


@contextmanager
def running_database(data_dir: Path) -> Iterator[Settings]:
    """Start a database server in a folder, and stop it; the settings lead to it."""
    settings = Settings(data_dir=data_dir)
    environment = os.environ | {"PYDASH_DATA_DIR": str(data_dir)}
    command = [sys.executable, "-m", "pydash_cli", "db", "serve"]
    with subprocess.Popen(command, env=environment) as server:  # noqa: S603
        try:
            wait_until(get_socket_path(settings).exists, timeout_s=60, what="a server")
            yield settings
        finally:
            server.terminate()
