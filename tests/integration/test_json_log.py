"""The whole log as JSON: every process, whatever happens, and no secret in it."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.stack.running_pydash import PASSWORD, Person, RunningPydash, running_pydash
from tests.stack.storages import Storage, chosen
from tests.stack.waiting import wait_until

pytestmark = pytest.mark.processes

CODE = "a security code of thirty-two bytes"


def events_of(pydash: RunningPydash) -> list[dict[str, object]]:
    lines = pydash.log_path.read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def pydash(tmp_path: Path) -> Iterator[RunningPydash]:
    """One that tells all, and whose Python warns of everything; its log is whole at the end."""
    # What Python writes by itself while a process ends must be JSON, too.
    talkative = {"PYTHONWARNINGS": "always"}
    with running_pydash(tmp_path, talkative, LOG_FORMAT="json", LOG_LEVEL="debug") as pydash:
        yield pydash
    events_of(pydash)


def test_every_line_is_an_object_and_none_holds_a_secret(pydash: RunningPydash) -> None:
    alice = Person(pydash)
    alice.join()
    made = alice.post("tokens", name="script").json()["token"]
    assert alice.post("login", name="alice", password="wrong horse").status_code == 401
    refused = alice.post(
        "dashboards/register", name="shop", url="http://127.0.0.1:9/dashboard", token=CODE
    )
    assert refused.status_code == 400
    has_own = chosen() is Storage.OWN
    with socket.create_connection(
        ("127.0.0.1", int(pydash.environment["PYDASH_PORT"])), timeout=30
    ) as nonsense:
        nonsense.sendall(b"\x16\x03\x01 no http\r\n\r\n")
        nonsense.recv(1000)
    for command in ("scheduler", "web", *(["db"] if has_own else [])):
        kill(pydash, command)
    wait_until(pydash.is_healthy, timeout_s=60, what="all is well again")

    events = events_of(pydash)
    assert {event["process"] for event in events} >= {
        "supervisor", "scheduler", "worker", "web", *(["database"] if has_own else []),
    }  # fmt: skip
    assert any(event.get("request_id") for event in events if event["process"] == "web")
    text = pydash.log_path.read_text("utf-8")
    secrets = [PASSWORD, made, CODE, *alice.http.cookies.values()]
    if (of_database := urlsplit(pydash.settings.database).password) is not None:
        secrets.append(of_database)
    assert all(secret and secret not in text for secret in secrets)


def kill(pydash: RunningPydash, command: str) -> None:
    """Kill a process of it, and wait until another one is in its place."""
    killed = pydash.leader_pid(command)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    wait_until(
        lambda: pydash.leader_pid(command) not in (None, killed),
        timeout_s=60,
        what=f"another {command}",
    )
