"""Measurements, read over the real server: what a test client can't show."""

import http.client
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit
from uuid import UUID

import pytest

from pydash_app.database import Database
from pydash_app.measurements.window import Window
from tests.factories import make_batch, make_dashboard, store_batch
from tests.stack.running_pydash import Person, running_pydash

pytestmark = pytest.mark.processes

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
NEVER = datetime(2100, 1, 1, tzinfo=UTC)
"""When the dashboards here are to be fetched."""

NAMES = (
    "shop.cart",
    "",
    "a/b",
    "a//b",
    "/a/",
    "a/boxplot",
    "boxplot",
    ".",
    "..",
    "a/../b",
    "../../../..",
    "名前/ü 😀",
    "a%2Fb",
    "a?b#c&d=e+f;g",
    "a\x00b",
    "a\r\nb",
)
MANY = 200_000


@dataclass(frozen=True)
class Stack:
    """A running PyDash, its database, and a user who is logged in."""

    database: Database
    alice: Person

    def add_dashboard(self) -> UUID:
        """A dashboard that nobody fetches."""
        user_id = UUID(self.alice.get("user").json()["id"])
        return make_dashboard(self.database, owner_id=user_id, now=NEVER)

    def connect(self) -> "closing[http.client.HTTPConnection]":
        """A connection that sends every path as it is."""
        address = urlsplit(self.alice.pydash.base_url)
        return closing(http.client.HTTPConnection(str(address.hostname), address.port, timeout=30))

    @property
    def cookie(self) -> dict[str, str]:
        """The header that says who asks."""
        cookies = self.alice.http.cookies.items()
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies)}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_pydash(tmp_path_factory.mktemp("pydash")) as pydash:
        alice = Person(pydash)
        alice.join()
        with closing(Database.open(pydash.settings)) as database:
            yield Stack(database, alice)


@pytest.fixture(scope="module")
def named(stack: Stack) -> UUID:
    """A dashboard with calls of each name, one more for each."""
    dashboard_id = stack.add_dashboard()
    endpoints = [name for index, name in enumerate(NAMES) for _ in range(index + 1)]
    times = [FIRST + timedelta(seconds=number) for number in range(len(endpoints))]
    first_s = int(FIRST.timestamp())
    window = Window(first_s - 1, first_s + len(times))
    store_batch(stack.database, dashboard_id, window, make_batch(times, endpoints=endpoints))
    return dashboard_id


@pytest.fixture
def large(stack: Stack) -> UUID:
    """A dashboard with some megabytes of calls."""
    dashboard_id = stack.add_dashboard()
    first_s = int(FIRST.timestamp())
    for part in range(4):
        times = [
            FIRST + timedelta(seconds=part * MANY // 4 + number) for number in range(MANY // 4)
        ]
        begin_s = first_s - 1 + part * MANY // 4
        batch = make_batch(times, endpoints=["an endpoint of the shop"] * len(times))
        store_batch(stack.database, dashboard_id, Window(begin_s, begin_s + MANY // 4), batch)
    return dashboard_id


@pytest.mark.parametrize("safe", ["", "/"], ids=["encoded", "with slashes"])
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_every_name_is_found(stack: Stack, named: UUID, name: str, safe: str) -> None:
    path = f"/api/dashboards/{named}/endpoints/{quote(name, safe=safe)}/boxplot"
    with stack.connect() as connection:
        connection.request("GET", path, headers=stack.cookie)
        answer = connection.getresponse()
        body = answer.read()
    assert answer.status == 200, body
    assert f'"total_visits":{NAMES.index(name) + 1}'.encode() in body


def test_bytes_that_are_no_text_name_no_endpoint(stack: Stack, named: UUID) -> None:
    with stack.connect() as connection:
        path = f"/api/dashboards/{named}/endpoints/%FF%FE/boxplot"
        connection.request("GET", path, headers=stack.cookie)
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Content-Type"]) == (404, "application/json")


@pytest.mark.parametrize(("file_format", "extra"), [("csv", 1), ("jsonl", 0)])
def test_an_export_is_whole(stack: Stack, large: UUID, file_format: str, extra: int) -> None:
    answer = stack.alice.get(f"dashboards/{large}/export", format=file_format)
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.content.count(b"\n") == MANY + extra


def test_a_dashboard_deleted_in_the_middle_is_noticed(stack: Stack, large: UUID) -> None:
    with stack.connect() as connection:
        connection.request("GET", f"/api/dashboards/{large}/export", headers=stack.cookie)
        answer = connection.getresponse()
        assert answer.read(1_000).startswith(b"\xef\xbb\xbfcalled_at,")
        assert stack.alice.post(f"dashboards/{large}/delete").status_code == 200
        with pytest.raises(http.client.IncompleteRead):
            answer.read()
    assert stack.alice.get("dashboards").status_code == 200
    log = stack.alice.pydash.log_path.read_text("utf-8")
    assert "An answer had to be cut off: There is no such dashboard." in log
    assert "Traceback" not in log


def test_others_are_answered_while_a_slow_client_reads(stack: Stack, large: UUID) -> None:
    with stack.connect() as connection:
        connection.request("GET", f"/api/dashboards/{large}/export", headers=stack.cookie)
        answer = connection.getresponse()
        begin = answer.read(1_000)
        path = f"dashboards/{large}/statistic"
        assert stack.alice.get(path, statistic="total_visits").json() == MANY
        assert (begin + answer.read()).count(b"\n") == MANY + 1
