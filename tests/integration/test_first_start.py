"""What an operator reads and can do when PyDash starts for the first time."""

import socket
from pathlib import Path

import pytest
import requests

from tests.stack.fixtures import StartPydash

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="it looks at the file of the own database."),
]


def test_an_empty_database_is_begun_and_everything_doubtful_is_said(
    tmp_path: Path, start_pydash: StartPydash
) -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    data_dir = tmp_path / "pydash" / "data"
    data_dir.mkdir(mode=0o700, parents=True)
    (data_dir / "pydash.fs").touch(mode=0o600)
    pydash = start_pydash(HOST="::", FETCH_INTERVALL="5")
    log = pydash.log_path.read_text("utf-8")
    assert "Nothing is in the database" in log
    assert log.count("PYDASH_FETCH_INTERVALL is set") == 1
    assert log.count("PYDASH_HOST is ::") == 1
    assert "http://[::]" not in log.partition("PyDash runs at ")[2].partition(" ")[0]
    port = pydash.environment["PYDASH_PORT"]
    for host in ("127.0.0.1", "[::1]"):
        answer = requests.get(f"http://{host}:{port}/api/health", timeout=30)
        assert answer.status_code == 200
        assert "reasons" in answer.json(), "whoever asks from this machine is told more"
    said = pydash.run_command("doctor")
    assert "PYDASH_FETCH_INTERVALL is set" in said
    assert "PyDash answers at http://" in said
