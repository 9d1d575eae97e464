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

import jwt

TOKEN = "a security code of 32 bytes or more"
REFUSAL = b'{"message": "Sign the request with the security token."}'
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
        rows: of the calls; one page holds them all.
        head: the first line.
        claims: instead of what the last line claims rightly.
        key: that answers are signed with.
        change: what becomes of an answer on its way.
        clock_offset_s: how far its clock is ahead.
        proofs: that requests bore.
    """

    rows: list[Any] = field(default_factory=lambda: [make_row(1), make_row(2)])
    head: Any = field(default_factory=lambda: {"columns": COLUMNS})
    claims: dict[str, Any] = field(default_factory=dict)
    key: bytes = field(default_factory=derive_key)
    change: Callable[[bytes], bytes] = lambda body: body
    clock_offset_s: int = 0
    proofs: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, target: str, proof: str) -> tuple[int, bytes]:
        """Status and body."""
        self.proofs.append(proof)
        try:
            claims = jwt.decode(
                proof,
                self.key,
                ["HS256"],
                audience="fmd-export-request",
                options={"verify_exp": False, "verify_iat": False},
            )
        except jwt.InvalidSignatureError:
            return 401, REFUSAL
        age_s = time.time() + self.clock_offset_s - claims["iat"]
        if claims["target"] != target or not -30 <= age_s <= 90:
            return 401, REFUSAL
        lines = b"".join(json.dumps(line).encode() + b"\n" for line in (self.head, *self.rows))
        last_id = self.rows[-1][0] if self.rows else 0
        bound = {
            "aud": "fmd-export-answer",
            "request_sha256": hashlib.sha256(proof.encode()).hexdigest(),
            "body_sha256": hashlib.sha256(lines).hexdigest(),
            "count": len(self.rows),
            "next_after_id": last_id,
            "last_id": last_id,
        }
        return 200, self.change(
            lines + jwt.encode(bound | self.claims, self.key, "HS256").encode()
        )


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
            proof = self.headers.get("Authorization", "").removeprefix("Bearer ")
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
