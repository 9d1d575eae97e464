"""Runs a real database by itself, in the storage that the tests are to run over."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydash_app.database.address import get_socket_path
from pydash_app.settings import Settings
from tests.stack.storages import away_from_pydash, chosen, read_variables
from tests.stack.waiting import wait_until


@contextmanager
def running_database(data_dir: Path) -> Iterator[Settings]:
    """Start a database server for a data folder, and stop it; the settings lead to it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with away_from_pydash(data_dir.parent, chosen()) as variables:
        if variables:
            yield read_variables(variables, data_dir)
            return
        with _own_server(data_dir) as settings:
            yield settings


def lead_to(settings: Settings) -> Mapping[str, str]:
    """The variables that lead a process with another data folder to the database of these."""
    files = {
        name: getattr(settings, f"zeo_{name}") for name in ("certificate", "key", "authority")
    }
    database = settings.database or f"zeo://{get_socket_path(settings)}"
    return {"PYDASH_DATABASE": database} | {
        f"PYDASH_ZEO_{name.upper()}": str(path) for name, path in files.items() if path is not None
    }


@contextmanager
def _own_server(data_dir: Path) -> Iterator[Settings]:
    settings = Settings(data_dir=data_dir)
    environment = os.environ | {"PYDASH_DATA_DIR": str(data_dir)}
    command = [sys.executable, "-m", "pydash_cli", "db", "serve"]
    with subprocess.Popen(command, env=environment) as server:  # noqa: S603
        try:
            wait_until(get_socket_path(settings).exists, timeout_s=60, what="a server")
            yield settings
        finally:
            server.terminate()
