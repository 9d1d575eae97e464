"""The whole log as JSON: every process, whatever happens, and no secret in it."""

import json
import os
import signal

import pytest

from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person, RunningPydash
from tests.stack.waiting import wait_until

pytestmark = pytest.mark.processes

CODE = "a security code of thirty-two bytes"


def events_of(pydash: RunningPydash) -> list[dict[str, object]]:
    lines = pydash.log_path.read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_line_is_an_object_and_none_holds_a_secret(start_pydash: StartPydash) -> None:
    pydash = start_pydash(LOG_FORMAT="json", LOG_LEVEL="debug")
    alice = Person(pydash)
    alice.join()
    made = alice.post("tokens", name="script").json()["token"]
    assert alice.post("login", name="alice", password="wrong horse").status_code == 401
    refused = alice.post(
        "dashboards/register", name="shop", url="http://127.0.0.1:9/dashboard", token=CODE
    )
    assert refused.status_code == 400
    database_pid = pydash.leader_pid("db")
    assert database_pid is not None
    os.kill(database_pid, signal.SIGKILL)
    wait_until(pydash.is_healthy, timeout_s=60, what="all is well again")

    events = events_of(pydash)
    assert {event["process"] for event in events} >= {
        "supervisor", "database", "scheduler", "worker", "web",
    }  # fmt: skip
    assert any(event.get("request_id") for event in events if event["process"] == "web")
    text = pydash.log_path.read_text("utf-8")
    secrets = [PASSWORD, made, CODE, *alice.http.cookies.values()]
    assert all(secret and secret not in text for secret in secrets)
