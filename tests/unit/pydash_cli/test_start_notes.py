"""At the start, what is set and can't be meant is named in the log."""

import socket
from pathlib import Path

import pytest

from tests.stack.commands import run_pydash
from tests.stack.waiting import find_free_port

DOUBTFUL = {"PYDASH_FETCH_INTERVALL": "60", "PYDASH_HOST": "0.0.0.0"}  # noqa: S104 - of a test
NAMED = ("PYDASH_FETCH_INTERVALL", "PYDASH_FETCH_INTERVAL meant", "Set PYDASH_BASE_URL")


@pytest.mark.parametrize("words", [("run",), ("web",), ("db", "serve", "--listen", "127.0.0.1:1")])
def test_each_server_says_at_its_start_what_can_hardly_be_meant(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    with socket.create_server(("0.0.0.0", find_free_port())) as taken:  # noqa: S104 - as it would
        settings = DOUBTFUL | {
            "PYDASH_DATA_DIR": str(tmp_path),
            "PYDASH_PORT": str(taken.getsockname()[1]),
            "PYDASH_ZEO_CERTIFICATE": "/nowhere" if words[0] == "db" else "",
            "PYDASH_ZEO_KEY": "/nowhere" if words[0] == "db" else "",
            "PYDASH_ZEO_AUTHORITY": "/nowhere" if words[0] == "db" else "",
        }
        done = run_pydash(*words, settings=settings, code=2 if words[0] == "db" else 1)
    for name in NAMED:
        assert done.stderr.count(name) == 1, done.stderr
