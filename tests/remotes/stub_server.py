"""Many remotes in one fast process: speaks the wire of FMD 1.13.1 on as many addresses as wished.

    python -m tests.remotes.stub_server --addresses 127.1.0.1,127.1.0.2 --port 5199

Each address is a remote of its own, whose calls `stub_calls` computes from the address. Prints
`READY` once all of them can be asked. As with FMD, a row becomes visible some time after the
instant it bears (`--commit-lag`), and nothing is visible of the future.

Source:
    Flask-MonitoringDashboard 1.13.1, views/export/json.py and core/utils.py.
"""

import argparse
import asyncio
import json
import os
import sys
import threading
import time
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

import jwt

from tests.remotes.stub_calls import StubCall, StubHistory

_LARGEST_REQUEST_BYTES = 65_536
_CONNECTIONS_WAITING = 128


@dataclass(frozen=True)
class Stub:
    """What the process was told on its command line.

    Attributes:
        clock_path: a file with the seconds that the remotes' clocks are ahead; may be missing.
    """

    addresses: tuple[str, ...]
    port: int
    token: str
    begin_s: int
    calls_per_hour: float
    commit_lag_s: float
    clock_path: Path | None

    def history_of(self, address: str) -> StubHistory:
        """The calls of the remote at an address."""
        return StubHistory(address, self.begin_s, self.calls_per_hour)

    def now_s(self) -> float:
        """By the remotes' own clocks."""
        if self.clock_path is None:
            return time.time()
        try:
            return time.time() + float(self.clock_path.read_text())
        except (OSError, ValueError):  # none yet, or just being written
            return time.time()


class StubServer:
    """Answers requests."""

    def __init__(self, stub: Stub) -> None:
        self._stub = stub

    async def serve(self) -> None:
        """Listen on every address until the process ends."""
        for address in self._stub.addresses:
            await asyncio.start_server(
                self._talk, address, self._stub.port, backlog=_CONNECTIONS_WAITING
            )
        print("READY", flush=True)  # noqa: T201
        await asyncio.Event().wait()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            address = writer.get_extra_info("sockname")[0]
            writer.write(self._answer(path, self._stub.history_of(address)))
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, IndexError):
            pass  # whoever asked has gone
        finally:
            writer.close()

    def _answer(self, path: str, history: StubHistory) -> bytes:
        page, *arguments = path.removeprefix("/dashboard/").split("/")
        if page == "get_json_details":
            return self._write(json.dumps(self._details(history)), "application/json")
        if page == "get_json_monitor_rules":
            return self._write(self._sign([]), "text/html; charset=utf-8")
        if page == "get_json_data":
            return self._write(self._data(history, arguments), "text/html; charset=utf-8")
        return self._write("Not Found", "text/html; charset=utf-8", status="404 NOT FOUND")

    def _details(self, history: StubHistory) -> dict[str, object]:
        return {
            "config-version": "2.0",
            "dashboard-version": "1.13.1",
            "first-request": history.begin_s,
            "link": "dashboard",
            "total-requests": history.estimated_count(self._stub.now_s()),
        }

    def _data(self, history: StubHistory, arguments: list[str]) -> str:
        try:
            after_s, until_s = map(int, (*arguments, *("0", str(2**31))[len(arguments) :]))
        except ValueError as error:
            return f"ValueError: {error}"  # with status 200
        visible_us = int((self._stub.now_s() - self._stub.commit_lag_s) * 1_000_000)
        until_us = min(until_s * 1_000_000, visible_us)
        return self._sign(list(history.calls_between(after_s * 1_000_000, until_us)))

    def _sign(self, calls: list[StubCall]) -> str:
        rows = json.dumps([call.as_row() for call in calls])
        return jwt.encode({"data": rows}, self._stub.token, "HS256")

    def _write(self, text: str, content_type: str, *, status: str = "200 OK") -> bytes:
        body = text.encode()
        head = (
            f"HTTP/1.0 {status}",
            f"Content-Type: {content_type}",
            f"Content-Length: {len(body)}",
            "Server: Werkzeug/3.1",
            f"Date: {formatdate(self._stub.now_s(), usegmt=True)}",
        )
        return "\r\n".join((*head, "", "")).encode() + body


def main() -> None:
    """Serve until ended, also by the end of standard input."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", required=True, help="separated by commas")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--begin", type=int, required=True, help="of the history, Unix seconds")
    parser.add_argument("--calls-per-hour", type=float, default=60.0)
    parser.add_argument("--commit-lag", type=float, default=0.0, help="seconds")
    parser.add_argument("--clock", type=Path, help="file with the seconds to be ahead")
    options = parser.parse_args()
    stub = Stub(
        tuple(options.addresses.split(",")),
        options.port,
        options.token,
        options.begin,
        options.calls_per_hour,
        options.commit_lag,
        options.clock,
    )
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    asyncio.run(StubServer(stub).serve())


def _end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
