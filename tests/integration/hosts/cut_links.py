"""Cuts links between the hosts of one PyDash; runs in a network of the test's own.

The database server (ZEO with TLS), the scheduler and the web are on a host each; the apps and
whoever looks on are where this script is. Prints what was seen, as JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import requests

from pydash_app.database import Database
from tests.chaos.checker import Checker
from tests.chaos.remotes import remotes_of
from tests.factories import SECRET_KEY
from tests.remotes.running_stub import RunningStub
from tests.stack.certificates import Authority
from tests.stack.hosts import Host, hosts_on_a_switch
from tests.stack.running_pydash import Person, RunningPydash
from tests.stack.storages import LISTENING, read_variables
from tests.stack.waiting import wait_until

APPS = ("10.77.0.1", "10.77.0.5", "10.77.0.6")
HOSTS = {"database": "10.77.0.2", "scheduler": "10.77.0.3", "web": "10.77.0.4"}
NETWORK = "10.77.0.0/24"
DATABASE_PORT, WEB_PORT, APP_PORT = 8100, 5000, 5100
BASE_URL = f"http://{HOSTS['web']}:{WEB_PORT}"
HEALTH_URL = f"{BASE_URL}/api/health"
HISTORY_S = 3600
PATIENCE_S = 120.0
"""For what is not timed, on a machine that others keep busy."""

ASK_HERE = f"""
import sys, requests
answer = requests.get({HEALTH_URL!r}, timeout=60)
sys.stdout.write(answer.text)
"""


class Scene:
    """A PyDash on three hosts, with somebody who uses it and apps whose every call is known."""

    def __init__(
        self,
        hosts: Mapping[str, Host],
        person: Person,
        checker: Checker,
        logs: Mapping[str, Path],
    ) -> None:
        self.hosts = hosts
        self.person = person
        self.checker = checker
        self._logs = logs

    def cut_scheduler(self) -> dict[str, Any]:
        """Let the switch swallow all that the scheduler sends, then heal that."""
        scheduler = self.hosts["scheduler"]
        scheduler.swallow()
        began_s = time.monotonic()
        health = wait_until(self._is_failing, timeout_s=PATIENCE_S, what="the cut shows")
        told_after_s = time.monotonic() - began_s
        asked_s = time.monotonic()
        status = self.person.get("dashboards").status_code
        answered_after_s = time.monotonic() - asked_s
        self._await_notice("scheduler")
        scheduler.forward()
        return {
            "health": health,
            "told_after_s": told_after_s,
            "status": status,
            "answered_after_s": answered_after_s,
            **self._recover(),
        }

    def cut_web(self) -> dict[str, Any]:
        """Pull the plug of the web's host, ask there, and plug it in again."""
        web = self.hosts["web"]
        web.pull_plug()
        began_s = time.monotonic()
        health = wait_until(
            lambda: self._is_unreachable(web), timeout_s=PATIENCE_S, what="the cut shows"
        )
        told_after_s = time.monotonic() - began_s
        self._await_fetches()  # which go on meanwhile
        self._await_notice("web")
        web.plug_in()
        return {"health": health, "told_after_s": told_after_s, **self._recover()}

    def _recover(self) -> dict[str, Any]:
        began_s = time.monotonic()
        wait_until(self._is_well, timeout_s=PATIENCE_S, what="all is well again")
        well_after_s = time.monotonic() - began_s
        self._await_fetches()
        status = self.person.get("dashboards").status_code
        return {"well_after_s": well_after_s, "status_afterwards": status}

    def _await_fetches(self) -> None:
        before = self.checker.progress()

        def have_all_moved() -> bool:
            now = self.checker.progress()
            return all(now[key].complete_until_s > before[key].complete_until_s for key in before)

        wait_until(have_all_moved, timeout_s=PATIENCE_S, what="every dashboard is fetched")

    def _await_notice(self, part: str) -> None:
        """Wait until one who is cut off has given its connection up, for what heals sooner."""
        wait_until(
            lambda: "connecting to it anew" in self._logs[part].read_text("utf-8"),
            timeout_s=PATIENCE_S,
            what=f"the {part} gives its connection up",
        )

    def _is_failing(self) -> dict[str, Any] | None:
        answer = requests.get(HEALTH_URL, timeout=60)
        return None if answer.ok else answer.json()

    def _is_unreachable(self, web: Host) -> dict[str, Any] | None:
        asked = subprocess.run(  # noqa: S603
            web.inside([sys.executable, "-c", ASK_HERE]), check=True, stdout=subprocess.PIPE
        )
        told: dict[str, Any] = json.loads(asked.stdout)
        return None if told["status"] == "ok" else told

    def _is_well(self) -> bool:
        try:
            answer = requests.get(HEALTH_URL, timeout=60)
        except requests.RequestException:
            return False
        return answer.ok and not answer.json()["reasons"]


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """Start everything, on hosts of their own."""
    with ExitStack() as running:
        hosts = running.enter_context(hosts_on_a_switch(APPS, HOSTS))
        authority = Authority(folder / "certificates")
        served = authority.certify("server", HOSTS["database"]).as_settings()
        client = {
            "PYDASH_DATABASE": f"zeo://{HOSTS['database']}:{DATABASE_PORT}",
            **authority.certify("client").as_settings(),
        }

        def start(name: str, variables: Mapping[str, str], *command: str) -> RunningPydash:
            environment = _environment(folder / name, variables)
            log_path = folder / f"{name}.log"
            words = [sys.executable, "-m", "pydash_cli", *command]
            host = hosts[name]
            process = running.enter_context(host.running(words, environment, log_path))
            return RunningPydash(BASE_URL, folder / name, log_path, process, environment)

        listen = f"{HOSTS['database']}:{DATABASE_PORT}"
        server = start("database", served, "db", "serve", "--listen", listen)
        wait_until(
            lambda: LISTENING in server.log_path.read_text(),
            timeout_s=PATIENCE_S,
            what="the database server listens",
        )
        scheduler = start("scheduler", client, "scheduler")
        web = start("web", client, "web")
        wait_until(web.is_healthy, timeout_s=PATIENCE_S, what="PyDash is healthy")
        person = Person(scheduler)  # who writes the mails into files
        person.join()
        logs = {"scheduler": scheduler.log_path, "web": web.log_path}
        stub = RunningStub(APPS, APP_PORT, int(time.time()) - HISTORY_S, 3000, 1.0)
        stub.start()
        running.callback(stub.stop)
        watched = {
            person.add_dashboard(remote.url, remote.token, remote.name): remote
            for remote in remotes_of(stub, "app")
        }
        database = Database.open(read_variables(client, folder / "looker-on"))
        running.enter_context(closing(database))
        checker = Checker(database, watched)
        yield Scene(hosts, person, checker, logs)


def _environment(data_dir: Path, variables: Mapping[str, str]) -> dict[str, str]:
    chosen = {
        "DATA_DIR": str(data_dir),
        "HOST": HOSTS["web"],
        "PORT": str(WEB_PORT),
        "BASE_URL": BASE_URL,
        "SECRET_KEY": SECRET_KEY.decode(),
        "WEB_WORKERS": "1",
        "ALLOWED_NETWORKS": NETWORK,
        "METRICS_NETWORKS": f"127.0.0.0/8,{NETWORK}",
        "FETCH_INTERVAL": "1",
        "MIN_FETCH_INTERVAL": "0",
        "FETCH_SPACING": "0.1",
        "SETTLE_LAG": "3",
    }
    others = {name: value for name, value in os.environ.items() if "PYDASH_" not in name}
    return others | {f"PYDASH_{name}": value for name, value in chosen.items()} | {**variables}


def main() -> None:
    """Cut one link, then another."""
    with tempfile.TemporaryDirectory() as name, scene(Path(name)) as played:
        found = {"scheduler": played.cut_scheduler(), "web": played.cut_web()}
        whole = played.checker.check_all()
        found["calls"] = {
            "checked": whole.checked,
            "lost": whole.lost,
            "doubled": whole.doubled,
            "examples": whole.examples,
        }
        logs = {path.stem: path.read_text("utf-8") for path in Path(name).glob("*.log")}
        found["tracebacks"] = {part: text for part, text in logs.items() if "Traceback" in text}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
