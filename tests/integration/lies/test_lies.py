"""No lying remote costs a worker much, misleads its owner, or touches anybody else's dashboard."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pydash_app.remote.http_session import CONNECT_TIMEOUT_S, TOTAL_TIMEOUT_S
from tests.remotes.lies import Expected, each_lie
from tests.remotes.lying_server import Lies, answering, serve

ROOT = Path(__file__).parents[3]
MOST_MB = 300
MOST_S = 60
SOON_S = 15
"""The worker of these tests waits three seconds where a real one waits a minute."""


class Worker:
    """The process that fetches."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def fetch(self, url: str) -> dict[str, Any]:
        """What came of fetching once from a remote."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{url}\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.integration.lies.fetch_lies"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Worker(process)


def check(found: dict[str, Any], expected: Expected) -> None:
    print(f"{found['peak_mb']:.0f} MB, {found['lasted_s']:.1f} s")  # noqa: T201 - shown by -s
    assert found["is_other_untouched"]
    assert found["peak_mb"] < MOST_MB
    assert found["lasted_s"] < SOON_S
    assert (found["code"], found["stored"]) == (expected.code, expected.stored)
    assert found["flaws"] == expected.flaws
    assert expected.words in (found["message"] or "")


NAMES = [name for name, _, _ in each_lie()]


@pytest.fixture(scope="module")
def lies() -> dict[str, tuple[Lies, Expected]]:
    return {name: (pages, expected) for name, pages, expected in each_lie()}


@pytest.mark.parametrize("name", NAMES)
def test_a_lie_is_told_to_its_owner_and_costs_little(
    worker: Worker, lies: dict[str, tuple[Lies, Expected]], name: str
) -> None:
    pages, expected = lies[name]
    with serve(pages) as server:
        check(worker.fetch(server.url), expected)


def test_a_closed_port_is_unreachable(worker: Worker) -> None:
    with serve(answering(b"")) as server:
        url = server.url
    check(worker.fetch(url), Expected("unreachable", "Nothing answers at 127.0.0.1"))


def test_an_address_that_is_not_allowed_is_refused_and_not_asked(worker: Worker) -> None:
    with serve(answering(b""), host="127.9.0.1") as server:
        check(worker.fetch(server.url), Expected("address_refused", "private or reserved network"))
    assert server.requests == []


def test_a_real_worker_waits_no_longer_than_a_minute() -> None:
    assert CONNECT_TIMEOUT_S < TOTAL_TIMEOUT_S <= MOST_S
