"""Fixtures around real remotes; `tests/conftest.py` names this module in `pytest_plugins`."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.remotes import running_fmd, running_fmd5
from tests.remotes.running_fmd import RunningFmd

StartFmd1 = Callable[..., RunningFmd]


@pytest.fixture(scope="session")
def fmd1_environment() -> None:
    """The environment of FMD 1.13.1, built."""
    running_fmd.set_up()


@pytest.fixture(scope="session")
def fmd5_environment() -> None:
    """The environment of FMD 5.1.0, built."""
    running_fmd5.set_up()


@pytest.fixture
def start_fmd1(
    fmd1_environment: None,  # noqa: ARG001 - only has to be there
    tmp_path: Path,
) -> Iterator[StartFmd1]:
    """Starts FMDs that end with the test; takes what `running_fmd.start_fmd1` does."""
    with contextlib.ExitStack() as running:
        count = 0

        def start(db_path: Path | None = None, **options: object) -> RunningFmd:
            nonlocal count
            count += 1
            path = db_path or tmp_path / f"fmd-{count}.db"
            fmd = running_fmd.start_fmd1(path, **options)  # type: ignore[arg-type]
            running.callback(fmd.stop)
            return fmd

        yield start


@pytest.fixture(scope="module")
def fmd1(
    fmd1_environment: None,  # noqa: ARG001 - only has to be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunningFmd]:
    """One FMD with 3,000 calls of ten days, for all tests of a module that only read."""
    path = tmp_path_factory.mktemp("fmd1") / "fmd.db"
    fmd = running_fmd.start_fmd1(path, rows=3000, days=10)
    yield fmd
    fmd.stop()
