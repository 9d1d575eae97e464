"""Twelve apps from a file, of which some refuse: by the command, and by the script."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.docs.commands import ROOT, blocks_of
from tests.remotes.running_stub import TOKEN, RunningStub
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person, RunningPydash
from tests.stack.waiting import find_free_port, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]

PAGE = ROOT / "docs" / "add-many-apps.md"
ADDRESSES = tuple(f"127.0.0.{number}" for number in range(2, 10))
REFUSED = {
    "Wrong code": "wrong_token",
    "Nobody there": "unreachable",
    "No FMD": "not_fmd",
    "Elsewhere": "address_refused",
}


class Page(BaseHTTPRequestHandler):
    """An app without a Flask-MonitoringDashboard."""

    def do_GET(self) -> None:
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Team:
    """Twelve apps and the file that names them."""

    stub: RunningStub
    plain_port: int
    folder: Path

    def rows(self) -> list[tuple[str, str, str]]:
        good = [(f"Läden; No. {at}", self.stub.url_of(at), TOKEN) for at in ADDRESSES]
        return [
            ("Wrong code", self.stub.url_of("127.0.0.10"), "another code of 32 bytes or so"),
            *good[:4],
            ("Nobody there", f"http://127.0.0.1:{find_free_port()}/dashboard", TOKEN),
            ("No FMD", f"http://127.0.0.1:{self.plain_port}/dashboard", TOKEN),
            *good[4:],
            ("Elsewhere", "http://10.1.2.3/dashboard", TOKEN),
        ]

    def write(self) -> Path:
        """The file, with everything that spreadsheets do to one, and one app twice."""
        rows = self.rows()
        assert len(rows) == 12
        lines = ["Name;URL;Token;Team", *(f'"{a}";{b};{c};x' for a, b, c in rows)]
        lines[3:3] = ["", ";;;"]
        lines.append(f'"Twice";{rows[1][1]}/;{TOKEN};x')
        path = self.folder / "apps.csv"
        path.write_text("\r\n".join(lines), "utf-8-sig")
        return path


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    port = find_free_port()
    stub = RunningStub((*ADDRESSES, "127.0.0.10"), port, int(time.time()) - 7200, 60)
    stub.start()
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Team(stub, server.server_port, tmp_path)
        server.shutdown()
        thread.join()
    stub.stop()


def block(begin: str) -> str:
    """The page's commands that begin so."""
    texts = [found.text for found in blocks_of(PAGE.read_text("utf-8"))]
    (text,) = [text for text in texts if text.startswith(begin)]
    return text


def run(pydash: RunningPydash, folder: Path, script: str) -> "subprocess.CompletedProcess[str]":
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(  # noqa: S603  our own page
        ["bash", "-eu", "-c", script],  # noqa: S607
        cwd=folder,
        env={**pydash.environment, "PATH": programs},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def names_of(alice: Person) -> list[str]:
    return [one["name"] for one in alice.get("dashboards").json()]


def test_the_commands_of_the_page_add_those_that_answer_and_say_why_others_do_not(
    start_pydash: StartPydash, team: Team
) -> None:
    pydash = start_pydash(FETCH_SPACING="0")
    alice = Person(pydash)
    alice.join()
    path = team.write()
    add = block("pydash dashboard add --user alice --from").splitlines()[0]

    first = run(pydash, team.folder, add)
    assert first.returncode == 1
    assert first.stdout.splitlines()[-1] == "8 added, 1 there already, 4 failed."
    failed = re.findall(r"^FAILED  line (\d+), '([^']*)' (\S+): (.+)$", first.stderr, re.MULTILINE)
    assert {name for _, name, _, _ in failed} == REFUSED.keys()
    lines = path.read_text("utf-8-sig").split("\n")
    assert all(name in lines[int(number) - 1] for number, name, _, _ in failed)
    assert "The column 'Team' is left aside." in first.stderr
    assert TOKEN not in first.stdout + first.stderr
    assert names_of(alice) == [f"Läden; No. {at}" for at in ADDRESSES]

    again = run(pydash, team.folder, f"{add} --json")
    found: dict[str, Any] = json.loads(again.stdout)
    assert again.returncode == 1
    assert (found["added"], found["known"], found["failed"]) == (0, 9, 4)
    codes = {one["name"]: one["code"] for one in found["apps"] if one["outcome"] == "failed"}
    assert codes == REFUSED
    assert len(names_of(alice)) == 8

    listed = json.loads(run(pydash, team.folder, "pydash dashboard list --json").stdout)
    assert [one["user"] for one in listed] == ["alice"] * 8
    wait_until(
        lambda: all(alice.count_visits(one["id"]) > 0 for one in listed),
        timeout_s=120,
        what="all are fetched",
    )
    activities = alice.get("user/activity").json()["activities"]
    added = [one for one in activities if one["act"] == "dashboard_added"]
    assert len(added) == 8
    assert {one["by_kind"] for one in added} == {"operator"}


def test_one_app_is_added_refreshed_and_deleted_as_the_page_shows(
    start_pydash: StartPydash, team: Team
) -> None:
    pydash = start_pydash(MIN_FETCH_INTERVAL="0", MAX_DASHBOARDS="1")
    alice = Person(pydash)
    alice.join()
    (team.folder / "shop-token").write_text(f"{TOKEN}\n", "utf-8")
    script = block("pydash dashboard add --user alice Shop")
    script = script.replace("https://shop.example.org/dashboard", team.stub.url_of(ADDRESSES[0]))
    add, refresh, delete = script.splitlines()

    added = run(pydash, team.folder, add)
    assert added.returncode == 0, added.stderr
    assert names_of(alice) == ["Shop"]
    full = run(pydash, team.folder, add)
    assert (full.returncode, full.stdout) == (1, "")
    assert "You have 1 dashboards" in full.stderr
    assert run(pydash, team.folder, refresh).returncode == 0
    kept = run(pydash, team.folder, f"echo n | {delete.replace(' --yes', '')}")
    assert kept.returncode == 1
    assert "with all" in kept.stderr
    assert names_of(alice) == ["Shop"]
    assert run(pydash, team.folder, delete).returncode == 0
    assert names_of(alice) == []
    gone = run(pydash, team.folder, delete)
    assert (gone.returncode, len(gone.stderr.splitlines())) == (1, 1)


def test_the_script_of_the_page_does_the_same_over_the_api(
    start_pydash: StartPydash, team: Team
) -> None:
    pydash = start_pydash()
    alice = Person(pydash)
    alice.join()
    team.write()
    token = alice.post("tokens", name="script", scope="write").json()["token"]
    (team.folder / "my-token").write_text(token, "utf-8")
    (team.folder / "add_apps.py").write_bytes((ROOT / "docs" / "add_apps.py").read_bytes())
    script = block("API=").replace("http://127.0.0.1:5000", pydash.base_url)

    for count in (8, 0):
        done = run(pydash, team.folder, script)
        assert done.returncode == 1, done.stderr
        assert done.stdout.count("added ") == count
        failed = re.findall(r"^FAILED   ([^:]+): .{20,}", done.stderr, re.MULTILINE)
        assert set(failed) == REFUSED.keys()
        assert len(names_of(alice)) == 8
