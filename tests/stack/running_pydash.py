"""Starts the whole of PyDash as an operator does, in a data folder and on a port of its own."""

import email
import email.policy
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from pydash_app.settings import Settings
from tests.stack.storages import Storage, away_from_pydash, chosen, read_variables
from tests.stack.waiting import find_free_port, wait_until

READY_TIMEOUT_S = 180.0
"""Also on a machine that is busy with other things."""
STOP_TIMEOUT_S = 60.0
PASSWORD = "correct horse battery"


@dataclass
class RunningPydash:
    """A `pydash run` with its data folder.

    Attributes:
        process: the supervisor.
        log_path: everything that it and its children said.
    """

    base_url: str
    data_dir: Path
    log_path: Path
    process: "subprocess.Popen[bytes]"
    environment: dict[str, str] = field(repr=False)

    @property
    def settings(self) -> Settings:
        """What leads the test's own process to its database."""
        return read_variables(self.environment, self.data_dir)

    def mail_links(self) -> list[str]:
        """The links in all mails of the outbox, each from a line of its own, oldest first."""
        mails = sorted(self.data_dir.glob("outbox/*.eml"), key=lambda path: path.stat().st_mtime)
        pattern = re.compile(rf"^{re.escape(self.base_url)}/verify/[A-Za-z0-9_-]+$", re.MULTILINE)
        return [link for path in mails for link in pattern.findall(_text_of(path))]

    def child_pids(self, command: str) -> list[int]:
        """The processes of this installation that run `pydash <command>`, workers included."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                environment = (folder / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            ours = f"PYDASH_DATA_DIR={self.data_dir}".encode() in environment
            if ours and command.encode() in words:
                found.append(int(folder.name))
        return sorted(found)

    def leader_pid(self, command: str) -> int | None:
        """The supervisor's own child that runs `pydash <command>`; `None` while there is none."""
        ours = set(children_of(self.process.pid))
        return next((pid for pid in self.child_pids(command) if pid in ours), None)

    def run_command(self, *words: str) -> str:
        """Run a `pydash` command beside it; what it prints."""
        done = subprocess.run(  # noqa: S603 - PyDash itself
            [sys.executable, "-m", "pydash_cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C or an operator's `kill` does; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def is_healthy(self) -> bool:
        """Whether web, database and scheduler all work."""
        try:
            return requests.get(f"{self.base_url}/api/health", timeout=10).status_code == 200
        except requests.RequestException:
            return False


def children_of(pid: int) -> list[int]:
    """The processes that a process has started and that still live."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(folder.name))
    return sorted(found)


@contextmanager
def running_pydash(
    folder: Path, variables: Mapping[str, str] | None = None, **settings: str
) -> Iterator[RunningPydash]:
    """Start one, wait until it is healthy, and stop it at the end.

    Its database is in the storage that the tests are to run over, unless `DATABASE` is given.

    Args:
        folder: for its data and its log.
        variables: of the environment, besides its settings.
        **settings: `PYDASH_*` variables, such as `FETCH_INTERVAL="2"`.
    """
    storage = Storage.OWN if "DATABASE" in settings else chosen()
    with away_from_pydash(folder, storage) as database:
        pydash = _start(folder, _environment(folder, {**database, **(variables or {})}, settings))
        try:
            wait_until(pydash.is_healthy, timeout_s=READY_TIMEOUT_S, what="PyDash is healthy")
            yield pydash
        finally:
            status = pydash.stop()
        assert status == 0, pydash.log_path.read_text("utf-8")


def _environment(
    folder: Path, variables: Mapping[str, str], settings: Mapping[str, str]
) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if "PYDASH_" not in name}
    chosen = {
        "DATA_DIR": str(folder / "data"),
        "PORT": str(find_free_port()),
        "ALLOWED_NETWORKS": "127.0.0.0/8",
        "WEB_WORKERS": "1",
        **settings,
    }
    return others | {f"PYDASH_{name}": value for name, value in chosen.items()} | {**variables}


def _start(folder: Path, environment: dict[str, str]) -> RunningPydash:
    log_path = folder / "pydash.log"
    with log_path.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pydash_cli", "run"],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    base_url = f"http://127.0.0.1:{environment['PYDASH_PORT']}"
    return RunningPydash(base_url, folder / "data", log_path, process, environment)


class Person:
    """Somebody who uses the API of a running PyDash with a session of their own."""

    def __init__(self, pydash: RunningPydash, name: str = "alice") -> None:
        self.pydash = pydash
        self.name = name
        self.http = requests.Session()
        self.http.trust_env = False

    def get(self, path: str, **query: object) -> requests.Response:
        """Ask the API."""
        url = f"{self.pydash.base_url}/api/{path}"
        return self.http.get(url, params=query, timeout=30)  # type: ignore[arg-type]

    def post(self, path: str, **body: object) -> requests.Response:
        """Tell the API."""
        return self.http.post(f"{self.pydash.base_url}/api/{path}", json=body, timeout=60)

    def join(self) -> None:
        """Register, verify by the mail's link, and log in."""
        known = set(self.pydash.mail_links())
        address = f"{self.name}@example.org"
        answer = self.post("user/register", name=self.name, email=address, password=PASSWORD)
        assert answer.status_code == 200, answer.text
        new = wait_until(
            lambda: set(self.pydash.mail_links()) - known,
            timeout_s=READY_TIMEOUT_S,
            what="the mail",
        )
        code = new.pop().rpartition("/")[2]
        assert self.post("user/verify", verification_code=code).status_code == 200
        assert self.post("login", name=self.name, password=PASSWORD).status_code == 200

    def add_dashboard(self, url: str, token: str, name: str = "shop") -> str:
        """Register a dashboard; its id."""
        answer = self.post("dashboards/register", name=name, url=url, token=token)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def get_dashboard(self, dashboard_id: str) -> dict[str, Any]:
        """What the API says of a dashboard."""
        answer = self.get(f"dashboards/{dashboard_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def count_visits(self, dashboard_id: str) -> int:
        """How many calls of a dashboard PyDash has."""
        answer = self.get(f"dashboards/{dashboard_id}/statistic", statistic="total_visits")
        assert answer.status_code == 200, answer.text
        return int(answer.json())


def _text_of(path: Path) -> str:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""
