"""A small server that speaks export 1, and lies in one point where it is told to."""

import contextlib
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import jwt

TOKEN = "a security code of 32 bytes or more"
REFUSAL = b'{"message": "Sign the request with the security token."}'
NO_PROOF = REFUSAL.replace(b"token.", b"token: the request is not signed.")
COLUMNS = ["id", "endpoint", "duration", "time", "version", "group_by", "ip", "status_code"]


def derive_key(token: str = TOKEN) -> bytes:
    """The key that fmd_export signs with."""
    return hmac.new(token.encode(), b"fmd-export 1", hashlib.sha256).digest()


def make_row(call_id: int, **values: Any) -> list[Any]:
    """A row as sent."""
    usual = {
        "id": call_id,
        "endpoint": "items",
        "duration": 9.3,
        "time": "2026-11-23 19:36:16.992189",
        "version": "2.0",
        "group_by": None,
        "ip": "127.0.0.1",
        "status_code": 200,
    }
    return [(usual | values)[name] for name in COLUMNS]


@dataclass
class ExportServer:
    """What it answers.

    Attributes:
        version: of the FMD that it says to be.
        rows: of the calls; bytes are lines as they are.
        head: the first line.
        claims: instead of what the last line claims rightly.
        key: that answers are signed with.
        change: what becomes of an answer on its way.
        clock_offset_s: how far its clock is ahead.
        proofs: that requests bore.
        gate: what `Authorization` must be for anything to come through, as with basic auth.
        drops_authorization: whether what stands before it does, as mod_wsgi by default.
        is_old: whether it looks for proofs in `Authorization` alone.
        used_on_the_way: so many of them were used before they came, by a proxy that asked twice.
    """

    version: str = "5.1.0"
    rows: list[Any] = field(default_factory=lambda: [make_row(1), make_row(2)])
    head: Any = field(default_factory=lambda: {"columns": COLUMNS})
    claims: dict[str, Any] = field(default_factory=dict)
    key: bytes = field(default_factory=derive_key)
    change: Callable[[bytes], bytes] = lambda body: body
    clock_offset_s: int = 0
    proofs: list[str] = field(default_factory=list)
    used_on_the_way: int = 0
    gate: str = ""
    drops_authorization: bool = False
    is_old: bool = False
    url: str = ""

    def answer(self, target: str, proof: str) -> tuple[int, bytes]:
        """Status and body."""
        if target == "get_json_details":
            return 200, json.dumps(self._details()).encode()
        if not proof or " " in proof:
            return 401, NO_PROOF
        is_used = proof in self.proofs or len(self.proofs) < self.used_on_the_way
        self.proofs.append(proof)
        if is_used or not self._is_proven(target, proof):
            return 401, REFUSAL
        rows, last_id = self._choose(target)
        lines = b"".join(_to_line(line) for line in (self.head, *rows))
        bound = {
            "aud": "fmd-export-answer",
            "request_sha256": hashlib.sha256(proof.encode()).hexdigest(),
            "body_sha256": hashlib.sha256(lines).hexdigest(),
            "count": len(rows),
            "next_after_id": rows[-1][0] if rows else last_id,
            "last_id": last_id,
        }
        signature = jwt.encode(bound | self.claims, self.key, "HS256").encode()
        return 200, self.change(lines + signature)

    def _details(self) -> dict[str, Any]:
        return {
            "link": "dashboard",
            "dashboard-version": self.version,
            "config-version": "1.0",
            "export": {"version": 1, "path": "get_json_export", "most-rows": 20_000},
        }

    def _is_proven(self, target: str, proof: str) -> bool:
        try:
            claims = jwt.decode(
                proof,
                self.key,
                ["HS256"],
                audience="fmd-export-request",
                options={"verify_exp": False, "verify_iat": False},
            )
        except jwt.InvalidSignatureError:
            return False
        age_s = time.time() + self.clock_offset_s - claims["iat"]
        return bool(claims["target"] == target and -30 <= age_s <= 90)

    def _choose(self, target: str) -> tuple[list[Any], int]:
        """The rows that are asked for, and the last id of all."""
        page, _, query = target.partition("?")
        if page.endswith("/endpoints"):
            return [], 0
        asked = {name: int(value) for name, value in parse_qsl(query)}
        last_id = self.rows[-1][0] if self.rows else 0
        if asked == {"after_id": 0}:
            return self.rows, last_id  # lies and all
        until_id = asked.get("until_id", last_id)
        rows = [row for row in self.rows if asked["after_id"] < row[0] <= until_id]
        return rows[: asked.get("limit", len(rows))], last_id


def _to_line(row: Any) -> bytes:
    return (row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n"


@contextlib.contextmanager
def serve_export(**lies: Any) -> Iterator[ExportServer]:
    """Listen on loopback until the block ends; `lies` are attributes of `ExportServer`."""
    export = ExportServer(**lies)
    with ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(export)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        export.url = f"http://127.0.0.1:{server.server_port}/dashboard"
        try:
            yield export
        finally:
            server.shutdown()


def _make_handler(export: ExportServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            authorization = self.headers.get("Authorization", "")
            if export.gate and authorization != export.gate:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="ours"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if export.drops_authorization:
                authorization = ""
            own = "" if export.is_old else self.headers.get("Fmd-Export-Proof", "")
            proof = own or authorization.removeprefix("Bearer ")
            status, body = export.answer(self.path.removeprefix("/dashboard/"), proof)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def date_time_string(self, timestamp: float | None = None) -> str:
            at_s = time.time() if timestamp is None else timestamp
            return super().date_time_string(int(at_s + export.clock_offset_s))

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    return Handler
