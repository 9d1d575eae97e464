"""People with an address of their own, who ask a PyDash over HTTP and time its answers."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.factories import PASSWORD

TIMEOUT_S = 180
FAILED = 0
"""Stands for a status where there was no answer."""


@dataclass(frozen=True)
class Asked:
    """One request.

    Attributes:
        status: of its answer.
        wait_s: until the whole answer was there.
    """

    status: int
    wait_s: float

    @property
    def is_answered(self) -> bool:
        """Whether it got what it asked for."""
        return 200 <= self.status < 300


@dataclass
class Client:
    """Somebody at an address of the loopback."""

    port: int
    address: str
    name: str
    cookie: str = ""

    def log_in(self) -> Asked:
        """Log in with the right password."""
        return self.post("/api/login", {"name": self.name, "password": PASSWORD})

    def get(self, path: str, query: list[tuple[str, object]] | None = None) -> Asked:
        """Ask."""
        target = f"{path}?{urlencode(query)}" if query else path
        return self._ask("GET", target, None)

    def post(self, path: str, body: dict[str, object]) -> Asked:
        """Tell."""
        return self._ask("POST", path, json.dumps(body).encode())

    def open(self, path: str) -> HTTPConnection:
        """Ask for an answer, and read none of it yet."""
        connection = self._connect()
        connection.request("GET", path, headers={"Cookie": self.cookie})
        return connection

    def _connect(self) -> HTTPConnection:
        return HTTPConnection(
            "127.0.0.1", self.port, timeout=TIMEOUT_S, source_address=(self.address, 0)
        )

    def _ask(self, method: str, target: str, body: bytes | None) -> Asked:
        began_s = time.perf_counter()
        connection = self._connect()
        try:
            headers = {"Cookie": self.cookie, "Content-Type": "application/json"}
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            answer.read()
        except OSError:
            return Asked(FAILED, time.perf_counter() - began_s)
        finally:
            connection.close()
        if target == "/api/login" and answer.status == 200:
            self.cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
        return Asked(answer.status, time.perf_counter() - began_s)
