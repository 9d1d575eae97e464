"""Starts a real Flask-MonitoringDashboard of any release, and stops it for certain."""

import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.compatibility.releases import ROOT, Release
from tests.compatibility.remote_database import RemoteDatabase

APP = Path(__file__).with_name("measured_app.py")
TOKEN = "a security code of 32 bytes or more"
ZONE = "America/New_York"
"""Of the host: not UTC, so that whoever mixes the two up is found out."""

_STOP_TIMEOUT_S = 20.0


class SetUpError(Exception):
    """A release can't be installed or started."""


@dataclass(frozen=True)
class RunningRelease:
    """A monitored app that is being served.

    Attributes:
        url: of its dashboard.
        database: its own.
    """

    url: str
    database: RemoteDatabase

    @property
    def port(self) -> int:
        """That it listens on."""
        return urlsplit(self.url).port or 0

    def call(self, path: str) -> int:
        """Let the app serve a request; the status of its answer."""
        address = f"{self.url.rpartition('/')[0]}/{path}"
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code


def set_up(release: Release) -> None:
    """Build the environment that it runs in, where that is not done yet.

    Raises:
        SetUpError: the packages can't be had.
    """
    command = [sys.executable, str(ROOT / "tools" / "setup_fmd.py"), release.environment]
    if subprocess.run(command, check=False).returncode:  # noqa: S603
        raise SetUpError(f"Flask-MonitoringDashboard {release.version} can't be installed.")


@contextmanager
def running_release(
    release: Release,
    db_path: Path,
    *,
    variables: Mapping[str, str] | None = None,
    port: int = 0,
    timezone: str = "",
) -> Iterator[RunningRelease]:
    """One that can be asked, until the block ends.

    Args:
        release: which one.
        db_path: its SQLite file, made where missing.
        variables: of its environment.
        port: to listen on; 0 takes a free one.
        timezone: FMD's setting; empty leaves it to FMD.

    Raises:
        SetUpError: it does not start; the message has its last words.
    """
    command = [str(release.python), str(APP), f"--db={db_path}", f"--token={TOKEN}"]
    command += [f"--port={port}", f"--timezone={timezone}"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(  # noqa: S603
            [*command, *(["--export"] if release.has_export else [])],
            env=os.environ | {"TZ": ZONE} | dict(variables or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
        )
        try:
            lines = iter(process.stdout or ())
            url = next((line[6:].strip() for line in lines if line.startswith("READY ")), None)
            if url is None:
                log.seek(0)
                last_words = (log.read().strip().splitlines() or ["nothing"])[-1]
                raise SetUpError(f"It does not start, and says: {last_words}")
            yield RunningRelease(url, RemoteDatabase(db_path))
        finally:
            process.terminate()
            process.communicate(timeout=_STOP_TIMEOUT_S)
