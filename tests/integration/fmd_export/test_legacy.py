"""The pages of 1.13 as fmd_export opens them, beside a real Flask-MonitoringDashboard 1.13.1."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
import requests

from tests.remotes import running_fmd
from tests.remotes.running_fmd import RunningFmd, StoredCall
from tests.remotes.running_fmd5 import TOKEN, Monitored, running

pytestmark = pytest.mark.fmd

ROWS = 3000
BEGIN_S = 1_700_000_000


def make_rows() -> list[StoredCall]:
    """One a second, each third on the whole second; not in the order of their time."""
    return [
        StoredCall(
            ("home", "item", "bücher/neu")[number % 3],
            number / 7,
            datetime.fromtimestamp(BEGIN_S + number * 7 % ROWS, UTC).strftime("%F %T")
            + (".000000", ".000001", ".992189")[number % 3],
            "1.2-β",
            ("None", "名前", "o'neil; --\"\\")[number % 3],
            "10.0.0.1",
        )
        for number in range(ROWS)
    ]


@dataclass(frozen=True)
class Pair:
    """Two dashboards that hold the same calls: one of 1.13.1, one of today."""

    old: RunningFmd
    new: Monitored

    def ask(self, page: str) -> tuple[requests.Response, requests.Response]:
        return requests.get(f"{self.old.url}/{page}"), requests.get(f"{self.new.url}/{page}")  # noqa: S113


@pytest.fixture(scope="module")
def pair(
    fmd1_environment: None,  # noqa: ARG001 - only has to be there
    fmd5_environment: None,  # noqa: ARG001 - only has to be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("legacy")
    old = running_fmd.start_fmd1(folder / "fmd1.db")
    old.add_rows(make_rows())
    with running(folder / "fmd5.db", "--legacy", "--link=of/mine", "--seed-rows=1") as new:
        numbers = dict(new.query("SELECT name, id FROM Endpoint"))
        with contextlib.closing(sqlite3.connect(new.db_path)) as database, database:
            database.execute("DELETE FROM Request")
            database.executemany(
                "INSERT INTO Request (endpoint_id, duration, time_requested, version_requested,"
                " group_by, ip) VALUES (?, ?, ?, ?, ?, ?)",
                [(numbers[row.endpoint], *row[1:]) for row in make_rows()],
            )
        yield Pair(old, new)
    old.stop()


def read(answer: requests.Response) -> Any:
    return json.loads(jwt.decode(answer.text, TOKEN, algorithms=["HS256"])["data"])


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("get_json_data", ROWS),
        (f"get_json_data/{BEGIN_S + 100}", ROWS - 101 + 67),
        (f"get_json_data/{BEGIN_S + 5}/{BEGIN_S + 2500}", 2495),
        (f"get_json_data/{BEGIN_S + 5}/{BEGIN_S + 5}", 0),
        ("get_json_data/0/1", 0),
        (f"get_json_data/{BEGIN_S + 9}/{BEGIN_S + 5}", 0),
    ],
)
def test_calls_are_those_of_1_13_byte_for_byte(pair: Pair, page: str, count: int) -> None:
    old, new = pair.ask(page)
    rows = read(old)
    assert abs(len(rows) - count) < 100  # the test asks for what it means to
    assert jwt.decode(new.text, TOKEN, algorithms=["HS256"]) == jwt.decode(
        old.text, TOKEN, algorithms=["HS256"]
    )
    assert (new.status_code, new.headers["Content-Type"]) == (200, old.headers["Content-Type"])


@pytest.mark.parametrize("page", ["get_json_data/x", "get_json_data/1/y", "get_json_data/1.5"])
def test_nonsense_is_answered_in_the_words_of_1_13(pair: Pair, page: str) -> None:
    old, new = pair.ask(page)
    assert (new.status_code, new.text) == (old.status_code, old.text)
    assert new.headers["Content-Type"] == old.headers["Content-Type"]


def test_a_time_beyond_the_calendar_breaks_nothing(pair: Pair) -> None:
    _, new = pair.ask("get_json_data/99999999999999999")
    assert (new.status_code, new.text[:11]) == (200, "ValueError:")


def test_rules_and_details_are_in_the_format_of_1_13(pair: Pair) -> None:
    old, new = (read(answer)[0] for answer in pair.ask("get_json_monitor_rules"))
    assert list(new) == list(old)
    assert {name: type(value) for name, value in new.items()} == {
        name: type(value) for name, value in old.items()
    }
    old, new = (answer.json() for answer in pair.ask("get_json_details"))
    assert set(old) <= set(new)
    assert (new["link"], new["first-request"], new["total-requests"]) == (
        "of/mine",
        BEGIN_S,
        old["total-requests"],
    )


def test_nobody_fills_the_apps_memory_with_it(pair: Pair) -> None:
    """1.13 needed 2.5 kB a row; a hundred times the rows would need 750 MB."""
    pair.new.query(
        "INSERT INTO Request (endpoint_id, duration, time_requested, version_requested, ip)"
        " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
        " SELECT 1, i, '2026-11-23 19:36:16.992189', '2.0', '10.0.0.1' FROM n"
    )
    before_kb = pair.new.peak_memory_kb()
    answer = requests.get(f"{pair.new.url}/get_json_data/{BEGIN_S + 10 * ROWS}", timeout=120)
    assert len(read(answer)) == 100_000
    assert pair.new.peak_memory_kb() - before_kb < 20_000
    pair.new.query("DELETE FROM Request WHERE ip = '10.0.0.1' AND version_requested = '2.0'")
