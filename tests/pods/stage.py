"""Two real apps with a database each behind one address, and nginx that asks them in turn."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.integration.fmd_export.reading_pages import Call, as_call
from tests.remotes.running_fmd5 import READ_CALLS, Monitored, launch
from tests.stack.waiting import find_free_port, wait_until

BAD_GATEWAY = 502
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
PATHS = ("home", "item", "bücher/neu", "home")

_CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream pods {{ {servers} }}
    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass http://pods; proxy_next_upstream error timeout; }}
    }}
}}
"""


@dataclass
class Pod:
    """An app measured by FMD 5.1.0 with fmd_export, whose database is a file of its own."""

    db_path: Path
    port: int = field(default_factory=find_free_port)
    process: "subprocess.Popen[str] | None" = None

    def start(self) -> None:
        """Start it, and wait until it can be asked."""
        self.process = launch(self.db_path, f"--port={self.port}")
        lines = iter(self.process.stdout or ())
        assert any(line.startswith("READY ") for line in lines), self.process.communicate()[1]

    def stop(self) -> None:
        """End it; its file stays."""
        if self.process is not None:
            self.process.terminate()
            self.process.communicate(timeout=20)
            self.process = None

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """Read or write its file."""
        return Monitored("", self.db_path, 0).query(sql)

    def read_calls(self) -> list[Call]:
        """What its database holds, as PyDash keeps calls."""
        return [as_call(row) for row in self.query(READ_CALLS)]


@contextmanager
def balanced(folder: Path, ports: list[int]) -> Iterator[str]:
    """The address of an nginx that sends each request to the next of these ports."""
    assert NGINX is not None
    port = find_free_port()
    servers = " ".join(f"server 127.0.0.1:{one} fail_timeout=1s;" for one in ports)
    path = folder / "nginx.conf"
    path.write_text(_CONFIGURATION.format(folder=folder, port=port, servers=servers), "utf-8")
    with subprocess.Popen([NGINX, "-c", str(path), "-p", str(folder)]) as process:  # noqa: S603
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until(lambda: _answers(address), timeout_s=30, what="nginx answers")
            yield address
        finally:
            process.terminate()


def _answers(address: str) -> bool:
    with suppress(requests.RequestException):
        return requests.get(f"{address}/home", timeout=10).status_code != BAD_GATEWAY
    return False


class Visitors:
    """Who visits the app without a pause, until told otherwise.

    Attributes:
        served_count: how many visits were answered.
    """

    def __init__(self, address: str, pause_s: float) -> None:
        self._address = address
        self._pause_s = pause_s
        self._goes_on = threading.Event()
        self._ended = threading.Event()
        self._rests = threading.Event()
        self._thread = threading.Thread(target=self._visit, daemon=True)
        self.served_count = 0

    def __enter__(self) -> "Visitors":
        self._goes_on.set()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._goes_on.set()
        self._thread.join(30)

    def rest(self) -> None:
        """Pause; nobody is on the way any more when this returns."""
        self._rests.clear()
        self._goes_on.clear()
        assert self._rests.wait(30), "a visit hangs"

    def go_on(self) -> None:
        """End the pause."""
        self._goes_on.set()

    def _visit(self) -> None:
        number = 0
        while not self._ended.wait(self._pause_s):
            if not self._goes_on.is_set():
                self._rests.set()
                self._goes_on.wait()
                continue
            with suppress(requests.RequestException):
                path = PATHS[number % len(PATHS)]
                self.served_count += requests.get(f"{self._address}/{path}", timeout=10).ok
            number += 1
