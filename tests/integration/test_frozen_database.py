"""A database server that is there and does not answer: SIGSTOP, or a machine that swaps."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import pytest
import requests

from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person, RunningPydash
from tests.stack.waiting import wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="it freezes PyDash's own database server."),
]


@contextmanager
def frozen_database(pydash: RunningPydash) -> Iterator[None]:
    pid = pydash.leader_pid("serve")
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def timed_get(url: str) -> tuple[int, float]:
    started_s = time.monotonic()
    status = requests.get(url, timeout=60).status_code
    return status, time.monotonic() - started_s


def test_health_says_within_two_seconds_that_the_database_is_away(
    start_pydash: StartPydash,
) -> None:
    pydash = start_pydash()
    with frozen_database(pydash):
        for _ in range(3):
            status, lasted_s = timed_get(f"{pydash.base_url}/api/health")
            assert status == HTTPStatus.SERVICE_UNAVAILABLE
            assert lasted_s < 2
    wait_until(pydash.is_healthy, timeout_s=20, what="all is well again")


def test_a_user_is_told_in_time_and_goes_on_when_it_is_back(start_pydash: StartPydash) -> None:
    pydash = start_pydash()
    alice = Person(pydash)
    alice.join()
    with frozen_database(pydash):
        started_s = time.monotonic()
        answer = alice.get("dashboards")
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert answer.json()["code"] == "unavailable"
        assert time.monotonic() - started_s < 15
    wait_until(
        lambda: alice.get("dashboards").status_code == HTTPStatus.OK,
        timeout_s=20,
        what="the same session works again",
    )
    pydash.stop()
    assert "Traceback" not in pydash.log_path.read_text("utf-8")
