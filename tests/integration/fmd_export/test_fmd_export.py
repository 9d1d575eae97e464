"""fmd_export in a real app measured by Flask-MonitoringDashboard 5.1.0."""

import base64
import contextlib
import sqlite3
import string
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.remotes.running_fmd5 import READ_CALLS, TOKEN, Monitored, launch, running

pytestmark = pytest.mark.fmd

DEFAULT_TOKEN = "cc83733cb0af8b884ff6577086b87909"
ROWS = 5000


@pytest.fixture(scope="module")
def app(
    fmd5_environment: None,  # noqa: ARG001 - only has to be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Monitored]:
    """Nobody writes to it while it runs."""
    with running(tmp_path_factory.mktemp("fmd5") / "fmd.db", f"--seed-rows={ROWS}") as started:
        yield started


@pytest.fixture
def start(
    fmd5_environment: None,  # noqa: ARG001 - only has to be there
    tmp_path: Path,
) -> Iterator[Callable[..., Monitored]]:
    with contextlib.ExitStack() as stack:
        yield lambda *options: stack.enter_context(running(tmp_path / "fmd.db", *options))


def test_details_announce_the_export_and_no_measurement(app: Monitored) -> None:
    details = requests.get(f"{app.url}/get_json_details", timeout=30).json()
    assert details == {
        "link": "dashboard",
        "dashboard-version": "5.1.0",
        "config-version": "1.0",
        "export": {
            "version": 1,
            "path": "get_json_export",
            "most-rows": 20_000,
            "bookmarks": True,
        },
        "legacy": False,
    }


@pytest.mark.parametrize("limit", [1999, 2500, 20_000])
def test_pages_hold_every_row_once_as_the_database_has_it(app: Monitored, limit: int) -> None:
    after_id, found = 0, []
    while True:
        target = f"get_json_export/calls?after_id={after_id}&limit={limit}"
        (head, *rows), claims = app.asker.read(target)
        assert claims["count"] == len(rows) <= limit
        found += rows
        after_id = claims["next_after_id"]
        if after_id == claims["last_id"]:
            break
    assert head["columns"][0] == "id"
    assert head["columns"][-1] == "status_code"
    assert [tuple(row) for row in found] == app.query(READ_CALLS)
    assert len(found) == ROWS


def test_a_page_ends_where_it_was_asked_to(app: Monitored) -> None:
    target = "get_json_export/calls?after_id=10&until_id=20"
    (_, *rows), claims = app.asker.read(target)
    assert [row[0] for row in rows] == list(range(11, 21))
    assert (claims["next_after_id"], claims["last_id"]) == (20, ROWS)


def test_endpoints_are_listed(app: Monitored) -> None:
    (head, *rows), _ = app.asker.read("get_json_export/endpoints")
    assert head["ids_in_order"] is True
    assert {"home", "item", "bücher/neu"} <= {row[0] for row in rows}


def test_answers_are_packed_for_who_can_read_it(app: Monitored) -> None:
    target = "get_json_export/calls?limit=100"
    packed, plain = app.asker.get(target), app.asker.get(target, **{"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content.splitlines()[:-1] == plain.content.splitlines()[:-1]


@pytest.mark.parametrize(
    "changes",
    [
        {"token": "another code, and just as long as the right one"},
        {"issued_ago_s": 120},
        {"issued_ago_s": -120},
        {"life_s": 3600},
        {"signed_target": "get_json_export/calls?limit=2"},
    ],
    ids=["another token", "too old", "of the future", "lasts too long", "another request's"],
)
def test_a_request_without_proof_is_refused(app: Monitored, changes: dict[str, Any]) -> None:
    answer = app.asker.but(**changes).get("get_json_export/calls?limit=1")
    assert answer.status_code == 401
    assert list(answer.json()) == ["message"]


@pytest.mark.parametrize("path", ["get_json_export/calls", "get_json_export/endpoints"])
def test_strangers_read_nothing(app: Monitored, path: str) -> None:
    assert requests.get(f"{app.url}/{path}", timeout=30).status_code == 401
    token = {"Authorization": f"Bearer {TOKEN}"}  # the token itself is no proof, and never sent
    assert requests.get(f"{app.url}/{path}", headers=token, timeout=30).status_code == 401


@pytest.mark.parametrize(
    "proof",
    [
        ("[" * 20_000).encode(),
        b'{"alg":"none","typ":"JWT"}',
        b'{"alg":"HS256","crit":["exp"]}',
        "\u00e9\u2028".encode(),
        b"",
    ],
    ids=["deep", "unsigned", "critical", "no JSON", "empty"],
)
def test_what_is_made_to_do_harm_is_refused_like_the_rest(app: Monitored, proof: bytes) -> None:
    header = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
    claims = base64.urlsafe_b64encode(b'{"aud":"fmd-export-request"}').rstrip(b"=").decode()
    answer = app.asker.get("get_json_export/calls", f"{header}.{claims}.")
    assert answer.status_code == 401
    assert list(answer.json()) == ["message"]


def test_an_earlier_answer_cannot_pass_for_a_later(app: Monitored) -> None:
    target = "get_json_export/calls?limit=1"
    answer = app.asker.get(target)
    other_proof = app.asker.but(issued_ago_s=1).prove(target)
    with pytest.raises(AssertionError):
        app.asker.open(answer.content, other_proof)


@pytest.mark.parametrize("query", ["limit=0", "limit=20001", "after_id=-1", "after_id=x"])
def test_what_makes_no_sense_is_refused(app: Monitored, query: str) -> None:
    assert app.asker.get(f"get_json_export/calls?{query}").status_code == 400


def test_the_export_of_1_13_is_shut_unless_asked_for(app: Monitored) -> None:
    for page in ("get_json_data", "get_json_data/0/9", "get_json_monitor_rules"):
        answer = requests.get(f"{app.url}/{page}", timeout=30, allow_redirects=False)
        assert answer.status_code == 302, page  # FMD's own page, which asks for a login


def test_fmds_own_pages_are_left_alone(app: Monitored) -> None:
    assert requests.get(f"{app.url}/login", timeout=30).status_code == 200


def test_nothing_of_the_export_is_measured(start: Callable[..., Monitored]) -> None:
    app = start("--seed-rows=10")
    app.asker.read("get_json_export/calls")
    requests.get(f"{app.url}/get_json_details", timeout=30)
    requests.get(f"{app.url.rpartition('/')[0]}/home", timeout=30)  # is measured
    deadline = time.monotonic() + 30
    while (count := app.query("SELECT count(*) FROM Request")[0][0]) == 10:
        assert time.monotonic() < deadline
    assert count == 11
    (_, *rows), _ = app.asker.read("get_json_export/calls?after_id=10")
    assert [row[1] for row in rows] == ["home"]
    assert "export" not in str(app.query("SELECT name FROM Endpoint"))


def test_rows_lack_what_the_schema_lets_them_lack(start: Callable[..., Monitored]) -> None:
    app = start("--seed-rows=2")
    app.query("INSERT INTO Request (id, duration, ip) VALUES (3, 1.5, '::1')")
    (_, *rows), claims = app.asker.read("get_json_export/calls")
    assert (claims["count"], claims["next_after_id"]) == (3, 3)
    assert rows[-1] == [3, None, 1.5, None, None, None, "::1", None]


def test_a_page_under_way_keeps_nobody_from_writing(start: Callable[..., Monitored]) -> None:
    app = start("--seed-rows=20000")
    target = "get_json_export/calls?limit=20000"
    headers = {"Authorization": f"Bearer {app.asker.prove(target)}"}
    with requests.get(f"{app.url}/{target}", headers=headers, stream=True, timeout=30) as answer:
        answer.raw.read(10)
        with contextlib.closing(sqlite3.connect(app.db_path, timeout=2)) as database, database:
            database.execute("UPDATE Endpoint SET version_added = 'x'")


def test_a_broken_database_breaks_the_answer_and_not_the_app(
    start: Callable[..., Monitored],
) -> None:
    app = start("--seed-rows=10")
    app.query("ALTER TABLE Request RENAME TO Elsewhere")
    assert app.asker.get("get_json_export/calls").status_code == 503
    assert requests.get(f"{app.url.rpartition('/')[0]}/home", timeout=30).status_code == 200


@pytest.mark.parametrize("token", [DEFAULT_TOKEN, ""])
def test_a_token_that_everybody_knows_is_refused(
    fmd5_environment: None,  # noqa: ARG001 - only has to be there
    tmp_path: Path,
    token: str,
) -> None:
    process = launch(tmp_path / "fmd.db", f"--token={token}")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "UnsafeTokenError: Set SECURITY_TOKEN" in errors


@pytest.mark.parametrize("token", ["x", "31 bytes, which is one too few.", "ü" * 15])
def test_a_token_that_can_be_found_out_by_trying_is_refused(
    fmd5_environment: None,  # noqa: ARG001 - only has to be there
    tmp_path: Path,
    token: str,
) -> None:
    process = launch(tmp_path / "fmd.db", f"--token={token}")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    sentence = "Set SECURITY_TOKEN of Flask-MonitoringDashboard to at least 32 bytes"
    assert f"UnsafeTokenError: {sentence}" in errors
    assert f"\n{sentence}" in f"\n{errors}", "the app's log says so, too"
    assert "allow_short_token=True" in errors


def test_a_short_token_is_allowed_where_its_owner_says_so(
    start: Callable[..., Monitored],
) -> None:
    app = start("--token=short", "--allow-short-token", "--seed-rows=3")
    _, claims = app.asker.but(token="short").read("get_json_export/calls")
    assert claims["count"] == 3


@pytest.mark.parametrize("has_nonce", [True, False])
def test_a_proof_is_good_once(app: Monitored, *, has_nonce: bool) -> None:
    target = f"get_json_export/calls?limit={7 + has_nonce}"
    proof = app.asker.but(has_nonce=has_nonce).prove(target)
    assert [app.asker.get(target, proof).status_code for _ in range(3)] == [200, 401, 401]
    assert "used already" in app.asker.get(target, proof).json()["message"]
    assert app.asker.get(target).status_code == 200


def test_another_spelling_of_a_used_proof_is_refused_too(app: Monitored) -> None:
    """The last character of a signature has two bits that mean nothing."""
    target = "get_json_export/calls?limit=9"
    proof = app.asker.prove(target)
    assert app.asker.get(target, proof).status_code == 200
    letters = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
    spellings = [f"{proof[:-1]}{letter}" for letter in letters]
    spellings += [f"{proof}=", f" {proof}", f"{proof} "]
    assert {app.asker.get(target, spelling).status_code for spelling in spellings} == {401}


def test_no_other_process_of_the_app_takes_it_again(start: Callable[..., Monitored]) -> None:
    first, second = start("--seed-rows=3"), start()
    target = "get_json_export/calls?limit=1"
    proof = first.asker.prove(target)
    assert [one.asker.get(target, proof).status_code for one in (first, second)] == [200, 401]


def test_the_default_token_is_allowed_where_its_owner_says_so(
    start: Callable[..., Monitored],
) -> None:
    app = start(f"--token={DEFAULT_TOKEN}", "--allow-default-token", "--seed-rows=3")
    _, claims = app.asker.but(token=DEFAULT_TOKEN).read("get_json_export/calls")
    assert claims["count"] == 3
