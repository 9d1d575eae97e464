"""Fixtures around a whole running PyDash; `tests/conftest.py` names this module."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.stack.running_pydash import RunningPydash, running_pydash

StartPydash = Callable[..., RunningPydash]


@pytest.fixture
def start_pydash(tmp_path: Path) -> Iterator[StartPydash]:
    """Starts PyDashes that end with the test; takes settings without their `PYDASH_`."""
    with contextlib.ExitStack() as running:

        def start(folder: str = "pydash", **settings: str) -> RunningPydash:
            path = tmp_path / folder
            path.mkdir(exist_ok=True)
            pydash: AbstractContextManager[RunningPydash] = running_pydash(path, None, **settings)
            return running.enter_context(pydash)

        yield start
