"""Folders and processes for database servers that refuse to run as root.

They run as whoever runs the tests, or, where that is root, as the user that their package made.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest


@contextmanager
def private_folder(user: str | None) -> Iterator[Path]:
    """A folder of the user's own, with a short name so that sockets fit; gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pydash-service-", dir="/tmp"))
    if user is not None:
        shutil.chown(folder, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def user_for(package_user: str) -> str | None:
    """The user to become: the package's, or else nobody; `None` where the tests' own will do."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return package_user if package_user in known else "nobody"


def run_as(user: str | None, command: Sequence[str | Path]) -> None:
    """Run a command to its end.

    Raises:
        AssertionError: it failed; with what it said.
    """
    done = subprocess.run(  # noqa: S603
        [*map(str, command)],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
        env=_environment(),
        **_identity(user),
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout}"


def start_as(
    user: str | None, command: Sequence[str | Path], log_path: Path
) -> "subprocess.Popen[bytes]":
    """Start a server; what it says goes into the log."""
    with log_path.open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            [*map(str, command)],
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for the tests, which then stop it
            **_identity(user),
        )


def give_up(message: str) -> NoReturn:
    """Skip the test that asks; under `CI=true` fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def _identity(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    """Without anything that the tests' own settings could tell a server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
